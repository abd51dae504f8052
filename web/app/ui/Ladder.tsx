import type { ReactNode } from 'react'
import type { Ladder as LadderData, LadderStep } from '../../../src/contract/sources.ts'
import { paths } from '../paths.ts'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'
import { formatInstant } from './Time.tsx'

const NAMES: Readonly<Record<LadderStep['key'], string>> = {
  request: 'Request received',
  token: 'Token accepted',
  readable: 'Event readable',
  stored: 'Stored',
  job: 'Job seen',
  run: 'Run seen',
  dataset: 'Dataset seen',
  edge: 'Lineage edge',
  column: 'Column lineage',
}
const CLASSES = { reached: 'ok', waiting: 'now', later: 'wait', failed: 'bad' } as const

/** The edge and the column are seen in the graph, all else on its own page. */
function addressOf({ key, link }: LadderStep): string | null {
  if (link === null) return null
  if (link.kind === 'dataset' && (key === 'edge' || key === 'column')) return paths.lineage({ type: 'dataset', ...link.dataset })
  if (link.kind === 'event') return paths.event(link.position)
  if (link.kind === 'job') return paths.job(link.job)
  if (link.kind === 'run') return paths.run(link.job, link.runId)
  if (link.kind === 'dataset') return paths.dataset(link.dataset)
  return null
}

/** What a link says where the step has no words of its own. */
function wordsOf(link: NonNullable<LadderStep['link']>): string {
  if (link.kind === 'event') return `event ${link.position}`
  if (link.kind === 'run') return link.runId
  if (link.kind === 'rejection') return 'refused'
  return link.kind === 'job' ? link.job.name : link.dataset.name
}

function Detail({ step }: { readonly step: LadderStep }): ReactNode {
  const words = step.detail ?? ''
  const to = addressOf(step)
  return (
    <>
      {to === null ? words : <Link to={to}>{words === '' && step.link !== null ? wordsOf(step.link) : words}</Link>}
      {step.hint !== null && (words === '' ? step.hint : ` ${step.hint}`)}
    </>
  )
}

function Mark({ step }: { readonly step: LadderStep }) {
  if (step.state === 'failed') return <Icon name="FAIL" className="m st-FAIL" />
  if (step.state === 'waiting') return <span className="dot pulse now" />
  return null
}

/** The staff gauge: it fills as steps are reached, stands half way at the one now waited for, and stops at one that failed. */
export function Ladder({ ladder }: { readonly ladder: LadderData }) {
  return (
    <ol className="lad" aria-live="polite">
      {ladder.steps.map((step) => (
        <li key={step.key} className={CLASSES[step.state]} data-step={step.key} data-state={step.state}>
          <span>
            <Mark step={step} />
          </span>
          <span>
            {NAMES[step.key]}
            <span className="d">
              <Detail step={step} />
            </span>
          </span>
          <span className="at">
            {step.state === 'reached' && step.at !== null && (
              <>
                <Icon name="check" size={13} className="tick" />
                <time dateTime={step.at} title={formatInstant(step.at, 'full')}>
                  {formatInstant(step.at, 'seconds')}
                </time>
              </>
            )}
            {step.state === 'waiting' && 'waiting'}
            {step.state === 'failed' && 'refused'}
          </span>
        </li>
      ))}
    </ol>
  )
}
