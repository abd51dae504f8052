/** `headwater run-lineage`: which runs wrote what a run read, and which read what it wrote. */
import type { RunLineage } from '../contract/run-lineage.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { answer, printable, say, table } from './output.ts'

export type RunLineageOptions = Common & {
  readonly upstream?: boolean
  readonly downstream?: boolean
  readonly depth?: string
  readonly limit?: string
}

export const runLineage = (namespace: string, name: string, runId: string, options: RunLineageOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const { upstream, downstream, depth, limit } = options
    const direction = upstream === downstream ? 'both' : upstream === true ? 'upstream' : 'downstream'
    const found = await api.get<RunLineage>('/api/v2/run/lineage', { namespace, name, runId, direction, depth, limit })
    await answer(options.json === true, found, () => linesOf(found))
    if (found.truncated) say('There is more; --limit lets more in.')
  })

function linesOf({ links, unknown }: RunLineage): string[] {
  const rows = links.map((l) => [
    l.writtenAt ?? '',
    printable(word(l.from)),
    printable(`${l.dataset.namespace}/${l.dataset.name}`),
    printable(word(l.to)),
    l.version === null ? '' : printable(l.version),
  ])
  const lost = unknown.map((u) =>
    printable(`Nobody is known to have written ${u.dataset.namespace}/${u.dataset.name} before ${word(u.run)} read it.`),
  )
  if (rows.length === 0 && lost.length === 0) return ['It read nothing that is known, and nobody read what it wrote.']
  return [...(rows.length === 0 ? [] : table(['WRITTEN', 'BY', 'DATASET', 'READ BY', 'VERSION'], rows)), ...lost]
}

type Named = RunLineage['root']
const word = ({ runId, job }: Named): string => `${job.name} ${runId}`
