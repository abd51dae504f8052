export function EventPage() {
  return <div className="page full" />
}
