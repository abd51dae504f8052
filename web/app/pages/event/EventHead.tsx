import type { EventDetail } from '../../../../src/contract/events.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, formatBytes, formatInstant, formatNumber, zone } from '../../ui/Time.tsx'
import { useSourceName } from '../events/use-sources.ts'
import { shortProducer, shortRunId } from '../format.ts'

function Standing({ event }: { readonly event: EventDetail }) {
  if (event.test) return <StateBadge state="NEW" pill word="Test event, kept out of the catalog" />
  if (event.applied) return <StateBadge state="COMPLETE" pill word="Stored and applied" />
  return <StateBadge state="NEW" pill word="Stored, not applied yet" />
}

function Neighbour({ to, label, icon }: { readonly to: number | null; readonly label: string; readonly icon: 'left' | 'right' }) {
  return to === null ? (
    <Button kind="quiet" icon={icon} aria-label={label} disabled />
  ) : (
    <ButtonLink to={paths.event(to)} kind="quiet" icon={icon} aria-label={label} />
  )
}

/** What the event is, whom it speaks of, when it happened and arrived. */
export function EventHead({ event, body }: { readonly event: EventDetail; readonly body: string | undefined }) {
  const source = useSourceName(event.sourceId)
  const producer = shortProducer(event.producer)
  return (
    <div className="hd">
      <div className="row wrap">
        <h1>
          {event.kind}
          {event.eventType === null ? '' : ` ${event.eventType}`}
        </h1>
        <Standing event={event} />
        <span className="end row">
          <Neighbour to={event.previous} label="Earlier event of the same run ([)" icon="left" />
          <span className="s12 t3">event {formatNumber(event.position)}</span>
          <Neighbour to={event.next} label="Later event of the same run (])" icon="right" />
          {body !== undefined && <CopyButton value={body} label="the JSON as it came" text="Copy JSON" />}
        </span>
      </div>
      <div className="meta">
        {event.job !== null && <EntityName {...event.job} to={paths.job(event.job)} tile={false} />}
        {event.job !== null && event.runId !== null && (
          <Link to={paths.run(event.job, event.runId)}>
            run <code>{shortRunId(event.runId)}</code>
          </Link>
        )}
        {event.dataset !== null && <EntityName {...event.dataset} to={paths.dataset(event.dataset)} />}
        <span
          title={
            event.eventTime === null ? undefined : `${formatInstant(event.eventTime, 'full')}\nas the producer wrote it: ${event.eventTime}`
          }
        >
          happened {event.eventTime === null ? 'at no time that can be read' : `${formatInstant(event.eventTime)} ${zone()}`}
        </span>
        <span>
          arrived <Time iso={event.receivedAt} />
        </span>
        {source !== null && (
          <span>
            from <Link to={paths.source(event.sourceId)}>{source}</Link>
          </span>
        )}
        {producer !== null && <span title={event.producer ?? ''}>{producer}</span>}
        <span>{formatBytes(event.bytes)}</span>
        {event.warnings > 0 && (
          <span>
            {formatNumber(event.warnings)} {event.warnings === 1 ? 'warning' : 'warnings'}
          </span>
        )}
      </div>
    </div>
  )
}
