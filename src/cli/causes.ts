/** `headwater causes`: what failed, changed or is late upstream. */
import type { Causes } from '../contract/causes.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { answer, printable, say, table } from './output.ts'

export type CausesOptions = Common & { readonly since?: string; readonly depth?: string; readonly limit?: string }

export const causes = (type: string, namespace: string, name: string, options: CausesOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const query = { type, namespace, name, since: options.since, depth: options.depth, limit: options.limit }
    const found = await api.get<Causes>('/api/v2/causes', query)
    await answer(options.json === true, found, () => linesOf(found))
    if (found.truncated)
      say(
        found.cutBy === 'time'
          ? 'Reading took too long and was ended; there is more upstream.'
          : 'There is more upstream; --depth and --limit let more in.',
      )
  })

function linesOf({ items, lookedAt }: Causes): string[] {
  if (items.length === 0) return [`Nothing failed, changed or is late among ${String(lookedAt)} jobs and datasets upstream.`]
  const rows = items.map((c) => [String(c.depth), c.kind, printable(`${c.node.namespace}/${c.node.name}`), c.at ?? '', printable(c.says)])
  return table(['DEPTH', '', 'WHAT', 'WHEN', 'WHY'], rows)
}
