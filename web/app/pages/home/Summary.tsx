import type { ReactNode } from 'react'
import type { Home, JobItem } from '../../../../src/contract/catalog.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { isEndless } from '../../../../src/graph/endless.ts'
import { paths } from '../../paths.ts'
import { recent } from '../../shell/recent.ts'
import { EntityName, PlatformTile } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link, useGo } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { RunBars } from '../../ui/RunBars.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { Time, formatBytes, formatDuration, formatNumber, formatShort, millis, plural, useNow } from '../../ui/Time.tsx'
import { WarningLine } from './WarningLine.tsx'
import { usualDuration } from './usual.ts'

function Figures({ home }: { readonly home: Home }) {
  return (
    <div className="ing">
      <div>
        <b>{formatNumber(Math.round(home.eventsPerMinute))}</b>
        <span>events per minute</span>
      </div>
      <div>
        <b>{formatShort(home.events)}</b>
        <span>events stored, {formatBytes(home.logBytes)}</span>
      </div>
      <div>
        <b>{formatDuration(home.lagMs)}</b>
        <span>catalog lag</span>
      </div>
      <div>
        <b className={home.refusedToday > 0 ? 'bad' : ''}>{formatNumber(home.refusedToday)}</b>
        <span>{home.refusedToday > 0 ? <Link to={paths.refused()}>refused today</Link> : 'refused today'}</span>
      </div>
      <div className="row hide-m day">
        <Sparkline values={home.perTenMinutes} width={300} height={36} label="Accepted events over the last 24 hours" />
        <span>last 24 hours</span>
      </div>
    </div>
  )
}

const Item = ({
  mark,
  name,
  says,
  right,
}: {
  readonly mark: ReactNode
  readonly name: ReactNode
  readonly says: ReactNode
  readonly right: ReactNode
}) => (
  <div className="it2">
    {mark}
    <div className="grow">
      {name}
      <div className="says">{says}</div>
    </div>
    <div className="w">{right}</div>
  </div>
)

function lostWords(job: JobItem): string {
  return job.lastState === 'LOST' ? 'Started, and never said how it ended' : 'The run failed without a message'
}

function Failing({ home }: { readonly home: Home }) {
  const go = useGo()
  return (
    <Section
      title="Failing now"
      count={home.failingTotal === 0 ? undefined : plural(home.failingTotal, 'job')}
      end={<Link to={paths.jobs({ state: 'FAIL' })}>All failed jobs</Link>}
    >
      {home.failing.length === 0 && <Empty title="Nothing fails" why="The last run of every job ended well, or still runs." />}
      {home.failing.map((job) => {
        const state = job.lastState === 'LOST' || job.lastState === 'ABORT' ? job.lastState : 'FAIL'
        const to = job.lastRunId === null ? paths.job(job) : paths.run(job, job.lastRunId)
        return (
          <Item
            key={`${job.namespace} ${job.name}`}
            mark={<Icon name={state} className={`st st-${state}`} />}
            name={<EntityName namespace={job.namespace} name={job.name} to={to} tile={false} />}
            says={<span title={job.says ?? undefined}>{job.says ?? lostWords(job)}</span>}
            right={
              <>
                <RunBars bars={job.bars} onOpen={(bar) => go(paths.run(job, bar.runId))} />
                <br />
                <Time iso={job.lastEndedAt ?? job.lastStartedAt} />
              </>
            }
          />
        )
      })}
    </Section>
  )
}

function RunningRow({ job }: { readonly job: JobItem }) {
  const now = useNow()
  const usual = usualDuration(job.bars)
  const started = millis(job.lastStartedAt)
  const took = started === null ? null : Math.max(0, now - started)
  const share = took === null || usual === null ? 0 : took / (usual * 1.5)
  const late = usual !== null && took !== null && took > usual
  const endless = isEndless(job.processingType)
  const expected = usual === null ? '' : `, usual ${formatDuration(usual)}`
  return (
    <div className="rn">
      <Icon name="RUNNING" className="st st-RUNNING spin" />
      <EntityName
        namespace={job.namespace}
        name={job.name}
        to={job.lastRunId === null ? paths.job(job) : paths.run(job, job.lastRunId)}
        tile={false}
      />
      {endless || usual === null ? (
        <span />
      ) : (
        <span className={late ? 'tk late' : 'tk'} title={`Usually ${formatDuration(usual)}`}>
          <i style={{ width: `${Math.min(100, share * 100)}%` }} />
          <u />
        </span>
      )}
      <span className="s12">
        {endless ? `${job.processingType?.toLowerCase() ?? ''} for ${formatDuration(took)}` : `${formatDuration(took)}${expected}`}
      </span>
    </div>
  )
}

function Running({ home }: { readonly home: Home }) {
  return (
    <Section
      title="Running now"
      count={home.runningTotal === 0 ? undefined : `${plural(home.runningTotal, 'job')}, the mark is the usual time`}
      end={<Link to={paths.jobs({ state: 'RUNNING' })}>All</Link>}
    >
      {home.running.length === 0 && <Empty title="Nothing runs" why="No job has started without having ended." />}
      {home.running.map((job) => (
        <RunningRow key={`${job.namespace} ${job.name}`} job={job} />
      ))}
    </Section>
  )
}

function SchemaChanges({ home }: { readonly home: Home }) {
  return (
    <Section
      title="Schema changes"
      count={home.schemaChanges.length === 0 ? undefined : 'the latest'}
      end={<Link to={paths.datasets()}>All datasets</Link>}
    >
      {home.schemaChanges.length === 0 && (
        <Empty title="No schema has changed" why="Fields that are added, removed or change their type appear here." />
      )}
      {home.schemaChanges.map((change, i) => (
        <Item
          key={i}
          mark={<i className={change.breaking ? 'dm break' : 'dm'} />}
          name={
            <EntityName
              namespace={change.dataset.namespace}
              name={change.dataset.name}
              to={paths.dataset(change.dataset, { tab: 'schema' })}
              tile={false}
            />
          }
          says={<span title={change.summary}>{change.summary}</span>}
          right={
            <>
              <Time iso={change.at} />
              <br />
              {change.breaking && <span className="breaking">breaking</span>}
            </>
          }
        />
      ))}
    </Section>
  )
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <Section title="Sources" end={<Link to={paths.sources()}>Settings</Link>}>
      {sources.map((source) => (
        <div className="row line" key={source.id}>
          <PlatformTile integration={source.producer ?? 'openlineage'} />
          <Link to={paths.source(source.id)} className="grow cut ink">
            {source.name}
          </Link>
          <Sparkline values={source.perMinute} width={110} height={18} label={`Events of ${source.name} in the last hour`} />
          <span className="s12 t3 when">
            {source.paused ? 'paused' : source.lastEventAt === null ? 'no event yet' : <Time iso={source.lastEventAt} />}
          </span>
        </div>
      ))}
      <WarningLine />
    </Section>
  )
}

function Lately() {
  const list = recent()
  if (list.length === 0) return null
  return (
    <Section title="Opened lately">
      {list.map((item) => (
        <div className="row line" key={`${item.kind} ${item.namespace} ${item.name}`}>
          <span className="grow cut">
            <EntityName
              namespace={item.namespace}
              name={item.name}
              to={item.kind === 'job' ? paths.job(item) : paths.dataset(item, { field: item.field })}
            />
          </span>
          <span className="s12 t3">{item.field === undefined ? item.kind : `column ${item.field}`}</span>
        </div>
      ))}
    </Section>
  )
}

/** Home with events: what fails, what runs, what changed. */
export function Summary({ home, sources, first }: { readonly home: Home; readonly sources: readonly Source[]; readonly first: ReactNode }) {
  return (
    <>
      <h1 className="sr">Home</h1>
      <Figures home={home} />
      <div className="g2">
        <div>
          {first}
          <Failing home={home} />
          <Running home={home} />
        </div>
        <div>
          <SchemaChanges home={home} />
          <Sources sources={sources} />
          <Lately />
        </div>
      </div>
    </>
  )
}
