export function JobPage() {
  return <div className="page full" />
}
