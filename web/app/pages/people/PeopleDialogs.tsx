import { useState } from 'react'
import type { Person, PersonLink, Role } from '../../../../src/contract/access.ts'
import { api } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { Ask } from '../../ui/Ask.tsx'
import { SelectField, TextField } from '../../ui/Field.tsx'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { Time } from '../../ui/Time.tsx'

type Props = { readonly onClose: () => void }
type PersonProps = Props & { readonly person: Person }
const PATH = '/api/v2/people'

const ROLES = [
  { value: 'viewer', label: 'Viewer: sees everything, changes nothing' },
  { value: 'admin', label: 'Administrator: changes sources, people and the server' },
] as const

function LinkShown({ made, onClose }: Props & { readonly made: PersonLink }) {
  return (
    <SecretDialog title={`The link for ${made.person.name}`} secret={made.link} label="link" onClose={onClose}>
      <p>
        Send it to {made.person.email} yourself: Headwater sends no mail. It works once and ends <Time iso={made.expiresAt} />.
      </p>
    </SecretDialog>
  )
}

/** A new person; the answer is the one-time link that they choose their password with. */
export function AddPersonDialog({ onClose }: Props) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [tried, setTried] = useState(false)
  const [made, setMade] = useState<PersonLink | null>(null)
  if (made !== null) return <LinkShown made={made} onClose={onClose} />
  const badEmail = !/^[^\s@]+@[^\s@]+$/.test(email.trim())
  const add = async () => {
    setTried(true)
    if (name.trim() === '' || badEmail) throw new Error('Fill in both fields.')
    const answer = await api.post<PersonLink>(PATH, { name: name.trim(), email: email.trim(), role })
    await refresh(PATH)
    setMade(answer)
  }
  return (
    <Ask title="Add a person" onClose={onClose} verb="Add and get the link" work={add}>
      <TextField
        label="Name"
        value={name}
        maxLength={200}
        autoFocus
        onChange={(event) => setName(event.target.value)}
        error={tried && name.trim() === '' ? 'Give a name.' : null}
      />
      <TextField
        label="E-mail"
        type="email"
        value={email}
        maxLength={320}
        onChange={(event) => setEmail(event.target.value)}
        error={tried && badEmail ? 'This is not an e-mail address.' : null}
        help="They sign in with it."
      />
      <SelectField label="Role" value={role} options={ROLES} onChange={setRole} />
    </Ask>
  )
}

/** A new one-time link: to join, or for a new password. */
export function LinkDialog({ person, onClose }: PersonProps) {
  const [made, setMade] = useState<PersonLink | null>(null)
  if (made !== null) return <LinkShown made={made} onClose={onClose} />
  const make = async () => setMade(await api.post<PersonLink>(`${PATH}/${person.id}/link`))
  return (
    <Ask title={`Make a link for ${person.name}?`} onClose={onClose} verb="Make the link" work={make}>
      <p>
        {person.joined ? 'With it they choose a new password. The present one works until then.' : 'The link made before stops working.'}
      </p>
    </Ask>
  )
}

function useChange(person: Person, onClose: () => void) {
  return async (change: { readonly role?: Role; readonly disabled?: boolean }) => {
    await api.patch<Person>(`${PATH}/${person.id}`, change)
    await refresh(PATH, '/api/v2/session')
    onClose()
  }
}

export function RoleDialog({ person, onClose }: PersonProps) {
  const change = useChange(person, onClose)
  const next: Role = person.role === 'admin' ? 'viewer' : 'admin'
  return (
    <Ask
      title={next === 'admin' ? `Make ${person.name} an administrator?` : `Make ${person.name} a viewer?`}
      onClose={onClose}
      verb={next === 'admin' ? 'Make an administrator' : 'Make a viewer'}
      work={() => change({ role: next })}
    >
      <p>
        {next === 'admin'
          ? 'Administrators add and remove sources and people, and see every token prefix.'
          : 'Their own tokens then read only, whatever was chosen when they were made.'}
      </p>
    </Ask>
  )
}

export function DisableDialog({ person, onClose }: PersonProps) {
  const change = useChange(person, onClose)
  return (
    <Ask
      title={person.disabled ? `Enable ${person.name}?` : `Disable ${person.name}?`}
      onClose={onClose}
      verb={person.disabled ? 'Enable' : 'Disable'}
      work={() => change({ disabled: !person.disabled })}
    >
      <p>
        {person.disabled
          ? 'They can sign in again with the password they had.'
          : 'Their sessions and tokens stop at once. What they made stays.'}
      </p>
    </Ask>
  )
}

export function RemovePersonDialog({ person, onClose }: PersonProps) {
  const remove = async () => {
    await api.delete(`${PATH}/${person.id}`)
    await refresh(PATH)
    onClose()
  }
  return (
    <Ask title={`Remove ${person.name}?`} onClose={onClose} verb="Remove person" danger work={remove}>
      <p>Their sessions and personal tokens stop at once. The sources that they added stay.</p>
    </Ask>
  )
}
