export function AddSourcePage() {
  return <div className="page full" />
}
