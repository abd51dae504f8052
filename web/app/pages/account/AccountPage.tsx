import { useState } from 'react'
import type { FormEvent } from 'react'
import { ApiProblem, api, problemText } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { endSession, useSession } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField, fieldText } from '../../ui/Field.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'

const SHORTEST = 12
type Problems = { readonly current?: string; readonly next?: string }

function problemsOf(error: unknown): Problems {
  const atNext = error instanceof ApiProblem && error.pointer?.includes('next') === true
  return atNext ? { next: problemText(error) } : { current: problemText(error) }
}

function PasswordForm({ email }: { readonly email: string }) {
  const [problems, setProblems] = useState<Problems>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const next = fieldText(data, 'next')
    if (Array.from(next).length < SHORTEST) {
      setProblems({ next: `Use at least ${SHORTEST} characters; these are ${Array.from(next).length}.` })
      return
    }
    setBusy(true)
    setProblems({})
    try {
      await api.put('/api/v2/account/password', { current: data.get('current'), next }, { stay: true })
      form.reset()
      toast('The password was changed. Your other sessions have ended.')
    } catch (error) {
      setProblems(problemsOf(error))
    }
    setBusy(false)
  }
  return (
    <form className="account" onSubmit={(event) => void submit(event)} noValidate>
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <TextField
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={problems.current}
      />
      <TextField
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        required
        error={problems.next}
        help="At least 12 characters."
      />
      <Button type="submit" kind="primary" busy={busy}>
        Change password
      </Button>
    </form>
  )
}

/** One's own account. */
export function AccountPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Account' }])
  const session = useSession().data
  const person = session?.person ?? null
  if (person === null) {
    return (
      <div className="page">
        <PageHead title="Account" />
        <Empty title="Nobody is signed in" why="This machine itself is asking, through the file in the data directory." />
      </div>
    )
  }
  return (
    <div className="page">
      <PageHead
        title={person.name}
        meta={
          <>
            <span>{person.email}</span>
            <span>{person.role === 'admin' ? 'administrator' : 'viewer'}</span>
            <span>
              since <Time iso={person.createdAt} />
            </span>
          </>
        }
      />
      <Section title="Password">
        <PasswordForm email={person.email} />
      </Section>
      <Section
        title="Sessions"
        count={
          session?.expiresAt === null || session === undefined ? undefined : (
            <>
              this one ends <Time iso={session.expiresAt} />
            </>
          )
        }
      >
        <p className="t2 account">Ends every session of yours, on this and all other machines. Your tokens go on working.</p>
        <Button onClick={() => void endSession(true)}>Sign out everywhere</Button>
      </Section>
    </div>
  )
}
