import type { RuleBody, Suggestion } from '../contract/rules.ts'
import type { Identity } from '../openlineage/event.ts'
import { exactly } from '../rules/glob.ts'

interface Server {
  readonly namespace: string
  readonly scheme: string
  readonly user: string
  readonly host: string
  readonly port: string
  readonly rest: string
}

/** Two namespaces with the same names below both: whether they look like one server, and the rule that would say so. */
export function suggestServer(a: string, b: string, shared: number, names: ReadonlyMap<number, Identity>): Suggestion[] {
  const pair = [serverOf(a), serverOf(b)] as const
  if (pair[0] === null || pair[1] === null || !mayBeOne(pair[0], pair[1])) return []
  const [from, to] = better(pair[0]) > better(pair[1]) ? [pair[1], pair[0]] : [pair[0], pair[1]]
  const body = ruleFor(from, to)
  if (body === null) return []
  const byName = Map.groupBy(names.values(), (n) => n.name.toLowerCase())
  const samples = [...byName.values()].map((ids) => ({
    of: 'dataset' as const,
    ids,
    count: ids.length,
    into: { namespace: to.namespace, name: ids[0]?.name ?? '' },
  }))
  return [
    {
      key: `server ${from.namespace} ${to.namespace}`,
      kind: 'server',
      says: `${from.namespace} and ${to.namespace} look like one server: ${shared.toLocaleString('en')} names stand in both`,
      bodies: [body],
      datasets: shared * 2,
      samples: samples.slice(0, 5),
    },
  ]
}

const form = /^([a-z][a-z0-9+.-]*):\/\/([^/@]*@)?(\[[^\]]*\]|[^/:@[\],]+)(?::([^/,]*))?(\/.*)?$/is

function serverOf(namespace: string): Server | null {
  const found = form.exec(namespace)
  if (found === null) return null
  const [, scheme = '', user = '', host = '', port = '', rest = ''] = found
  return { namespace, scheme: scheme.toLowerCase(), user, host, port, rest }
}

const isAddress = (host: string): boolean => /^(\d{1,3}\.){3}\d{1,3}$/.test(host) || host.startsWith('[')

/** Different named hosts are different servers, unless one is the start of the other. Buckets have no ports: their names are all there is. */
function mayBeOne(a: Server, b: Server): boolean {
  if (a.scheme !== b.scheme || a.user !== b.user || a.rest !== b.rest) return false
  const ports = a.port === b.port || isNoPort(a.port) || isNoPort(b.port)
  const [left, right] = [a.host.toLowerCase(), b.host.toLowerCase()]
  if (left === right) return ports
  const known = !isNoPort(a.port) || !isNoPort(b.port)
  if (isAddress(left) !== isAddress(right)) return ports && (known || a.scheme !== 's3')
  return !isAddress(left) && ports && (left.startsWith(`${right}.`) || right.startsWith(`${left}.`))
}

const isNoPort = (port: string): boolean => !/^\d+$/.test(port)

/** The name that people would choose: a name before an address, with a port, in lower case, in full. */
const better = (s: Server): number =>
  (isAddress(s.host) ? 0 : 8) + (isNoPort(s.port) ? 0 : 4) + (s.host === s.host.toLowerCase() ? 2 : 0) + Math.min(s.host.length, 99) / 100

function ruleFor(from: Server, to: Server): RuleBody | null {
  if (from.port === to.port) return { kind: 'host', hosts: [from.host + (from.port === '' ? '' : `:${from.port}`)], to: to.host }
  // A host without its port would stand for all ports of it.
  if (/\\E|[$\\]/.test(from.namespace + to.namespace)) return null
  return {
    kind: 'pattern',
    namespaces: exactly(from.namespace),
    part: 'namespace',
    match: `^\\Q${from.namespace}\\E$`,
    replace: to.namespace,
  }
}
