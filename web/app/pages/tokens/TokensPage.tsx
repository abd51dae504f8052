import { useState } from 'react'
import type { NewToken, Role, Token } from '../../../../src/contract/access.ts'
import type { ServerInfo } from '../../../../src/contract/sources.ts'
import { api } from '../../api/client.ts'
import { refresh, useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Ask } from '../../ui/Ask.tsx'
import { Button } from '../../ui/Button.tsx'
import { Code } from '../../ui/Code.tsx'
import { SelectField, TextField } from '../../ui/Field.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, millis } from '../../ui/Time.tsx'

const PATH = '/api/v2/tokens'
const ENDS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'never', label: 'never' },
] as const
const ROLES = [
  { value: 'viewer', label: 'Read only' },
  { value: 'admin', label: 'Everything that you may do' },
] as const

function AddTokenDialog({ onClose, admin }: { readonly onClose: () => void; readonly admin: boolean }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [ends, setEnds] = useState<(typeof ENDS)[number]['value']>('365')
  const [made, setMade] = useState<NewToken | null>(null)
  if (made !== null) return <SecretDialog title={`The token ${made.item.name}`} secret={made.token} label="token" onClose={onClose} />
  const add = async () => {
    if (name.trim() === '') throw new Error('Give the token a name that says what uses it.')
    const answer = await api.post<NewToken>(PATH, { name: name.trim(), role, expiresInDays: ends === 'never' ? null : Number(ends) })
    await refresh(PATH)
    setMade(answer)
  }
  return (
    <Ask title="Make a token" onClose={onClose} verb="Make the token" work={add}>
      <TextField
        label="Name"
        value={name}
        maxLength={200}
        autoFocus
        onChange={(event) => setName(event.target.value)}
        help="What uses it: a script, a notebook, a dashboard."
      />
      {admin && <SelectField label="It may" value={role} options={ROLES} onChange={setRole} />}
      <SelectField label="It ends" value={ends} options={ENDS} onChange={setEnds} />
    </Ask>
  )
}

function columns(remove: (token: Token) => void): Column<Token>[] {
  const ended = (token: Token) => (millis(token.expiresAt) ?? Infinity) < Date.now()
  return [
    { key: 'name', head: 'Name', cell: (token) => <span className="med">{token.name}</span>, title: (token) => token.name },
    { key: 'prefix', head: 'Token', width: 130, cell: (token) => <code>{token.prefix}…</code> },
    { key: 'role', head: 'May', width: 110, from: 720, cell: (token) => (token.role === 'admin' ? 'everything' : 'read') },
    { key: 'made', head: 'Made', width: 120, from: 960, cell: (token) => <Time iso={token.createdAt} /> },
    {
      key: 'used',
      head: 'Last used',
      width: 120,
      from: 960,
      cell: (token) => (token.lastUsedAt === null ? <span className="t3">never</span> : <Time iso={token.lastUsedAt} />),
    },
    {
      key: 'ends',
      head: 'Ends',
      width: 120,
      from: 720,
      cell: (token) =>
        token.expiresAt === null ? (
          <span className="t3">never</span>
        ) : (
          <span className={ended(token) ? 't3' : ''}>
            {ended(token) && 'ended '}
            <Time iso={token.expiresAt} />
          </span>
        ),
    },
    {
      key: 'more',
      head: <span className="sr">Revoke</span>,
      width: 96,
      cell: (token) => (
        <Button small onClick={() => remove(token)}>
          Revoke
        </Button>
      ),
    },
  ]
}

function RevokeTokenDialog({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const revoke = async () => {
    await api.delete(`${PATH}/${token.id}`)
    await refresh(PATH)
    onClose()
  }
  return (
    <Ask title={`Revoke ${token.name}?`} onClose={onClose} verb="Revoke token" danger work={revoke}>
      <p>Whatever uses {token.prefix}… is refused from now on.</p>
    </Ask>
  )
}

/** Settings > Tokens: one's own, to read with. */
export function TokensPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Tokens' }])
  const admin = useIsAdmin()
  const answer = useApi<{ items: Token[] }>(PATH)
  const server = useApi<ServerInfo>('/api/v2/server')
  const [open, setOpen] = useState<'add' | Token | null>(null)
  const close = () => setOpen(null)
  const url = server.data?.publicUrl ?? location.origin
  const add = (
    <Button kind="primary" icon="plus" onClick={() => setOpen('add')}>
      Make a token
    </Button>
  )
  return (
    <div className="page">
      <PageHead
        title="Your tokens"
        lead="A personal token reads the API in your name, for scripts and notebooks. Producers use the token of their source instead."
        actions={add}
      />
      <Region answer={answer} what="your tokens" rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No token yet" why="Make one to ask the API from a script, a notebook or the command line." />
          ) : (
            <Table label="Your tokens" columns={columns(setOpen)} rows={items} rowKey={(token) => String(token.id)} />
          )
        }
      </Region>
      <Section title="Read with the API" count={<a href="/api/openapi.json">openapi.json describes all of it</a>}>
        <div className="apisnips">
          <Code
            language="shell"
            label="a curl command"
            code={`curl '${url}/api/v2/jobs?limit=10' \\\n  -H "Authorization: Bearer $HEADWATER_TOKEN"`}
          />
          <Code
            language="shell"
            label="a command"
            code={`headwater lineage dataset NAMESPACE NAME --upstream --depth 3 --columns --json`}
          />
        </div>
      </Section>
      {open === 'add' && <AddTokenDialog onClose={close} admin={admin} />}
      {open !== null && open !== 'add' && <RevokeTokenDialog token={open} onClose={close} />}
    </div>
  )
}
