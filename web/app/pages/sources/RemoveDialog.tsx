import { useState } from 'react'
import type { RuleBody } from '../../../../src/contract/rules.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { api } from '../../api/client.ts'
import { queryClient, refresh } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Ask } from '../../ui/Ask.tsx'
import { RadioField } from '../../ui/Field.tsx'
import { useGo } from '../../ui/Link.tsx'
import { plural } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { PreviewBox } from '../rules/PreviewBox.tsx'
import { usePreview } from '../rules/use-preview.ts'
import { forgetToken } from './token-memory.ts'

const WHAT = [
  { value: 'keep', label: 'Keep it in the catalog', help: 'Jobs, runs and datasets stay as they are.' },
  {
    value: 'leaveOut',
    label: 'Leave it out of the catalog',
    help: 'The event log keeps the events; a rule under Identity can bring them back.',
  },
] as const

/** Removes the source and its tokens; what it sent stays in the catalog, or leaves it, after saying what goes. */
export function RemoveDialog({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const go = useGo()
  const [data, setData] = useState<(typeof WHAT)[number]['value']>('keep')
  const body: RuleBody = { kind: 'leaveOut', sourceId: source.id, from: null, to: null }
  const preview = usePreview(data === 'leaveOut' ? [body] : null)
  const remove = async () => {
    if (data === 'leaveOut') await api.post('/api/v2/rules', { body, note: `${source.name} was removed with its data.` })
    await api.delete(`/api/v2/sources/${source.id}`)
    forgetToken(source.id)
    // Only the list: the page of this source is still on the screen, and would ask for what is gone.
    await queryClient.invalidateQueries({ queryKey: ['/api/v2/sources', null], exact: true })
    await refresh('/api/v2/rules', '/api/v2/syncs')
    toast(`${source.name} was removed.`, data === 'leaveOut' ? { to: paths.identity(), toLabel: 'See what is left out' } : {})
    go(paths.sources())
  }
  const verb = data === 'leaveOut' ? 'Remove source and data' : 'Remove source'
  return (
    <Ask title={`Remove ${source.name}?`} onClose={onClose} verb={verb} danger disabled={data === 'leaveOut' && preview.busy} work={remove}>
      <p>
        {source.tokens.length === 1 ? 'Its token stops' : 'Its tokens stop'} at once, and it leaves this list. The{' '}
        {plural(source.accepted, 'event')} that it sent {source.accepted === 1 ? 'stays' : 'stay'} in the event log.
      </p>
      <RadioField legend="What it sent" name="removedata" value={data} onChange={setData} options={WHAT} />
      {data === 'leaveOut' && <PreviewBox preview={preview} />}
    </Ask>
  )
}
