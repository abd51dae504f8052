import type { Cause, CauseKind, Causes } from '../../../../src/contract/causes.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { IconName } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Region } from '../../ui/Regions.tsx'
import { plural, Time } from '../../ui/Time.tsx'
import { lastPart } from '../format.ts'
import './impact.css'

const ICON: Readonly<Record<CauseKind, IconName>> = {
  failed: 'FAIL',
  lost: 'LOST',
  aborted: 'ABORT',
  quality: 'FAIL',
  late: 'STALE',
  schema: 'diff',
}
const WORDS: Readonly<Record<CauseKind, string>> = {
  failed: 'failed',
  lost: 'lost',
  aborted: 'aborted',
  quality: 'quality failed',
  late: 'late',
  schema: 'columns changed',
}
const hops = (depth: number): string => (depth === 0 ? 'here' : plural(depth, 'hop'))

/** What failed, changed or is late upstream of a job or dataset, nearest first. */
export function CauseList({
  type,
  namespace,
  name,
}: {
  readonly type: 'dataset' | 'job'
  readonly namespace: string
  readonly name: string
}) {
  const answer = useApi<Causes>('/api/v2/causes', { type, namespace, name, limit: 20 })
  return (
    <Region answer={answer} what="what went wrong upstream" rows={3}>
      {(found) =>
        found.items.length === 0 ? (
          <p className="s12 t3">
            Nothing is wrong upstream: {plural(found.lookedAt, 'job or dataset', 'jobs and datasets')} looked at
            {found.truncated ? ', and there are more' : ''}.
          </p>
        ) : (
          <>
            <ul className="causes">
              {found.items.map((cause, i) => (
                <CauseRow key={i} cause={cause} />
              ))}
            </ul>
            <p className="s12 t3">
              {plural(found.lookedAt, 'job or dataset', 'jobs and datasets')} looked at
              {found.truncated ? '; there is more that is not shown' : ''}
            </p>
          </>
        )
      }
    </Region>
  )
}

function CauseRow({ cause }: { readonly cause: Cause }) {
  const { kind, node, depth, at, says, runId } = cause
  const to =
    node.type === 'dataset'
      ? paths.dataset(node, { tab: kind === 'schema' || kind === 'quality' ? kind : undefined })
      : runId === null
        ? paths.job(node)
        : paths.run(node, runId)
  return (
    <li className={kind === 'schema' ? undefined : `st-${ICON[kind]}`}>
      <Icon name={ICON[kind]} />
      <Link to={to} className="cut" title={`${node.name}\n${node.namespace}`}>
        {lastPart(node.name)} <span className="t3">{WORDS[kind]}</span>
      </Link>
      <span className="t3">
        {hops(depth)}, <Time iso={at} />
      </span>
      <span className="why">{says}</span>
    </li>
  )
}
