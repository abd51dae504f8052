import type { ApiContext } from '../api/context.ts'
import type { LadderStep } from '../contract/sources.ts'
import type { First } from '../fold/firsts.ts'

/** Writes down the first job, run, dataset, edge and column edge of each source, and tells those who watch its ladder. */
export function watchFirsts(context: Pick<ApiContext, 'control' | 'hub' | 'logger'>): (first: First) => void {
  return (first) => {
    const item = { sourceId: first.sourceId, step: first.step, at: first.at, detail: detailOf(first), link: linkOf(first) }
    void context.control.recordProgress({ items: [item] }).then(
      ({ changed }) => changed.forEach((id) => context.hub.publish(`ladder:${id}`)),
      (error: Error) => context.logger.error({ err: error }, 'a step of the ladder could not be written'),
    )
  }
}

function detailOf(first: First): string | null {
  if (first.step === 'job') return first.job?.name ?? null
  if (first.step === 'run') return first.runId
  return first.dataset?.name ?? first.job?.name ?? null
}

function linkOf(first: First): LadderStep['link'] {
  if (first.step === 'job' && first.job !== null) return { kind: 'job', job: first.job }
  if (first.step === 'run' && first.job !== null && first.runId !== null) return { kind: 'run', job: first.job, runId: first.runId }
  if (first.step === 'edge' && first.job !== null) return { kind: 'job', job: first.job }
  if (first.dataset !== null) return { kind: 'dataset', dataset: first.dataset }
  return { kind: 'event', position: first.position }
}
