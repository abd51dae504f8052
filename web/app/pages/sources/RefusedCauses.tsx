import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Rejection, RejectionGroup, RejectionGroups, RejectionSource } from '../../../../src/contract/rejections.ts'
import { withQuery } from '../../api/client.ts'
import { itemsOf, useApi, useApiPages } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { MoreRows } from '../../ui/Table.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { DownloadLink } from './DownloadLink.tsx'
import { RefusedItem } from './RefusedItem.tsx'
import { RetryOutcome } from './RetryOutcome.tsx'
import { retryAll, useRetryRun } from './retry-runs.ts'
import './refused.css'

const EVERY = 5_000
const PAGE = 20

const choiceOf = ({ sourceId, code }: RejectionGroup) => ({ source: sourceId ?? 'none', code }) as const

function Items({ group }: { readonly group: RejectionGroup }) {
  const answer = useApiPages<Rejection>('/api/v2/rejections', { ...choiceOf(group), limit: PAGE }, { every: EVERY * 2 })
  const items = itemsOf(answer)
  return (
    <div className="items">
      <Region answer={answer} what="the refused requests" rows={3}>
        {() =>
          items.length === 0 ? (
            <Empty title="None of them is kept any more" why="The newest ones come back here as soon as there are any." />
          ) : (
            items.map((item) => <RefusedItem key={item.id} item={item} />)
          )
        }
      </Region>
      <MoreRows
        shown={items.length}
        total={group.kept}
        totalAtLeast={null}
        noun="requests"
        hasMore={answer.hasNextPage}
        busy={answer.isFetchingNextPage}
        onMore={() => void answer.fetchNextPage()}
      />
    </div>
  )
}

/** How many, from when to when, and what became of the others. */
function Figures({ group, name }: { readonly group: RejectionGroup; readonly name: ReactNode }) {
  const taken = group.whole - group.waiting
  const parts = [
    `${plural(group.kept, 'request')} kept`,
    taken > 0 && `${formatNumber(taken)} taken in by a retry`,
    group.kept > 0 && group.whole === 0 && `cannot be retried: ${group.sourceId === null ? 'no valid token' : 'not read whole'}`,
    group.letGo > 0 && `${formatNumber(group.letGo)} ${group.kept === 0 ? '' : 'older ones '}let go for want of room`,
  ]
  return (
    <p className="s12 t3">
      {name !== null && <>{name} · </>}
      {parts.filter((part) => part !== false).join(' · ')}
      {group.firstAt !== null && group.kept > 1 && (
        <>
          {' · first '}
          <Time iso={group.firstAt} />
        </>
      )}
      {' · last '}
      <Time iso={group.lastAt} />
    </p>
  )
}

function Actions({ group }: { readonly group: RejectionGroup }) {
  const admin = useIsAdmin()
  const run = useRetryRun(group.sourceId, group.code)
  const { sourceId, code, waiting } = group
  return (
    <span className="row acts">
      {admin && sourceId !== null && waiting > 0 && (
        <Button small icon="sync" busy={run?.running === true} onClick={() => void retryAll(sourceId, code, waiting)}>
          {waiting === 1 ? 'Retry' : `Retry all ${formatNumber(waiting)}`}
        </Button>
      )}
      {group.kept > 0 && (
        <DownloadLink
          to={withQuery('/api/v2/rejections/download', choiceOf(group))}
          label="Download"
          title="One JSON value a line, with heads and bodies"
        />
      )}
    </span>
  )
}

function Group({ group, name, first }: { readonly group: RejectionGroup; readonly name: ReactNode; readonly first: boolean }) {
  const [open, setOpen] = useState(first)
  const run = useRetryRun(group.sourceId, group.code)
  return (
    <li className="refgroup">
      <div className="top">
        <button
          type="button"
          className="plain twisty"
          aria-expanded={open}
          aria-label={`Requests refused as ${group.code}`}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'right'} />
        </button>
        <StateBadge state="FAIL" pill word={`${group.status} ${group.code}`} />
        <div className="grow">
          <p className="med">{group.cause}</p>
          <p className="s12 t2">{group.fix}</p>
          <Figures group={group} name={name} />
        </div>
        <Actions group={group} />
      </div>
      {run !== null && group.sourceId !== null && <RetryOutcome run={run} source={group.sourceId} code={group.code} />}
      {open && <Items group={group} />}
    </li>
  )
}

type Props = {
  readonly title: string
  readonly source?: RejectionSource | undefined
  /** Names of sources by number: each group then says whose it is. */
  readonly names?: ReadonlyMap<number, { readonly name: string }> | undefined
  readonly end?: ReactNode
  readonly empty: ReactNode
}

const nameOf = (group: RejectionGroup, names: Props['names']): ReactNode => {
  if (names === undefined) return null
  if (group.sourceId === null) return 'no known source'
  return (
    <Link to={paths.source(group.sourceId, 'refused')}>
      <bdi>{names.get(group.sourceId)?.name ?? 'a removed source'}</bdi>
    </Link>
  )
}

/** Refused requests by cause, the latest first; each can be looked into, retried and downloaded. */
export function RefusedCauses({ title, source, names, end, empty }: Props) {
  const answer = useApi<RejectionGroups>('/api/v2/rejections/groups', source === undefined ? undefined : { source }, { every: EVERY })
  const groups = answer.data?.items ?? []
  const kept = groups.reduce((sum, group) => sum + group.kept, 0)
  return (
    <Section
      title={title}
      count={kept === 0 ? undefined : `${plural(kept, 'request')}, kept for ${plural(answer.data?.keptDays ?? 0, 'day')}`}
      end={end}
    >
      <Region answer={answer} what="the refused requests" rows={3}>
        {() =>
          groups.length === 0 ? (
            empty
          ) : (
            <ul className="refgroups">
              {groups.map((group) => (
                <Group key={`${group.sourceId ?? 0} ${group.code}`} group={group} name={nameOf(group, names)} first={groups.length === 1} />
              ))}
            </ul>
          )
        }
      </Region>
    </Section>
  )
}
