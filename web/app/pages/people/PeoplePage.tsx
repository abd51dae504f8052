export function PeoplePage() {
  return <div className="page full" />
}
