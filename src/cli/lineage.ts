/** `headwater lineage`: what a job or dataset is made of, and what is made of it. */
import type { Change, ChangedBy, Comparison, Lineage, LineageNode, NodeRef } from '../contract/lineage.ts'
import type { LevelLineage, LevelRef } from '../contract/level.ts'
import type { PictureFormat } from '../contract/picture.ts'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { columnLines, lineageLines } from './lineage-tree.ts'
import { answer, printable, sayOfNowOnly, write } from './output.ts'

export type LineageOptions = Common & {
  readonly field?: string
  readonly upstream?: boolean
  readonly downstream?: boolean
  readonly depth: string
  readonly columns?: boolean
  readonly inferred?: boolean
  readonly asOf?: string
  readonly window?: string
  readonly before?: string
  readonly limit?: string
  readonly dependency?: string
  readonly subtypes?: string
  readonly masking?: string
  readonly level?: string
  readonly datasetsBy?: string
  readonly svg?: boolean
  readonly mermaid?: boolean
  readonly csv?: boolean
  readonly theme: string
  readonly group?: string
}

function query(
  type: string,
  namespace: string,
  name: string,
  options: LineageOptions,
): Record<string, string | number | boolean | undefined> {
  if (type !== 'dataset' && type !== 'job')
    throw wrongUse(`Lineage is of a dataset or of a job, not of "${type}".`, 'headwater lineage dataset|job NAMESPACE NAME')
  if (options.field !== undefined && type === 'job') throw wrongUse('--field belongs to a dataset.')
  const depth = Number(options.depth)
  if (!Number.isInteger(depth) || depth < 0 || depth > 1_000) throw wrongUse('--depth takes a whole number from 0 to 1000.')
  if (options.asOf !== undefined && Number.isNaN(Date.parse(options.asOf)))
    throw wrongUse(`--as-of ${options.asOf} is not a time.`, 'Give one such as 2026-11-23T08:00:00Z.')
  const one = options.upstream === options.downstream ? 'both' : options.upstream === true ? 'upstream' : 'downstream'
  return {
    type,
    namespace,
    name,
    field: options.field,
    direction: one,
    depth,
    columns: options.columns === true || options.field !== undefined,
    inferred: options.inferred,
    asOf: options.asOf,
    window: options.window,
    dependency: options.dependency,
    subtypes: options.subtypes,
    masking: options.masking,
    limit: options.limit ?? 5000,
  }
}

const ref = ({ type, namespace, name }: NodeRef): NodeRef => ({ type, namespace, name })

/** For programs: depth is the distance, whichever way; everything that is known of an edge. */
function forPrograms(answer: Lineage): object {
  return {
    root: ref(answer.root),
    nodes: answer.nodes.map((node: LineageNode) => ({ ...ref(node), depth: Math.abs(node.depth) })),
    edges: answer.edges.map(({ from, to, ...known }) => ({ from: ref(from), to: ref(to), ...known })),
    columns: answer.columns,
    truncated: answer.truncated,
    leftOut: answer.leftOut,
    leftOutAtLeast: answer.leftOutAtLeast === true,
    ...(answer.cutBy === undefined ? {} : { cutBy: answer.cutBy }),
  }
}

type Cut = Pick<Lineage, 'leftOut' | 'leftOutAtLeast' | 'cutBy'>
const more = ({ leftOut, leftOutAtLeast, cutBy }: Cut): string =>
  cutBy === 'time'
    ? `Reading took too long and was ended: ${leftOut > 0 ? `at least ${String(leftOut)} more were` : 'more is'} left out; a smaller --depth is read to its end.`
    : leftOut > 0
      ? `${leftOutAtLeast === true ? 'At least ' : ''}${String(leftOut)} more were left out; --limit lets more in.`
      : 'It goes on from there; --depth shows more.'

export const lineage = (type: string, namespace: string, name: string, options: LineageOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const format = formatOf(options)
    if (options.level !== undefined) return ofLevel(api, query(type, namespace, name, options), options)
    if (format !== null) return picture(api, query(type, namespace, name, options), format, options)
    if (options.before !== undefined) return compared(api, query(type, namespace, name, options), options)
    const found = await api.get<Lineage>('/api/v2/lineage', { ...query(type, namespace, name, options), facts: true })
    const lines = (): string[] => [
      ...(options.field === undefined ? lineageLines(found) : columnLines(found, options.field)),
      ...(found.truncated ? ['', more(found)] : []),
    ]
    await answer(options.json === true, forPrograms(found), lines)
    sayOfNowOnly(options)
  })

/** Datasets alone, jobs alone, or groups. */
async function ofLevel(api: Api, asked: ReturnType<typeof query>, options: LineageOptions): Promise<void> {
  const { columns: _columns, ...rest } = asked
  const found = await api.get<LevelLineage>('/api/v2/lineage/level', { ...rest, level: options.level, datasetsBy: options.datasetsBy })
  const name = ({ namespace, name: own }: LevelRef): string => printable(own === '' ? namespace : `${namespace}/${own}`)
  const lines = found.edges.map((e) => `${name(e.from)} > ${name(e.to)}  ${String(e.count)}`)
  await answer(options.json === true, found, () => [
    ...(lines.length === 0 ? ['Nothing up or down is known.'] : lines),
    ...(found.truncated ? ['', more(found)] : []),
  ])
}

/** What is asked for in place of text; one at most. */
function formatOf(options: LineageOptions): PictureFormat | null {
  const asked = (['svg', 'mermaid', 'csv'] as const).filter((format) => options[format] === true)
  if (asked.length > 1 || (asked.length === 1 && (options.json === true || options.before !== undefined || options.level !== undefined)))
    throw wrongUse('--svg, --mermaid, --csv, --json, --before and --level each give another answer: choose one.')
  if (options.group !== undefined && options.svg !== true && options.mermaid !== true)
    throw wrongUse('--group belongs to --svg or --mermaid.')
  if (!['light', 'dark', 'auto'].includes(options.theme)) throw wrongUse('--theme is one of light, dark, auto.')
  return asked[0] ?? null
}

async function picture(api: Api, asked: ReturnType<typeof query>, format: PictureFormat, options: LineageOptions): Promise<void> {
  const about = { ...asked, limit: options.limit ?? 1000, format, theme: options.theme, group: options.group }
  for await (const part of api.stream('/api/v2/lineage/picture', about)) await write(part)
}

const marks: Readonly<Record<Change, string>> = { added: '+', removed: '-', same: ' ' }

function byWords(by: ChangedBy | null | undefined): string {
  if (by === null || by === undefined) return ''
  const run = by.runId === null ? '' : `, run ${by.runId}`
  return printable(`  (${by.at ?? ''}${run}${by.position === null ? '' : `, event ${String(by.position)}`})`)
}

/** What came and what went since `--before`, up to `--as-of` or now. */
async function compared(api: Api, asked: ReturnType<typeof query>, options: LineageOptions): Promise<void> {
  const { asOf, ...rest } = asked
  const found = await api.get<Comparison>('/api/v2/lineage/compare', { ...rest, before: options.before, after: asOf })
  const name = (ref: { namespace: string; name: string; field?: string | null }): string =>
    printable(`${ref.namespace}/${ref.name}${ref.field == null ? '' : ` ${ref.field}`}`)
  const parts = [
    ...found.nodes.map((n) => ({ change: n.change, line: `${n.type} ${name(n)}` })),
    ...[...found.edges, ...found.columns].map((e) => ({ change: e.change, line: `${name(e.from)} > ${name(e.to)}${byWords(e.by)}` })),
  ].filter((p) => p.change !== 'same')
  const lines = parts.length === 0 ? ['Nothing came and nothing went.'] : parts.map((p) => `${marks[p.change]} ${p.line}`)
  await answer(options.json === true, found, () => [...lines, ...(found.truncated ? ['', more(found)] : [])])
}
