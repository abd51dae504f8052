export function ServerPage() {
  return <div className="page full" />
}
