export function LineagePage() {
  return <div className="page full" />
}
