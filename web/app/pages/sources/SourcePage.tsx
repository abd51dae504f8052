export function SourcePage() {
  return <div className="page full" />
}
