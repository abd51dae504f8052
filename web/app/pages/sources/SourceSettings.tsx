import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Source, SourceToken } from '../../../../src/contract/sources.ts'
import { ApiProblem, api, problemText } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { RadioField, TextField } from '../../ui/Field.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, millis } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { BaseUrlField } from './BaseUrlField.tsx'
import { checkBaseUrl } from './base-url.ts'
import { InCatalog } from './InCatalog.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'
import { PauseDialog, RevokeDialog, RotateDialog } from './SourceDialogs.tsx'
import { SQL_MODES, SYNC_MODES } from './sync-modes.ts'

function GeneralForm({ source }: { readonly source: Source }) {
  const [name, setName] = useState(source.name)
  const [baseUrl, setBaseUrl] = useState(source.baseUrl ?? '')
  const [syncMode, setSyncMode] = useState(source.syncMode)
  const [inferSql, setInferSql] = useState(source.inferSql)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const check = checkBaseUrl(baseUrl)
  const changed =
    name.trim() !== source.name ||
    (check.ok && check.value !== source.baseUrl) ||
    syncMode !== source.syncMode ||
    inferSql !== source.inferSql
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!check.ok || name.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await api.patch<Source>(`/api/v2/sources/${source.id}`, { name: name.trim(), baseUrl: check.value, syncMode, inferSql })
      await refresh('/api/v2/sources')
      toast('Saved.')
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const atUrl = error instanceof ApiProblem && error.pointer?.includes('baseUrl') === true
  return (
    <form className="settings-form" onSubmit={(event) => void save(event)} noValidate>
      <TextField
        label="Display name"
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
        error={name.trim() === '' && tried ? 'Give the source a name.' : error !== null && !atUrl ? problemText(error) : null}
      />
      <BaseUrlField value={baseUrl} onChange={setBaseUrl} now={tried} refused={atUrl ? problemText(error) : null} />
      <RadioField legend="Catalog" name="syncMode" value={syncMode} onChange={setSyncMode} options={SYNC_MODES} />
      <RadioField
        legend="Infer column lineage from SQL"
        name="inferSql"
        value={inferSql ? 'on' : 'off'}
        onChange={(value) => setInferSql(value === 'on')}
        options={SQL_MODES}
      />
      <Button type="submit" kind="primary" busy={busy} disabled={!changed}>
        Save changes
      </Button>
    </form>
  )
}

function tokenState(token: SourceToken): string {
  if (token.revokedAt !== null) return 'revoked'
  const end = millis(token.expiresAt)
  if (end === null) return 'valid'
  return end < Date.now() ? 'expired' : 'valid until rotated out'
}

const usable = (token: SourceToken): boolean =>
  token.revokedAt === null && (token.expiresAt === null || Date.parse(token.expiresAt) > Date.now())

function tokenColumns(admin: boolean, revoke: (token: SourceToken) => void): Column<SourceToken>[] {
  const action: Column<SourceToken> = {
    key: 'revoke',
    head: <span className="sr">Revoke</span>,
    width: 96,
    cell: (token) =>
      usable(token) && (
        <Button small onClick={() => revoke(token)}>
          Revoke
        </Button>
      ),
  }
  return [
    { key: 'prefix', head: 'Token', width: 130, cell: (token) => <code>{token.prefix}…</code> },
    { key: 'state', head: 'State', width: 160, cell: tokenState },
    { key: 'made', head: 'Made', width: 110, from: 960, cell: (token) => <Time iso={token.createdAt} /> },
    {
      key: 'ends',
      head: 'Ends',
      width: 110,
      from: 960,
      cell: (token) =>
        token.revokedAt === null && token.expiresAt === null ? (
          <span className="t3">when revoked</span>
        ) : (
          <Time iso={token.revokedAt ?? token.expiresAt} />
        ),
    },
    {
      key: 'used',
      head: 'Last used',
      width: 110,
      from: 960,
      cell: (token) => (token.lastUsedAt === null ? <span className="t3">never</span> : <Time iso={token.lastUsedAt} />),
    },
    {
      key: 'by',
      head: 'By',
      from: 960,
      cell: (token) =>
        [token.lastUsedBy, token.lastUsedFrom === null ? null : `from ${token.lastUsedFrom}`].filter((part) => part !== null).join(' '),
      title: (token) => token.lastUsedBy ?? undefined,
    },
    ...(admin ? [action] : []),
  ]
}

type Open = { readonly kind: 'rotate' | 'pause' | 'remove' } | { readonly kind: 'revoke'; readonly token: SourceToken } | null

function Dialogs({ source, open, onClose }: { readonly source: Source; readonly open: Open; readonly onClose: () => void }) {
  if (open === null) return null
  if ('token' in open) return <RevokeDialog source={source} token={open.token} onClose={onClose} />
  if (open.kind === 'rotate') return <RotateDialog source={source} onClose={onClose} />
  if (open.kind === 'pause') return <PauseDialog source={source} onClose={onClose} />
  return <RemoveDialog source={source} onClose={onClose} />
}

/** Name, base URL, sync mode; tokens; pause and remove. */
export function SourceSettings({ source }: { readonly source: Source }) {
  const admin = useIsAdmin()
  const [open, setOpen] = useState<Open>(null)
  return (
    <>
      {admin && (
        <GeneralForm key={`${source.name} ${source.baseUrl ?? ''} ${source.syncMode} ${String(source.inferSql)}`} source={source} />
      )}
      <Section
        title="Tokens"
        end={
          admin && (
            <Button small icon="key" onClick={() => setOpen({ kind: 'rotate' })}>
              Rotate
            </Button>
          )
        }
      >
        <Table
          label="Tokens"
          columns={tokenColumns(admin, (token) => setOpen({ kind: 'revoke', token }))}
          rows={source.tokens}
          rowKey={(token) => String(token.id)}
        />
      </Section>
      <InCatalog source={source} />
      {admin && (
        <Section title="Pause and remove">
          <div className="danger-zone">
            <div>
              <span>
                {source.paused ? 'Resume' : 'Pause'}
                <span className="s12">
                  {source.paused
                    ? 'Its requests are refused now. Resuming takes effect at once.'
                    : 'Its requests are refused until you resume.'}
                </span>
              </span>
              <Button onClick={() => setOpen({ kind: 'pause' })}>{source.paused ? 'Resume' : 'Pause'}</Button>
            </div>
            <div>
              <span>
                Remove
                <span className="s12">Its tokens stop at once; its events stay in the log. What it sent can leave the catalog.</span>
              </span>
              <Button onClick={() => setOpen({ kind: 'remove' })}>Remove source</Button>
            </div>
          </div>
        </Section>
      )}
      <Dialogs source={source} open={open} onClose={() => setOpen(null)} />
    </>
  )
}
