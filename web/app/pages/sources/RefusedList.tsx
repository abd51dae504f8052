import { useState } from 'react'
import type { Rejection, RejectionDetail } from '../../../../src/contract/sources.ts'
import { api, problemText } from '../../api/client.ts'
import { refresh, useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Code } from '../../ui/Code.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, formatBytes, formatNumber } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'

function Raw({ id }: { readonly id: number }) {
  const answer = useApi<RejectionDetail>(`/api/v2/rejections/${id}`)
  return (
    <div className="raw">
      <Region answer={answer} what="the request" rows={3}>
        {(detail) => (
          <>
            <dl className="kv s12">
              {Object.entries(detail.headers).map(([name, value]) => (
                <div key={name} className="contents">
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {detail.body === null || detail.body === '' ? (
              <p className="t3">The body was not read.</p>
            ) : (
              <Code code={detail.body} language="json" label="the body" wrap />
            )}
          </>
        )}
      </Region>
    </div>
  )
}

/** Answer of POST /api/v2/rejections/:id/retry. */
type Retried = { readonly status: number; readonly cause: string | null; readonly position: number | null }

function tell({ status, cause, position }: Retried): void {
  if (status >= 300) toast(`It was refused again, with ${status}. ${cause ?? ''}`, { icon: 'FAIL' })
  else toast('The event was taken in.', position === null ? {} : { to: paths.event(position), toLabel: `Event ${position}` })
}

function useRetry(item: Rejection) {
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    try {
      tell(await api.post<Retried>(`/api/v2/rejections/${item.id}/retry`))
    } catch (error) {
      toast(`It could not be tried again. ${problemText(error)}`, { icon: 'FAIL' })
    }
    await refresh('/api/v2/rejections', '/api/v2/sources')
    setBusy(false)
  }
  return { busy, retry }
}

/** One refused request: what came, why it was refused, what to do, and its body. */
export function RefusedItem({ item }: { readonly item: Rejection }) {
  const [open, setOpen] = useState(false)
  const { busy, retry } = useRetry(item)
  const admin = useIsAdmin()
  return (
    <article className="ref">
      <div className="hd">
        <StateBadge state="FAIL" pill word={`${item.status} ${item.code}`} />
        <span className="t2">
          <Time iso={item.at} />
        </span>
        <span
          className="t2 cut req"
          title={`${item.method} ${item.path} from ${item.from}${item.client === null ? '' : `, ${item.client}`}`}
        >
          {item.method} {item.path} from {item.from}
          {item.client === null ? '' : `, ${item.client}`}
        </span>
        <span className="row">
          <Button small onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? 'Hide body' : item.bodyBytes === 0 ? 'Show request' : `Show body, ${formatBytes(item.bodyBytes)}`}
          </Button>
          {item.retriedAt !== null && (
            <span className="s12 t3">
              retried <Time iso={item.retriedAt} />
            </span>
          )}
          {admin && item.retriable && (
            <Button small icon="sync" busy={busy} onClick={() => void retry()}>
              {item.retriedAt === null ? 'Retry' : 'Retry again'}
            </Button>
          )}
        </span>
      </div>
      <div className="bd">
        <div>
          <h3>Cause</h3>
          <p>{item.cause}</p>
        </div>
        <div>
          <h3>Fix</h3>
          <p>{item.fix}</p>
        </div>
      </div>
      {open && <Raw id={item.id} />}
    </article>
  )
}

type Props = {
  readonly sourceId: number
  readonly title: string
  readonly limit: number
  /** Requests whose token told no source are shown too: they may well be this one's. */
  readonly withUnknown?: boolean
}

/** Refused requests of a source, newest first. */
export function RefusedList({ sourceId, title, limit, withUnknown = false }: Props) {
  const [shown, setShown] = useState(limit)
  const answer = useApi<{ items: Rejection[] }>('/api/v2/rejections', withUnknown ? undefined : { source: sourceId }, { every: 5_000 })
  const list = (answer.data?.items ?? []).filter((item) => item.sourceId === sourceId || (withUnknown && item.sourceId === null))
  return (
    <Section
      title={title}
      count={list.length === 0 ? undefined : formatNumber(list.length)}
      end={withUnknown && list.some((item) => item.sourceId === null) ? 'With those whose token belongs to no source' : undefined}
    >
      <Region answer={answer} what="the refused requests" rows={2}>
        {() => (
          <>
            {list.length === 0 && (
              <Empty
                title="Nothing was refused"
                why="A request that is refused appears here with its cause and what to do, even when its sender saw only a number."
              />
            )}
            {list.slice(0, shown).map((item) => (
              <RefusedItem key={item.id} item={item} />
            ))}
            {list.length > shown && (
              <div className="row more">
                <Button small onClick={() => setShown(shown + 20)}>
                  Show {formatNumber(Math.min(20, list.length - shown))} more
                </Button>
              </div>
            )}
          </>
        )}
      </Region>
    </Section>
  )
}
