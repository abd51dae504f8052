import { useState } from 'react'
import type { Ladder as LadderData, Source, TestEventResult } from '../../../../src/contract/sources.ts'
import { api } from '../../api/client.ts'
import { refresh, useApi } from '../../api/query.ts'
import { useEventStream } from '../../api/stream.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Ladder } from '../../ui/Ladder.tsx'
import { Link } from '../../ui/Link.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { ErrorRegion, Region } from '../../ui/Regions.tsx'
import { formatDuration, formatInstant, zone } from '../../ui/Time.tsx'

/** The ladder as it is now: asked once, then told by the server as it changes. */
function useLadder(sourceId: number) {
  const path = `/api/v2/sources/${sourceId}/ladder`
  const [told, setTold] = useState<LadderData | null>(null)
  const asked = useApi<LadderData>(path)
  const state = useEventStream(`${path}/stream`, {
    ladder: (data) => {
      setTold(data as LadderData)
      void refresh('/api/v2/rejections', `/api/v2/sources/${sourceId}`)
    },
  })
  return { asked, ladder: told ?? asked.data, state }
}

/** The server's own words, where the answer is its refusal. */
function wordsOf(answer: string): string {
  try {
    const { message, fix } = JSON.parse(answer) as { message?: unknown; fix?: unknown }
    return [message, fix].filter((part) => typeof part === 'string').join(' ')
  } catch {
    return answer
  }
}

function NotThrough({ result }: { readonly result: TestEventResult }) {
  if (result.position !== null) {
    return (
      <Note state="ABORT" icon={<Icon name="warn" />}>
        <b>The test event arrived, but not by the public URL.</b> {result.answer}{' '}
        <Link to={paths.event(result.position)}>Event {result.position}</Link>
      </Note>
    )
  }
  return (
    <Note state="FAIL" icon={<Icon name="FAIL" />}>
      <b>The test event did not get through.</b>{' '}
      {result.status === null ? `Nothing answered at ${result.url}:` : `${result.url} answered ${result.status}.`} {wordsOf(result.answer)}
    </Note>
  )
}

function TestResult({ result }: { readonly result: TestEventResult | Error }) {
  if (result instanceof Error) return <ErrorRegion error={result} />
  if (!result.ok) return <NotThrough result={result} />
  return (
    <Note state="COMPLETE" icon={<Icon name="COMPLETE" />}>
      {result.url} answered {result.status} after {formatDuration(result.tookMs)}. The event is marked as a test and stays out of the
      catalog. {result.position !== null && <Link to={paths.event(result.position)}>Event {result.position}</Link>}
    </Note>
  )
}

/** When there is an edge, the way to it. */
function Onward({ ladder }: { readonly ladder: LadderData }) {
  const link = ladder.steps.findLast((step) => step.state === 'reached' && (step.key === 'edge' || step.key === 'column'))?.link
  if (link?.kind !== 'dataset') return null
  return (
    <p className="onward">
      <ButtonLink to={paths.lineage({ type: 'dataset', ...link.dataset })} small icon="lineage">
        Open its lineage
      </ButtonLink>
    </p>
  )
}

function useTestEvent(sourceId: number) {
  const [result, setResult] = useState<TestEventResult | Error | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    try {
      setResult(await api.post<TestEventResult>(`/api/v2/sources/${sourceId}/test-event`))
    } catch (error) {
      setResult(error instanceof Error ? error : new Error(String(error)))
    }
    setBusy(false)
  }
  return { result, busy, send }
}

/** First event, live: what arrived, step by step, and what the next step waits for. */
export function LadderPanel({ source }: { readonly source: Source }) {
  const { asked, ladder, state } = useLadder(source.id)
  const { result, busy, send } = useTestEvent(source.id)
  const admin = useIsAdmin()
  return (
    <section className="live-panel" aria-label="First event">
      <div className="row">
        <h2>First event</h2>
        {ladder !== undefined && (
          <span className="s12 t3" role="status">
            {state === 'waiting' ? 'connecting again' : `listening since ${formatInstant(ladder.listeningSince, 'seconds')} ${zone()}`}
          </span>
        )}
        {admin && (
          <span className="end">
            <Button small busy={busy} onClick={() => void send()}>
              Send test event
            </Button>
          </span>
        )}
      </div>
      {result !== null && (
        <div className="testresult">
          <TestResult result={result} />
        </div>
      )}
      {ladder === undefined ? (
        <Region answer={asked} what="the ladder">
          {() => null}
        </Region>
      ) : (
        <>
          <Ladder ladder={ladder} />
          <Onward ladder={ladder} />
        </>
      )}
    </section>
  )
}
