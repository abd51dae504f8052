import { useState } from 'react'
import type { Person } from '../../../../src/contract/access.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin, useSession } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { MenuItem } from '../../ui/Menu.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { AddPersonDialog, DisableDialog, LinkDialog, RemovePersonDialog, RoleDialog } from './PeopleDialogs.tsx'

type Open = { readonly kind: 'add' } | { readonly kind: 'role' | 'link' | 'disable' | 'remove'; readonly person: Person } | null

function stateOf(person: Person): string {
  if (person.disabled) return 'disabled'
  return person.joined ? 'active' : 'link not used yet'
}

function items(person: Person, open: (next: Open) => void): MenuItem[] {
  return [
    {
      label: person.role === 'admin' ? 'Make a viewer' : 'Make an administrator',
      icon: 'shield',
      onSelect: () => open({ kind: 'role', person }),
    },
    { label: person.joined ? 'Link for a new password' : 'New link to join', icon: 'link', onSelect: () => open({ kind: 'link', person }) },
    {
      label: person.disabled ? 'Enable' : 'Disable',
      icon: person.disabled ? 'run' : 'pause',
      onSelect: () => open({ kind: 'disable', person }),
    },
    { line: true },
    { label: 'Remove', icon: 'x', onSelect: () => open({ kind: 'remove', person }) },
  ]
}

function columns(me: number | undefined, open: (next: Open) => void): Column<Person>[] {
  return [
    {
      key: 'name',
      head: 'Name',
      cell: (person) => (
        <span className={person.disabled ? 't3' : 'med'}>
          {person.name} {person.id === me && <span className="tag">you</span>}
        </span>
      ),
    },
    {
      key: 'email',
      head: 'E-mail',
      from: 720,
      cell: (person) => <span className="t2">{person.email}</span>,
      title: (person) => person.email,
    },
    { key: 'role', head: 'Role', width: 120, cell: (person) => (person.role === 'admin' ? 'administrator' : 'viewer') },
    { key: 'state', head: 'State', width: 130, from: 960, cell: stateOf },
    {
      key: 'seen',
      head: 'Last seen',
      width: 120,
      from: 960,
      cell: (person) => (person.lastSeenAt === null ? <span className="t3">never</span> : <Time iso={person.lastSeenAt} />),
    },
    {
      key: 'more',
      head: <span className="sr">Change</span>,
      width: 56,
      cell: (person) => (
        <Menu items={items(person, open)}>
          <Button small icon="dots" aria-label={`Change ${person.name}`} />
        </Menu>
      ),
    },
  ]
}

function Dialogs({ open, onClose }: { readonly open: Open; readonly onClose: () => void }) {
  if (open === null) return null
  if (open.kind === 'add') return <AddPersonDialog onClose={onClose} />
  if (open.kind === 'role') return <RoleDialog person={open.person} onClose={onClose} />
  if (open.kind === 'link') return <LinkDialog person={open.person} onClose={onClose} />
  if (open.kind === 'disable') return <DisableDialog person={open.person} onClose={onClose} />
  return <RemovePersonDialog person={open.person} onClose={onClose} />
}

function Everyone() {
  const me = useSession().data?.person?.id
  const answer = useApi<{ items: Person[] }>('/api/v2/people')
  const [open, setOpen] = useState<Open>(null)
  return (
    <>
      <PageHead
        title="People"
        lead="Administrators change sources, people and the server. Viewers see everything else."
        actions={
          <Button kind="primary" icon="plus" onClick={() => setOpen({ kind: 'add' })}>
            Add a person
          </Button>
        }
      />
      <Region answer={answer} what="the people">
        {(data) => <Table label="People" columns={columns(me, setOpen)} rows={data.items} rowKey={(person) => String(person.id)} />}
      </Region>
      <Dialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}

const NotForYou = () => (
  <>
    <PageHead title="People" />
    <Empty title="Only administrators see the people" why="Your role is viewer." />
  </>
)

/** Settings > People. */
export function PeoplePage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'People' }])
  const admin = useIsAdmin()
  return <div className="page">{admin ? <Everyone /> : <NotForYou />}</div>
}
