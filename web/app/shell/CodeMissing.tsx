import { useEffect } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Note } from '../ui/PageHead.tsx'

const KEY = 'headwater-reloaded-at'
const AGAIN_AFTER_MS = 20_000

/** True once in twenty seconds: a page that cannot be loaded must not reload for ever. */
function mayReload(): boolean {
  const last = Number(sessionStorage.getItem(KEY) ?? 0)
  if (Date.now() - last < AGAIN_AFTER_MS) return false
  sessionStorage.setItem(KEY, String(Date.now()))
  return true
}

/**
 * Stands for a page whose code could not be read. Either the server is away, or it was updated and the files of the old version are
 * gone; in the second case loading anew is all it takes, so that happens by itself.
 */
export function CodeMissing() {
  useEffect(() => {
    const abort = new AbortController()
    const look = async () => {
      const answer = await fetch('/healthz', { signal: abort.signal }).catch(() => null)
      if (answer?.ok === true && mayReload()) location.reload()
    }
    void look()
    return () => abort.abort()
  }, [])
  return (
    <div className="page">
      <Note state="FAIL" icon={<Icon name="FAIL" />}>
        <b>This page could not be loaded.</b> Headwater cannot be reached, or was updated since you opened it.
        <div className="row">
          <Button small onClick={() => location.reload()}>
            Try again
          </Button>
        </div>
      </Note>
    </div>
  )
}
