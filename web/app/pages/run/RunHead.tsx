import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SafeLink, safeUrl } from '../../ui/SafeLink.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, formatDuration, formatInstant, zone } from '../../ui/Time.tsx'
import { Tries } from './Tries.tsx'
import { shortRunId, toolName, withoutParent } from '../format.ts'
import { hideRun } from '../rules/HideDialog.tsx'
import { PlaceMenu } from '../rules/PlaceMenu.tsx'

/** `23 Nov, 06:38:31 to 06:38:35 CET`, as much of it as is known. */
function Span({ run }: { readonly run: RunDetail }) {
  const { startedAt, endedAt } = run
  if (startedAt === null && endedAt === null) return <span>not yet started</span>
  const sameDay = startedAt !== null && endedAt !== null && formatInstant(startedAt).split(',')[0] === formatInstant(endedAt).split(',')[0]
  const day = formatInstant(startedAt ?? endedAt).split(',')[0] ?? ''
  const from = startedAt === null ? 'no start' : `${day}, ${formatInstant(startedAt, 'seconds')}`
  const to =
    endedAt === null ? '' : ` to ${sameDay ? '' : `${formatInstant(endedAt).split(',')[0] ?? ''}, `}${formatInstant(endedAt, 'seconds')}`
  return (
    <span title={[startedAt, endedAt].map((iso) => (iso === null ? 'none' : formatInstant(iso, 'full'))).join('\n')}>
      <Icon name="clock" /> {from}
      {to} {zone()}
      {run.durationMs !== null && `, ${formatDuration(run.durationMs)}`}
    </span>
  )
}

function Meta({ run }: { readonly run: RunDetail }) {
  return (
    <>
      <span>
        run <code title={run.runId}>{shortRunId(run.runId)}</code>
        <CopyButton value={run.runId} label={`run id ${run.runId}`} />
      </span>
      <Span run={run} />
      <Tries run={run} />
      {run.endedAt === null && (
        <span>
          last heard <Time iso={run.lastEventAt} />
        </span>
      )}
      {run.nominalStart !== null && (
        <span title={formatInstant(run.nominalStart, 'full')}>
          <Icon name="cal" /> for {formatInstant(run.nominalStart)}
        </span>
      )}
      {run.parent !== null && (
        <span>
          part of{' '}
          <Link to={paths.run(run.parent.job, run.parent.runId)}>
            <bdi>{run.parent.job.name}</bdi>
          </Link>
        </span>
      )}
      {run.engine !== null && <span>{[run.engine.name, run.engine.version].filter((part) => part !== null).join(' ')}</span>}
    </>
  )
}

function Neighbour({ run, to, earlier }: { readonly run: RunDetail; readonly to: string | null; readonly earlier: boolean }) {
  const label = earlier ? 'Earlier run' : 'Later run'
  const icon = earlier ? 'left' : 'right'
  if (to === null)
    return (
      <Button kind="quiet" icon={icon} disabled title={earlier ? 'This is the first run that is known' : 'This is the latest run'}>
        {label}
      </Button>
    )
  return (
    <ButtonLink to={paths.run(run.job, to)} kind="quiet" icon={icon}>
      {label}
    </ButtonLink>
  )
}

export function RunHead({ run }: { readonly run: RunDetail }) {
  return (
    <PageHead
      title={
        <EntityName
          namespace={run.job.namespace}
          name={run.job.name}
          integration={run.integration}
          short={withoutParent(run.job.name, run.parent?.job.name)}
          to={paths.job(run.job)}
        />
      }
      pill={<StateBadge state={run.state} pill />}
      meta={<Meta run={run} />}
      actions={
        <>
          <Neighbour run={run} to={run.earlier} earlier />
          <Neighbour run={run} to={run.later} earlier={false} />
          {safeUrl(run.externalUrl) !== null && (
            <SafeLink href={run.externalUrl} className="btn">
              <Icon name="ext" />
              Open in {toolName(run.integration)}
            </SafeLink>
          )}
          <PlaceMenu what={`run ${shortRunId(run.runId)}`} namespace={run.job.namespace} hide={hideRun(run.job, run.runId)} />
        </>
      }
    />
  )
}
