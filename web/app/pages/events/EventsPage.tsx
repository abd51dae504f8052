export function EventsPage() {
  return <div className="page full" />
}
