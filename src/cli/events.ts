/** `headwater events tail`: the newest events of the log. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Paged } from '../contract/common.ts'
import type { EventItem } from '../contract/events.ts'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { findSource } from './find-source.ts'
import { answer, printable, write } from './output.ts'

export type TailOptions = Common & { readonly lines: string; readonly follow?: boolean; readonly source?: string }

const PAGE = 500
const POLL_MS = 500

function line(event: EventItem): string {
  const subject = event.job ?? event.dataset
  const name = subject === null ? '' : `${subject.namespace} ${subject.name}`
  const notes = [event.test ? 'test' : '', event.warnings > 0 ? `${String(event.warnings)} warnings` : ''].filter((note) => note !== '')
  return printable(
    `${String(event.position).padStart(8)}  ${event.receivedAt}  ${(event.eventType ?? event.kind).padEnd(12)}  ${name}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`,
  )
}

/** Events above a position, oldest first. */
async function since(api: Api, position: number, source: number | undefined): Promise<EventItem[]> {
  const found: EventItem[] = []
  let cursor: string | undefined
  do {
    const page: Paged<EventItem> = await api.get('/api/v2/events', { limit: PAGE, source, cursor })
    const fresh = page.items.filter((event) => event.position > position)
    found.push(...fresh)
    cursor = fresh.length === page.items.length ? (page.next ?? undefined) : undefined
  } while (cursor !== undefined)
  return found.reverse()
}

export const tail = (options: TailOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const lines = Number(options.lines)
    if (!Number.isInteger(lines) || lines < 0 || lines > PAGE) throw wrongUse(`--lines takes a whole number up to ${String(PAGE)}.`)
    const source = options.source === undefined ? undefined : (await findSource(api, options.source)).id
    const { items } = await api.get<Paged<EventItem>>('/api/v2/events', { limit: Math.max(1, lines), source })
    const newest = items.slice(0, lines).reverse()
    if (options.follow !== true) return answer(options.json === true, newest, () => newest.map(line))
    await print(newest, options)
    for (let seen = items[0]?.position ?? 0; ; await pause(POLL_MS)) {
      const fresh = await since(api, seen, source)
      await print(fresh, options)
      seen = fresh.at(-1)?.position ?? seen
    }
  })

/** While following there is no end at which one value could be closed: with --json each event is a line of its own. */
async function print(events: readonly EventItem[], options: TailOptions): Promise<void> {
  for (const event of events) await write(`${options.json === true ? JSON.stringify(event) : line(event)}\n`)
}
