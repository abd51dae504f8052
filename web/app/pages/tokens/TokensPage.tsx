export function TokensPage() {
  return <div className="page full" />
}
