/** `headwater why` between groups: the edges that an edge between them stands for. */
import type { NodeRef } from '../contract/lineage.ts'
import type { EdgeBeneath, WhyGroups } from '../contract/why-groups.ts'
import type { Api } from './api.ts'
import { wrongUse } from './failure.ts'
import { answer, printable, say, table } from './output.ts'

interface Options {
  readonly json?: boolean
  readonly asOf?: string
  readonly limit?: string
  /** What an edge between groups does not have. */
  readonly fromField?: string
  readonly toField?: string
  readonly job?: readonly string[]
  readonly cursor?: string
}

/** An end of an edge that stands for others. */
export const isGroup = (type: string | undefined): boolean => type === 'schema' || type === 'namespace' || type === 'family'

/** `ends`: type, namespace and name of either end. */
export async function whyGroups(api: Api, ends: readonly string[], options: Options): Promise<void> {
  const { fromField, toField, job, cursor, asOf, limit } = options
  if ([fromField, toField, job, cursor].some((option) => option !== undefined))
    throw wrongUse(
      'An edge between groups has no columns and no runs of its own.',
      'Leave out --from-field, --to-field, --job and --cursor.',
    )
  const [fromType, fromNamespace, fromName, toType, toNamespace, toName] = ends
  const query = { fromType, fromNamespace, fromName, toType, toNamespace, toName, asOf, limit }
  const found = await api.get<WhyGroups>('/api/v2/lineage/why/groups', query)
  await answer(options.json === true, found, () => linesOf(found))
  const more = found.edges - found.items.length
  if (more > 0) say(`${String(more)}${found.edgesAtLeast ? ' or more' : ''} further edges are not shown; --limit shows more.`)
}

function linesOf({ edges, edgesAtLeast, items }: WhyGroups): string[] {
  const count = `${edgesAtLeast ? 'At least ' : ''}${String(edges)} edge${edges === 1 ? '' : 's'}, those that were said last first:`
  return [count, '', ...table(['FROM', 'TO', 'FIRST SEEN', 'LAST SEEN', 'RUNS'], items.map(cellsOf))]
}

const nameOf = ({ type, namespace, name }: NodeRef): string => printable(`${type} ${namespace}/${name}`)

const cellsOf = ({ from, to, firstSeenAt, lastSeenAt, runs }: EdgeBeneath): string[] => [
  nameOf(from),
  nameOf(to),
  firstSeenAt ?? '?',
  lastSeenAt ?? '?',
  runs === null ? '?' : String(runs),
]
