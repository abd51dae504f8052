import { useState } from 'react'
import type { ReactNode } from 'react'
import type { GivenAnswer, Rejection, RejectionDetail, RetryResult } from '../../../../src/contract/rejections.ts'
import { problemText } from '../../api/client.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Code } from '../../ui/Code.tsx'
import { Link } from '../../ui/Link.tsx'
import { Region } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, formatBytes } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { DownloadLink } from './DownloadLink.tsx'
import { retryOne } from './retry-runs.ts'
import './refused.css'

const Part = ({ title, end, children }: { readonly title: string; readonly end?: ReactNode; readonly children: ReactNode }) => (
  <section>
    <div className="row between">
      <h3>{title}</h3>
      {end}
    </div>
    {children}
  </section>
)

function Answer({ answer }: { readonly answer: GivenAnswer | null }) {
  if (answer === null) return <p className="t3">None is known: the connection had ended, or it was refused by an older version.</p>
  return (
    <>
      <p className="t2">
        {answer.status} {answer.reason}
      </p>
      <Code code={answer.text} language="json" label="the answer" wrap />
    </>
  )
}

/** How much of the body is on the page, where that is not all of it. */
function shownOf({ body, bodyBytes, keptBytes, bodyIsText }: RejectionDetail): string | null {
  if (!bodyIsText) return 'It is no UTF-8: below is roughly what it is, the download has its bytes.'
  if (body === null || (keptBytes >= bodyBytes && keptBytes <= 65_536)) return null
  return `The first ${formatBytes(Math.min(keptBytes, 65_536))} of ${formatBytes(bodyBytes)}. ${keptBytes > 65_536 ? 'The download has more.' : 'No more was kept.'}`
}

function Body({ detail }: { readonly detail: RejectionDetail }) {
  const shown = shownOf(detail)
  if (detail.body === null || detail.body === '') return <p className="t3">It was refused before its body was read.</p>
  return (
    <>
      {shown !== null && <p className="s12 t3">{shown}</p>}
      <Code code={detail.body} language="json" label="the body" wrap />
    </>
  )
}

function Raw({ id }: { readonly id: number }) {
  const answer = useApi<RejectionDetail>(`/api/v2/rejections/${id}`)
  return (
    <div className="raw">
      <Region answer={answer} what="the request" rows={3}>
        {(detail) => (
          <>
            <Part title="Answer">
              <Answer answer={detail.answer} />
            </Part>
            <Part title="Head">
              <dl className="kv s12">
                {Object.entries(detail.headers).map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </Part>
            <Part
              title="Body"
              end={
                detail.keptBytes > 0 && (
                  <DownloadLink to={`/api/v2/rejections/${id}/body`} label={`Download ${formatBytes(detail.keptBytes)}`} />
                )
              }
            >
              <Body detail={detail} />
            </Part>
          </>
        )}
      </Region>
    </div>
  )
}

function tell({ code, status, cause, position, accepted, refused }: RetryResult): void {
  const link = position === null ? {} : { to: paths.event(position), toLabel: `Event ${position}` }
  if (code !== null) toast(`It was refused again, ${status} ${code}. ${cause ?? ''}`, { icon: 'FAIL' })
  else if (refused > 0) toast('Its good events were taken in; each of the others is now a refused request of its own.', link)
  else toast(accepted > 0 ? 'It was taken in.' : 'It is in the log already.', link)
}

function useRetry(item: Rejection) {
  const [busy, setBusy] = useState(false)
  const retry = async () => {
    setBusy(true)
    try {
      tell(await retryOne(item.id))
    } catch (error) {
      toast(`It could not be tried again. ${problemText(error)}`, { icon: 'FAIL' })
    }
    setBusy(false)
  }
  return { busy, retry }
}

/** What came of the last retry. */
function Retried({ item }: { readonly item: Rejection }) {
  if (item.retriedAt === null) return null
  if (item.acceptedAt !== null)
    return (
      <p className="s12 retried">
        <StateBadge state="COMPLETE" word="Taken in" /> by a retry <Time iso={item.acceptedAt} />
        {item.position !== null && (
          <>
            {' '}
            as <Link to={paths.event(item.position)}>event {item.position}</Link>
          </>
        )}
      </p>
    )
  return (
    <p className="s12 t2 retried">
      Refused again <Time iso={item.retriedAt} />
      {item.retryCode !== null && `, ${item.retryCode}`}
      {item.retryCause !== null && `: ${item.retryCause}`}
    </p>
  )
}

/** One refused request: what came, why it was refused, what to do; its answer, head and body. */
export function RefusedItem({ item }: { readonly item: Rejection }) {
  const [open, setOpen] = useState(false)
  const { busy, retry } = useRetry(item)
  const admin = useIsAdmin()
  const request = `${item.method} ${item.path} from ${item.from}${item.client === null ? '' : `, ${item.client}`}`
  return (
    <article className="ref">
      <div className="hd">
        <StateBadge state="FAIL" pill word={`${item.status} ${item.code}`} />
        <span className="t2">
          <Time iso={item.at} />
        </span>
        <span className="t2 cut req" title={request}>
          {request}
        </span>
        <span className="row">
          <Button small onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? 'Hide request' : item.bodyBytes === 0 ? 'Show request' : `Show request, ${formatBytes(item.bodyBytes)}`}
          </Button>
          {admin && item.retriable && item.acceptedAt === null && (
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
        <Retried item={item} />
      </div>
      {open && <Raw id={item.id} />}
    </article>
  )
}
