import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Invite, Session } from '../../../../src/contract/access.ts'
import { ApiProblem, api, problemText } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { beginSession } from '../../shell/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { TextField, fieldText } from '../../ui/Field.tsx'
import { useGo } from '../../ui/Link.tsx'
import { ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { Time } from '../../ui/Time.tsx'
import { OpenPage } from '../signin/OpenPage.tsx'
import { useInvite } from './use-invite.ts'

const WORDS = {
  'first-admin': { title: 'Welcome to Headwater', sub: 'Make the first administrator of this server.', button: 'Make the administrator' },
  join: { title: 'Join Headwater', sub: 'Choose the password that you sign in with from now on.', button: 'Join' },
  reset: { title: 'Choose a new password', sub: 'Your other sessions end when you do.', button: 'Save the password' },
} as const

const SHORTEST = 12

type Problems = { readonly password?: string; readonly form?: string }

function problemsOf(error: unknown): Problems {
  if (error instanceof ApiProblem && error.pointer?.includes('password') === true) return { password: problemText(error) }
  return { form: problemText(error) }
}

function InviteForm({ invite, token }: { readonly invite: Invite; readonly token: string }) {
  const go = useGo()
  const [problems, setProblems] = useState<Problems>({})
  const [busy, setBusy] = useState(false)
  const words = WORDS[invite.purpose]
  const accept = async (form: FormData) => {
    const field = (key: string) => fieldText(form, key)
    const name = invite.purpose === 'reset' ? (invite.name ?? invite.email ?? '') : field('name')
    beginSession(
      await api.post<Session>(
        '/api/v2/invite',
        { token, name, email: invite.email ?? field('email'), password: field('password') },
        { stay: true },
      ),
    )
    go(paths.home(), { replace: true })
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const length = Array.from(fieldText(form, 'password')).length
    if (length < SHORTEST) {
      setProblems({ password: `Use at least ${SHORTEST} characters; these are ${length}.` })
      return
    }
    setBusy(true)
    setProblems({})
    try {
      await accept(form)
    } catch (error) {
      setProblems(problemsOf(error))
      setBusy(false)
    }
  }
  return (
    <>
      <h1>{words.title}</h1>
      <p className="t3 sub">{words.sub}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {invite.purpose !== 'reset' && (
          <TextField label="Name" name="name" autoComplete="name" defaultValue={invite.name ?? ''} required autoFocus maxLength={200} />
        )}
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={invite.email ?? ''}
          readOnly={invite.email !== null}
          required
          help={invite.email === null ? 'You sign in with it. No mail is sent.' : undefined}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          error={problems.password}
          help="At least 12 characters. A few words are easier than signs."
        />
        {problems.form !== undefined && (
          <p className="help bad" role="alert">
            {problems.form}
          </p>
        )}
        <Button kind="primary" type="submit" busy={busy}>
          {words.button}
        </Button>
      </form>
      <p className="s12 t3 after">
        This link works once and ends <Time iso={invite.expiresAt} />.
      </p>
    </>
  )
}

/** What a one-time link opens: the first administrator, a new person, or a new password. */
export function InvitePage() {
  useCrumbs([{ label: 'Welcome' }])
  const { token } = useSearch({ from: '/invite' })
  const answer = useInvite(token)
  if (answer.data !== undefined) {
    return (
      <OpenPage>
        <InviteForm invite={answer.data} token={token} />
      </OpenPage>
    )
  }
  const gone = answer.error instanceof ApiProblem && [400, 401, 404, 410, 422].includes(answer.error.status)
  return (
    <OpenPage>
      {!gone && <h1 className="sr">Your link</h1>}
      {answer.error === null && <Loading rows={3} what="the link" />}
      {answer.error !== null && !gone && <ErrorRegion error={answer.error} retry={() => void answer.refetch()} />}
      {gone && (
        <>
          <h1>This link does not work</h1>
          <p className="t2 sub">
            It was used, or its time is over. Ask an administrator for a new one; on the server, <code>headwater user add</code> makes one
            too.
          </p>
          <ButtonLink to={paths.signin()}>Sign in</ButtonLink>
        </>
      )}
    </OpenPage>
  )
}
