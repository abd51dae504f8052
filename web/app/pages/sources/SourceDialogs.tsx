import { useState } from 'react'
import type { Source, SourceToken, SourceWithToken } from '../../../../src/contract/sources.ts'
import { api } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { Ask } from '../../ui/Ask.tsx'
import { SelectField } from '../../ui/Field.tsx'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { forgetToken, rememberToken } from './token-memory.ts'

type Props = { readonly source: Source; readonly onClose: () => void }

const OVERLAPS = [
  { value: '0', label: 'The old one stops at once' },
  { value: '1', label: 'The old one works for another hour' },
  { value: '24', label: 'The old one works for another 24 hours' },
  { value: '168', label: 'The old one works for another 7 days' },
  { value: '720', label: 'The old one works for another 30 days' },
] as const

/** A new token; the old one goes on for as long as is chosen. The new one is shown here and, until a reload, under Connect. */
export function RotateDialog({ source, onClose }: Props) {
  const [hours, setHours] = useState<(typeof OVERLAPS)[number]['value']>('24')
  const [token, setToken] = useState<string | null>(null)
  if (token !== null) {
    return (
      <SecretDialog title={`The new token of ${source.name}`} secret={token} label="API token" onClose={onClose}>
        <p className="s12 t3">The snippets under Connect have it until you leave or reload the page.</p>
      </SecretDialog>
    )
  }
  const rotate = async () => {
    const made = await api.post<SourceWithToken>(`/api/v2/sources/${source.id}/rotate`, { overlapHours: Number(hours) })
    rememberToken(source.id, made.apiToken)
    setToken(made.apiToken)
    await refresh('/api/v2/sources')
  }
  return (
    <Ask title={`Rotate the token of ${source.name}?`} onClose={onClose} verb="Make a new token" work={rotate}>
      <p>You get a new token. Set it on the producer while the old one still works, and no event is lost.</p>
      <SelectField label="The token in use now" value={hours} options={OVERLAPS} onChange={setHours} />
    </Ask>
  )
}

/** Stops or resumes taking events in. */
export function PauseDialog({ source, onClose }: Props) {
  const change = async () => {
    await api.patch<Source>(`/api/v2/sources/${source.id}`, { paused: !source.paused })
    await refresh('/api/v2/sources')
    onClose()
  }
  return source.paused ? (
    <Ask title={`Resume ${source.name}?`} onClose={onClose} verb="Resume" work={change}>
      <p>Its tokens work again at once.</p>
    </Ask>
  ) : (
    <Ask title={`Pause ${source.name}?`} onClose={onClose} verb="Pause" work={change}>
      <p>
        From now on its requests are refused with 401 source_paused. Producers drop what is refused, so events sent in the meantime are not
        kept.
      </p>
    </Ask>
  )
}

/** Stops one token at once. */
export function RevokeDialog({ source, token, onClose }: Props & { readonly token: SourceToken }) {
  const revoke = async () => {
    await api.post(`/api/v2/sources/${source.id}/revoke`, { tokenId: token.id })
    forgetToken(source.id)
    await refresh('/api/v2/sources')
    onClose()
  }
  return (
    <Ask title={`Revoke ${token.prefix}?`} onClose={onClose} verb="Revoke token" danger work={revoke}>
      <p>
        Requests with it are refused from now on.{' '}
        {token.lastUsedAt === null
          ? 'It was never used.'
          : `It was last used by ${token.lastUsedBy ?? 'an unnamed client'} from ${token.lastUsedFrom ?? 'an unknown address'}.`}
      </p>
    </Ask>
  )
}
