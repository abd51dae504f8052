/** `headwater why`: who said an edge, when and how. */
import type { Saying, Way, Why } from '../contract/why.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { answer, printable, say, table } from './output.ts'
import { isGroup, whyGroups } from './why-groups.ts'

export type WhyOptions = Common & {
  readonly fromField?: string
  readonly toField?: string
  readonly job?: readonly string[]
  readonly asOf?: string
  readonly limit?: string
  readonly cursor?: string
}

/** `ends`: type, namespace and name of either end. */
export const why = (ends: readonly string[], options: WhyOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const [fromType, fromNamespace, fromName, toType, toNamespace, toName] = ends
    if (isGroup(fromType) || isGroup(toType)) return whyGroups(api, ends, options)
    const [jobNamespace, jobName] = options.job ?? []
    const { fromField, toField, asOf, limit, cursor } = options
    const query = {
      fromType,
      fromNamespace,
      fromName,
      fromField,
      toType,
      toNamespace,
      toName,
      toField,
      jobNamespace,
      jobName,
      asOf,
      limit,
      cursor,
    }
    const found = await api.get<Why>('/api/v2/lineage/why', query)
    await answer(options.json === true, found, () => linesOf(found))
    if (found.next !== null) say(`There are more runs; --cursor ${found.next} shows them.`)
  })

function linesOf(found: Why): string[] {
  const said = `Said from ${found.firstSeenAt ?? '?'} to ${found.lastSeenAt ?? '?'}, by ${String(found.runs)} run${found.runs === 1 ? '' : 's'}.`
  const runs = found.items.map((r) => [
    r.startedAt ?? '',
    r.state,
    printable(r.runId),
    printable(`${r.job.namespace}/${r.job.name}`),
    r.event === null ? '' : String(r.event.position),
  ])
  return [
    ...(found.inferred === null ? [] : inferredLines(found.inferred)),
    ...(found.inferred !== null && found.ways.length === 0 ? [] : [said]),
    ...found.sayings.map(sayingLine),
    ...found.ways.map((way) => wayLine(found, way)),
    ...(found.waysAtLeast ? [`  and more: there are at least ${String(found.ways.length)} ways.`] : []),
    ...(runs.length === 0 ? [] : ['', ...table(['STARTED', 'STATE', 'RUN', 'JOB', 'EVENT'], runs)]),
    ...(found.sql === null ? [] : ['', ...found.sql.query.split('\n').map(printable)]),
  ]
}

function inferredLines({ job, dialect, problem, event, run }: NonNullable<Why['inferred']>): string[] {
  const sent = [event && `event ${String(event.position)}${event.at === null ? '' : ` of ${event.at}`}`, run && `run ${run.runId}`].filter(
    Boolean,
  )
  return [
    `Inferred from the SQL of ${job.namespace}/${job.name}, read as ${dialect}; no event says these columns.`,
    ...(sent.length === 0 ? [] : [`The SQL was sent by ${sent.join(', ')}.`]),
    ...(problem === null ? [] : [`Some of it could not be read: ${problem}`]),
  ].map(printable)
}

function wayLine({ from, to }: Why, { via, into, outOf }: Way): string {
  const step = ({ firstSeenAt, lastSeenAt, runs }: Way['into']): string =>
    `said from ${firstSeenAt ?? '?'} to ${lastSeenAt ?? '?'}${runs === null ? '' : `, by ${String(runs)} run${runs === 1 ? '' : 's'}`}`
  const name = (of: { namespace: string; name: string }): string => `${of.namespace}/${of.name}`
  return printable(`  ${name(from)} > ${name(via)} (${step(into)}) > ${name(to)} (${step(outOf)})`)
}

function sayingLine(saying: Saying): string {
  const name = (of: { namespace: string; name: string; field?: string | null }): string =>
    `${of.namespace}/${of.name}${of.field == null ? '' : ` ${of.field}`}`
  const what =
    saying.from === null || saying.to === null
      ? saying.dataset === null
        ? ''
        : name(saying.dataset)
      : `${name(saying.from)} > ${name(saying.to)}`
  const kind = [saying.type, saying.subtype, saying.masking === true ? 'masked' : null, saying.description].filter((word) => word !== null)
  const event = saying.lastEvent === null ? '' : `, event ${String(saying.lastEvent.position)}`
  return printable(
    `  ${what}${kind.length === 0 ? '' : ` (${kind.join(', ')})`}${saying.job === null ? '' : ` by ${name(saying.job)}`}${event}`,
  )
}
