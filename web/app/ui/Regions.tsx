/** What stands in a region while there is nothing to show in it: loading, empty, an error, not found. Left-aligned, in its place. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api/client.ts'
import { Button, ButtonLink } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'
import { Icon } from './Icon.tsx'

/** False at first, true so many milliseconds later. */
export function useAfter(ms: number): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return over
}

const WIDTHS = [60, 82, 48, 70, 55, 76, 64, 50]

/** After 150 ms the shape of what comes; after 2 s what is being read, and Cancel where that is possible. */
export function Loading({
  rows = 6,
  what = 'the page',
  told,
  onCancel,
}: {
  readonly rows?: number
  readonly what?: string
  /** What more can be said once it takes long. */
  readonly told?: ReactNode
  readonly onCancel?: () => void
}) {
  const shown = useAfter(150)
  const slow = useAfter(2000)
  return (
    <div className="loading" role="status" aria-busy="true" aria-label={`Reading ${what}`}>
      {shown &&
        Array.from({ length: rows }, (_, i) => (
          <div className="skr" key={i} aria-hidden="true">
            <i className="sk" />
            <i className="sk" style={{ width: `${WIDTHS[i % WIDTHS.length] ?? 60}%` }} />
            <i className="sk" />
            <i className="sk" />
          </div>
        ))}
      {slow && (
        <p className="s12 t3 slow">
          Still reading {what}. {told}
          {onCancel !== undefined && (
            <button type="button" className="plain link" onClick={onCancel}>
              Cancel
            </button>
          )}
        </p>
      )}
    </div>
  )
}

/** Why it is empty, and what to do next (`children`: one or two small buttons). */
export function Empty({ title, why, children }: { readonly title: string; readonly why?: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="emp">
      <b>{title}</b>
      {why !== undefined && <p>{why}</p>}
      {children !== undefined && <div className="row wrap">{children}</div>}
    </div>
  )
}

/** What happened, what to do, Try again, and the number under which the server's log has it. */
export function ErrorRegion({
  error,
  retry,
  what,
}: {
  readonly error: unknown
  readonly retry?: (() => void) | undefined
  readonly what?: string
}) {
  const problem = error instanceof ApiProblem ? error : null
  const title = problem?.message ?? (error instanceof Error ? error.message : 'Something went wrong')
  return (
    <div className="note st-FAIL" role="alert">
      <Icon name="FAIL" />
      <span className="grow">
        <b>{what === undefined ? title : `${what} could not be read.`}</b> {what === undefined ? '' : `${title}. `}
        {problem !== null && [problem.detail, problem.fix].filter((part) => part !== '' && part !== title).join(' ')}
        {problem?.requestId !== null && problem !== null && problem.requestId !== '' && (
          <span className="s12 t3 request">
            request {problem.requestId} <CopyButton value={problem.requestId} label="request number" />
          </span>
        )}
      </span>
      {retry !== undefined && (
        <Button small onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** The page's thing is not there. `why` says what may have become of it. */
export function NotFound({
  what,
  why,
  to,
  toLabel,
}: {
  readonly what: string
  readonly why?: ReactNode
  readonly to?: string
  readonly toLabel?: string
}) {
  return (
    <div className="emp" role="alert">
      <h1>{what}</h1>
      <p>{why ?? 'It may have been renamed, or no event has named it yet.'}</p>
      {to !== undefined && (
        <div className="row">
          <ButtonLink to={to} small>
            {toLabel ?? 'Go back'}
          </ButtonLink>
        </div>
      )}
    </div>
  )
}

type Answer<T> = { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown }
type RegionProps<T> = {
  readonly answer: Answer<T>
  readonly children: (data: T) => ReactNode
  /** Named in the loading and error texts: `the jobs`. */
  readonly what: string
  readonly rows?: number
  /** Shown for a 404 instead of the error. */
  readonly missing?: ReactNode
}

/** Loading, error, not found or the thing itself. An error after a good answer keeps the old answer and stands above it. */
export function Region<T>({ answer, children, what, rows, missing }: RegionProps<T>) {
  const retry = () => void answer.refetch()
  if (answer.error instanceof ApiProblem && answer.error.status === 404 && missing !== undefined) return <>{missing}</>
  if (answer.data === undefined)
    return answer.error === null || answer.error === undefined ? (
      <Loading what={what} {...(rows === undefined ? {} : { rows })} />
    ) : (
      <ErrorRegion error={answer.error} retry={retry} />
    )
  return (
    <>
      {answer.error !== null && answer.error !== undefined && <ErrorRegion error={answer.error} retry={retry} />}
      {children(answer.data)}
    </>
  )
}
