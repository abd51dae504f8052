import type { LogReader } from '../../log/reader.ts'

export interface EventLines {
  readonly text: string
  readonly next: number | null
}

const chunkBytes = 1 << 20

/** Events after `after`, one a line: their bytes with line breaks as spaces, or (`json`) with position, arrival and source, the body exact. */
export async function eventLines(
  log: LogReader,
  request: { after: number; upTo: number; json: boolean; sources: [number, string][] },
): Promise<EventLines> {
  const events = await log.after(request.after, chunkBytes, request.upTo)
  const names = new Map(request.sources)
  const lines = events.map((event) => {
    const text = Buffer.from(event.body.buffer, event.body.byteOffset, event.body.length).toString('utf8')
    if (!request.json) return text.replaceAll(/[\r\n]/g, ' ')
    return JSON.stringify({
      position: event.position,
      receivedAt: new Date(event.receivedAt).toISOString(),
      source: names.get(event.sourceId) ?? String(event.sourceId),
      body: text,
    })
  })
  return { text: lines.length === 0 ? '' : `${lines.join('\n')}\n`, next: events.at(-1)?.position ?? null }
}
