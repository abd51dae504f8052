export function InvitePage() {
  return <div className="page full" />
}
