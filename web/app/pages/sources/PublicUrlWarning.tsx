import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ServerInfo } from '../../../../src/contract/sources.ts'
import { api, problemText } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'

const LOOPBACK = /^(localhost|127\.|\[?::1|0\.0\.0\.0)/

/** Likely addresses: the one this page came from, and the one that containers know this machine by. */
export function guesses(current: string, page: string): readonly string[] {
  const shown = new URL(page)
  const port = safePort(current) ?? shown.port
  const list = LOOPBACK.test(shown.hostname) ? [`http://host.docker.internal:${port === '' ? '8321' : port}`] : [shown.origin]
  return list.filter((url) => url !== current)
}

function safePort(url: string): string | null {
  try {
    return new URL(url).port
  } catch {
    return null
  }
}

/** The form that sets the public URL; used in the warning and under Server. */
export function PublicUrlForm({ server, label }: { readonly server: ServerInfo; readonly label: string }) {
  const [value, setValue] = useState(server.publicUrlFrom === 'guessed' ? '' : server.publicUrl)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await api.patch<ServerInfo>('/api/v2/server', { publicUrl: value.trim() === '' ? null : value.trim() })
      await refresh('/api/v2/server', '/api/v2/sources')
    } catch (problem) {
      setError(problemText(problem))
    }
    setBusy(false)
  }
  return (
    <>
      <form onSubmit={(event) => void save(event)}>
        <span className={error === null ? 'in' : 'in err'}>
          <input
            value={value}
            onChange={(event) => setValue(event.target.value)}
            aria-label={label}
            placeholder="https://lineage.example.com"
            spellCheck={false}
            inputMode="url"
            maxLength={2000}
          />
        </span>
        <Button type="submit" busy={busy}>
          Set the public URL
        </Button>
      </form>
      <div className="row wrap s12 guess">
        <span className="t3">Likely:</span>
        {guesses(server.publicUrl, location.href).map((url) => (
          <button key={url} type="button" className="plain link" onClick={() => setValue(url)}>
            {url}
          </button>
        ))}
      </div>
      {error !== null && (
        <p className="s12 badtext" role="alert">
          {error}
        </p>
      )}
    </>
  )
}

/** The address shown may not be one that a producer can reach; and the way to set a better one, right here. */
export function PublicUrlWarning({ server }: { readonly server: ServerInfo }) {
  const admin = useIsAdmin()
  return (
    <div className="reach">
      <Note state="ABORT" icon={<Icon name="warn" />}>
        <b>Producers elsewhere may not reach {server.publicUrl}.</b> {server.publicUrlWarning}
        {server.publicUrlFrom === 'settings' && ' It is set by HEADWATER_PUBLIC_URL, a flag or the settings file; change it there.'}
        {admin && server.publicUrlFrom !== 'settings' && <PublicUrlForm server={server} label="Public URL" />}
      </Note>
    </div>
  )
}
