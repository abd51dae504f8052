export function AccountPage() {
  return <div className="page full" />
}
