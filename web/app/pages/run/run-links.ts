import type { RunLineage, RunLineageLink, RunLineageNode } from '../../../../src/contract/run-lineage.ts'

/** A run, and the dataset over which it hangs together with a nearer one. */
export interface LinkRow {
  readonly key: string
  readonly run: RunLineageNode
  readonly link: RunLineageLink
}
type Named = RunLineageLink['from']
const idOf = ({ job, runId }: Named): string => JSON.stringify([job.namespace, job.name, runId])

/** One row for each link, nearest first. Upstream the run that wrote, downstream the one that read. */
export function linkRows({ runs, links }: RunLineage, direction: 'upstream' | 'downstream'): LinkRow[] {
  const nodes = new Map(runs.map((r) => [idOf(r), r]))
  const sign = direction === 'upstream' ? -1 : 1
  return links
    .flatMap((link) => {
      const run = nodes.get(idOf(direction === 'upstream' ? link.from : link.to))
      if (run === undefined || run.depth * sign <= 0) return []
      return [{ key: JSON.stringify([idOf(link.from), idOf(link.to), link.dataset]), run, link }]
    })
    .toSorted((a, b) => Math.abs(a.run.depth) - Math.abs(b.run.depth))
}
