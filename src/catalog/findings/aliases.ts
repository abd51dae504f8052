import type { WarningGroup } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { decoded } from '../names.ts'
import { groupOf, lookedAtMost } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

interface Server {
  readonly id: number
  readonly namespace: string
  readonly scheme: string
  readonly host: string
  readonly port: string
}

/** Pairs of namespaces that are looked into. */
const pairsMax = 200
const address = /^([a-z][\w+.-]*):\/\/(\[[^\]]*\]|[^/:?#]+)(?::([^/]*))?(\/.*)?$/i
const numeric = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i

/**
 * Namespaces that look like one server: same scheme and path, the same host with and without its port, or an address, localhost or a short
 * name beside a full one, with at least one table of the same name in both. It is of no source: each of them may be right by itself.
 */
export async function findAliases(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  if (query.source !== undefined) return []
  const rows = await context.db.all<{ id: number; namespace: string }>(
    `SELECT id, namespace FROM namespace WHERE datasets > 0 ORDER BY datasets DESC, id LIMIT ${lookedAtMost}`,
  )
  const pairs = pairsOf(rows).slice(0, pairsMax)
  const samples = []
  for (const [a, b] of pairs) {
    const shared = await context.db.get<{ name_sort: string }>(
      'SELECT x.name_sort FROM dataset_group x JOIN dataset_group y ON y.namespace_id = ? AND y.name_sort = x.name_sort WHERE x.namespace_id = ? LIMIT 1',
      [b.id, a.id],
    )
    if (shared !== undefined) samples.push({ says: `${a.namespace} and ${b.namespace} both have ${decoded(shared.name_sort) ?? ''}` })
  }
  if (samples.length === 0) return []
  return [
    groupOf(query, { code: 'host_alias', sourceId: null, of: 'pair', count: samples.length, exact: pairs.length < pairsMax, samples }),
  ]
}

function pairsOf(rows: readonly { id: number; namespace: string }[]): [Server, Server][] {
  const like = new Map<string, Server[]>()
  for (const row of rows) {
    const namespace = decoded(row.namespace) ?? ''
    const [, scheme = '', host = '', port = '', path = ''] = address.exec(namespace) ?? []
    if (host === '') continue
    const key = `${scheme.toLowerCase()} ${path}`
    const server = { id: row.id, namespace, scheme, host: host.toLowerCase(), port: port === 'None' ? '' : port }
    like.set(key, [...(like.get(key) ?? []), server])
  }
  return [...like.values()].flatMap((servers) =>
    servers.flatMap((a, i) => servers.slice(i + 1).flatMap((b): [Server, Server][] => (mayBeOne(a, b) ? [[a, b]] : []))),
  )
}

function mayBeOne(a: Server, b: Server): boolean {
  if (a.host === b.host) return a.port === b.port || a.port === '' || b.port === ''
  if (a.port !== b.port && a.port !== '' && b.port !== '') return false
  const [vagueA, vagueB] = [isVague(a.host), isVague(b.host)]
  if (vagueA !== vagueB) return true
  return a.host.startsWith(`${b.host}.`) || b.host.startsWith(`${a.host}.`)
}

/** Says where, and not who: an address or this machine. */
const isVague = (host: string): boolean => host === 'localhost' || numeric.test(host)
