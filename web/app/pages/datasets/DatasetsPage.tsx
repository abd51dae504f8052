export function DatasetsPage() {
  return <div className="page full" />
}
