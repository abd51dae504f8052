/** `headwater events show`: one event with its receipt. */
import type { EventDetail, ReceiptChange, ReceiptLine } from '../contract/events.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { allSources } from './find-source.ts'
import { answer, printable, table } from './output.ts'

const uses = ['used', 'warning', 'stored only', 'ignored'] as const

export const show = (which: string, options: Common): Promise<void> =>
  connected(options, async ({ api }) => {
    if (!/^(?:\d{1,15}|[\da-f]{64})$/i.test(which))
      throw wrongUse(
        `${which} is neither a position nor an event id.`,
        'headwater events tail lists positions; the answer to a sender has both.',
      )
    const event = await api.get<EventDetail>(`/api/v2/events/${which}`)
    const sources = options.json === true ? [] : await allSources(api)
    const source = sources.find((one) => one.id === event.sourceId)?.name ?? String(event.sourceId)
    await answer(options.json === true, event, () => linesOf(event, source).map(printable))
  })

function linesOf(event: EventDetail, source: string): string[] {
  const subject = event.job ?? event.dataset
  const about = subject === null ? '' : ` about ${subject.namespace} ${subject.name}`
  const { receipt } = event
  return [
    `Event ${String(event.position)}: ${event.eventType ?? event.kind}${about}`,
    `  id ${event.eventId}`,
    `  event time ${event.eventTime ?? 'none'}, stored ${event.receivedAt} from source ${source}, ${String(event.bytes)} bytes`,
    `  sent by ${event.producer ?? 'an unnamed producer'}`,
    ...(receipt.notAppliedBecause === null ? [] : ['', `Not applied: ${receipt.notAppliedBecause}`]),
    ...changedLines(receipt.changed, receipt.applied),
    ...uses.flatMap((use) => groupLines(use, receipt.lines)),
  ]
}

function changedLines(changed: readonly ReceiptChange[], applied: boolean): string[] {
  if (!applied) return []
  if (changed.length === 0) return ['', 'Changed nothing: events before it, by event time, had said it all.']
  const rows = changed.map((one) => {
    const of = one.dataset ?? one.job
    const run = one.runId === null ? '' : ` run ${one.runId}`
    return ['', one.says, of === null ? '' : `${of.namespace} ${of.name}${run}`]
  })
  return ['', 'Changed (by event time, this event is the first that says so)', ...table([], rows).slice(1)]
}

function groupLines(use: (typeof uses)[number], all: readonly ReceiptLine[]): string[] {
  const lines = all.filter((line) => line.use === use)
  if (lines.length === 0) return []
  const body = lines.flatMap((line) => [
    `  ${line.label}: ${line.says}${line.code === undefined ? '' : ` [${line.code}] at ${line.pointer === '' ? 'the whole event' : line.pointer}`}`,
    ...(line.fix === undefined ? [] : [`    ${line.fix}`]),
  ])
  return ['', `${use.charAt(0).toUpperCase()}${use.slice(1)}`, ...body]
}
