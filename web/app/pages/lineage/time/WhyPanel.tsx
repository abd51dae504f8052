import type { Saying, Why, WhyRun } from '../../../../../src/contract/why.ts'
import { useApi, useApiPages } from '../../../api/query.ts'
import type { Query } from '../../../api/client.ts'
import type { GraphNode } from '../../../../../src/graph/model.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Code } from '../../../ui/Code.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Link } from '../../../ui/Link.tsx'
import { Empty, Region } from '../../../ui/Regions.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { plural, Time } from '../../../ui/Time.tsx'
import type { ExplorerState } from '../url.ts'
import { Ways } from './WhyWays.tsx'
import { foldOf } from './use-changes.ts'

interface Props {
  readonly state: ExplorerState
  readonly from: GraphNode
  readonly to: GraphNode
  readonly onClose: () => void
}

const questionOf = ({ state, from, to }: Props): Query => ({
  fromType: from.type,
  fromNamespace: from.namespace,
  fromName: from.name,
  toType: to.type,
  toNamespace: to.namespace,
  toName: to.name,
  fromField: state.why?.fields?.[0],
  toField: state.why?.fields?.[1],
  ...foldOf(state),
  asOf: state.asOf,
})

/** Why an edge is there: who said it, when, in which runs and events, and how. */
export function WhyPanel(props: Props) {
  const { state, from, to, onClose } = props
  const question = questionOf(props)
  const answer = useApi<Why>('/api/v2/lineage/why', question)
  const fields = state.why?.fields ?? null
  return (
    <aside className="lg-side" aria-label={`Why ${from.name} to ${to.name}`}>
      <header>
        <h2>
          <Icon name={fields === null ? 'lineage' : 'columns'} />
          <span className="cut">{fields === null ? 'Edge' : 'Column edge'}</span>
        </h2>
        <Button kind="quiet" small icon="x" aria-label="Close panel" onClick={onClose} />
      </header>
      <p className="why-ends">
        <End node={from} field={fields?.[0]} /> <span className="t3">→</span> <End node={to} field={fields?.[1]} />
      </p>
      <Region
        answer={answer}
        what="why it is there"
        rows={6}
        missing={
          state.asOf !== null || !state.fold ? (
            <Empty
              title={state.asOf === null ? 'This is no longer said.' : 'Nobody had said this by then.'}
              why={
                state.asOf === null
                  ? 'The catalog changed since the graph was read. Load it again to see what there is now.'
                  : 'Of an earlier moment only what events said by then is known; what is inferred from SQL is known as of now only.'
              }
            />
          ) : from.type === to.type && fields === null ? (
            <Empty
              title="No single step leads from one to the other."
              why={`More than one ${from.type === 'dataset' ? 'job' : 'dataset'} lies between them. Without the filter each step is drawn, and answers why.`}
            />
          ) : (
            <Empty
              title="No event says just this."
              why="It follows from steps that are shown as one job. Show each step to see what was said."
            >
              <span className="s12 t3">More, Fold steps into their job</span>
            </Empty>
          )
        }
      >
        {(why) => <Answer why={why} question={question} />}
      </Region>
    </aside>
  )
}

function End({ node, field }: { readonly node: GraphNode; readonly field: string | undefined }) {
  return (
    <Link to={node.type === 'job' ? paths.job(node) : paths.dataset(node, { field })} title={`${node.name}\n${node.namespace}`}>
      {lastPart(node.name)}
      {field !== undefined && <b>.{field}</b>}
    </Link>
  )
}

function Answer({ why, question }: { readonly why: Why; readonly question: Query }) {
  const [first, last] = [
    why.sayings.find((s) => s.firstEvent !== null && s.firstSeenAt === why.firstSeenAt),
    why.sayings.find((s) => s.lastEvent !== null && s.lastSeenAt === why.lastSeenAt),
  ]
  if (why.inferred !== null && why.ways.length === 0) {
    return (
      <>
        <Inferred inferred={why.inferred} />
        <Sayings why={why} />
        {why.sql !== null && <Sql title="SQL of the job" sql={why.sql} />}
      </>
    )
  }
  return (
    <>
      <dl className="kv">
        <dt>First seen</dt>
        <dd>
          <Seen iso={why.firstSeenAt} event={first?.firstEvent ?? null} />
        </dd>
        <dt>Last seen</dt>
        <dd>
          <Seen iso={why.lastSeenAt} event={last?.lastEvent ?? null} />
        </dd>
        <dt>Said by</dt>
        <dd>{why.runs === 0 ? 'events without a run' : plural(why.runs, 'run')}</dd>
      </dl>
      <Ways ways={why.ways} waysAtLeast={why.waysAtLeast} />
      {why.inferred !== null && (
        <>
          <h3>Columns</h3>
          <Inferred inferred={why.inferred} />
        </>
      )}
      <Sayings why={why} />
      <Runs question={question} named={why.ways.length > 1} />
      {why.sql !== null && <Sql title="SQL of the job" sql={why.sql} />}
      {why.sqlThen !== null && <Sql title="SQL when it was last said" sql={why.sqlThen} />}
    </>
  )
}

/** Read out of SQL: whose, as what, and who sent it. */
function Inferred({ inferred }: { readonly inferred: NonNullable<Why['inferred']> }) {
  const { job, dialect, problem, event, run } = inferred
  return (
    <>
      <dl className="kv">
        <dt>Inferred from</dt>
        <dd>
          <Link to={paths.job(job)}>SQL of {lastPart(job.name)}</Link>
        </dd>
        <dt>Said by</dt>
        <dd>no event says these columns</dd>
        <dt>Read as</dt>
        <dd>{dialect}</dd>
        <dt>SQL sent</dt>
        <dd>
          <Seen iso={event?.at ?? null} event={event} />
          {run !== null && (
            <>
              {', '}
              <Link to={paths.run(run.job, run.runId)}>its run</Link>
            </>
          )}
        </dd>
      </dl>
      {problem !== null && <p className="s12 t3">Some of it could not be read: {problem}</p>}
    </>
  )
}

function Seen({ iso, event }: { readonly iso: string | null; readonly event: Saying['firstEvent'] }) {
  return (
    <>
      <Time iso={iso} />
      {event !== null && (
        <>
          {', '}
          <Link to={paths.event(event.position)}>see the event</Link>
        </>
      )}
    </>
  )
}

const kindOf = (s: Saying): string => [s.type, s.subtype, s.masking === true && 'masked'].filter(Boolean).join(', ').toLowerCase()

/** The ways in which it was said, where they say more than that it was. */
function Sayings({ why }: { readonly why: Why }) {
  // the jobs of a pair are told above
  const several = why.sayings.length > 1 && why.ways.length === 0
  const told = why.sayings.filter((s) => s.description !== null || s.type !== null || several)
  if (told.length === 0) return null
  return (
    <>
      <h3>How</h3>
      <ul className="why-how">
        {told.slice(0, 20).map((s, i) => (
          <li key={i}>
            {s.masking === true && <Icon name="shield" size={13} />}
            <span>
              {kindOf(s) !== '' && <b>{kindOf(s)}</b>} {s.description}
              {s.job !== null && (
                <span className="t3">
                  {' '}
                  by <Link to={paths.job(s.job)}>{lastPart(s.job.name)}</Link>
                </span>
              )}
              {s.dataset !== null && <span className="t3"> as {s.dataset.name}</span>}
            </span>
          </li>
        ))}
      </ul>
      {(why.sayingsTruncated || told.length > 20) && <p className="s12 t3">There are more ways in which it was said.</p>}
    </>
  )
}

/** `named`: they may be of several jobs. */
function Runs({ question, named }: { readonly question: Query; readonly named: boolean }) {
  const pages = useApiPages<WhyRun>('/api/v2/lineage/why', question)
  const runs = pages.data?.pages.flatMap((p) => p.items) ?? []
  if (runs.length === 0 && !pages.hasNextPage) return null
  return (
    <>
      <h3>Newest runs that say so</h3>
      <ul className="ends">
        {runs.map((r) => (
          <li key={`${r.job.namespace} ${r.job.name} ${r.runId}`} className="two">
            <Link to={paths.run(r.job, r.runId)}>
              <StateBadge state={r.state} />
              {named && <span className="cut">{lastPart(r.job.name)}</span>}
              <span className={named ? 'x' : 'cut t3'}>
                <Time iso={r.endedAt ?? r.startedAt} />
              </span>
            </Link>
            {r.event !== null && (
              <Link to={paths.event(r.event.position)} aria-label={`Event of the run of ${r.runId}`}>
                event
              </Link>
            )}
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button small busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Show more runs
        </Button>
      )}
    </>
  )
}

function Sql({ title, sql }: { readonly title: string; readonly sql: { readonly query: string; readonly dialect: string | null } }) {
  return (
    <>
      <h3>
        {title}
        {sql.dialect !== null && <span className="end">{sql.dialect}</span>}
      </h3>
      <Code code={sql.query} language="sql" label="the SQL" wrap />
    </>
  )
}
