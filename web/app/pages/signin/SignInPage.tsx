import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Session } from '../../../../src/contract/access.ts'
import { api, problemText } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { beginSession } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { useGo } from '../../ui/Link.tsx'
import { OpenPage } from './OpenPage.tsx'

/** Only addresses of this program: never one that starts with // or names a host. */
const safeNext = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : paths.home())

export function SignInPage() {
  useCrumbs([{ label: 'Sign in' }])
  const { next } = useSearch({ from: '/signin' })
  const go = useGo()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      beginSession(await api.post<Session>('/api/v2/session', { email: form.get('email'), password: form.get('password') }, { stay: true }))
      go(safeNext(next), { replace: true })
    } catch (problem) {
      setError(problemText(problem))
      setBusy(false)
    }
  }
  return (
    <OpenPage>
      <h1>Sign in</h1>
      <p className="t3 sub">to {location.host}</p>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required error={error} />
        <Button kind="primary" type="submit" busy={busy}>
          Sign in
        </Button>
      </form>
      <p className="s12 t3 after">
        No account? Ask an administrator for a link. Locked out as the only one? Run <code>headwater user add</code> on the server.
      </p>
    </OpenPage>
  )
}
