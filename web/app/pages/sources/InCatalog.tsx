import { useState } from 'react'
import type { JobClaims, RuleBody, Rules } from '../../../../src/contract/rules.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Ask } from '../../ui/Ask.tsx'
import { Button } from '../../ui/Button.tsx'
import { RadioField, SelectField, TextField } from '../../ui/Field.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Note, Section } from '../../ui/PageHead.tsx'
import { Region } from '../../ui/Regions.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { PreviewBox } from '../rules/PreviewBox.tsx'
import { RuleList } from '../rules/RuleList.tsx'
import { makeRules } from '../rules/rule-actions.ts'
import { bodyOf } from '../rules/rule-form.ts'
import { canMake, usePreview } from '../rules/use-preview.ts'

type Props = { readonly source: Source; readonly onClose: () => void }

const HOW_MUCH = [
  { value: 'all', label: 'All of it', help: 'What it sent, and what it will send.' },
  { value: 'time', label: 'What happened in a time', help: 'By the time in its events.' },
] as const

function LeaveOutDialog({ source, onClose }: Props) {
  const [how, setHow] = useState<(typeof HOW_MUCH)[number]['value']>('all')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const times = how === 'all' ? { from: '', to: '' } : { from, to }
  const isWhole = how === 'all' || from.trim() !== '' || to.trim() !== ''
  const body = isWhole ? bodyOf('leaveOut', { sourceId: String(source.id), ...times }) : null
  const preview = usePreview(body === null ? null : [body])
  const work = async () => {
    if (body === null) return
    await makeRules([body], null, `${source.name} is left out${how === 'all' ? '' : ' for that time'}.`)
    onClose()
  }
  const form = { placeholder: '2026-01-31T00:00:00Z', spellCheck: false, autoComplete: 'off' }
  return (
    <Ask
      title={`Leave ${source.name} out of the catalog?`}
      verb="Leave out"
      width={620}
      onClose={onClose}
      disabled={body === null || !canMake(preview)}
      work={work}
    >
      <p>The event log keeps its events, and it goes on taking them in. It can be brought back.</p>
      <RadioField legend="How much" name="leaveout" value={how} onChange={setHow} options={HOW_MUCH} />
      {how === 'time' && (
        <>
          <TextField label="From" optional {...form} value={from} onChange={(event) => setFrom(event.target.value)} />
          <TextField label="Up to" optional {...form} value={to} onChange={(event) => setTo(event.target.value)} />
        </>
      )}
      <PreviewBox preview={preview} waiting="Say from when, up to when, or both." />
    </Ask>
  )
}

const OF = [
  { value: 'jobs', label: 'jobs' },
  { value: 'datasets', label: 'datasets' },
  { value: 'both', label: 'jobs and datasets' },
] as const

function PrefixDialog({ source, onClose }: Props) {
  const [prefix, setPrefix] = useState('')
  const [of, setOf] = useState<(typeof OF)[number]['value']>('jobs')
  const body: RuleBody | null = prefix.trim() === '' ? null : { kind: 'prefix', sourceId: source.id, prefix, of }
  const preview = usePreview(body === null ? null : [body])
  const work = async () => {
    if (body === null) return
    await makeRules([body], null, `${source.name} has a prefix.`)
    onClose()
  }
  return (
    <Ask
      title={`A prefix for the namespaces of ${source.name}`}
      width={620}
      verb="Set the prefix"
      onClose={onClose}
      disabled={body === null}
      work={work}
    >
      <p>What it sends stands in namespaces that start with this, so that it is not mixed with what other sources call the same.</p>
      <TextField
        label="Prefix"
        value={prefix}
        placeholder="eu/"
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setPrefix(event.target.value)}
      />
      <SelectField label="Namespaces of" value={of} options={OF} onChange={setOf} />
      <PreviewBox preview={preview} waiting="Write a prefix to see what it would do." />
    </Ask>
  )
}

/** Jobs that another source names as well. */
function Collisions({ source, admin, onPrefix }: { readonly source: Source; readonly admin: boolean; readonly onPrefix: () => void }) {
  const claims = useApi<JobClaims>(`/api/v2/sources/${source.id}/collisions`, undefined, { every: 10_000 }).data
  const sources = useApi<{ items: Source[] }>('/api/v2/sources').data?.items ?? []
  if (claims === undefined || claims.total === 0) return null
  const nameOf = (id: number): string => sources.find((s) => s.id === id)?.name ?? `source ${id}, removed`
  const more = claims.total - claims.items.length
  return (
    <Note state="ABORT" icon={<Icon name="warn" />}>
      <b>
        {formatNumber(claims.total)}
        {claims.atLeast ? ' or more' : ''} {claims.total === 1 ? 'job of it is' : 'jobs of it are'} named by another source as well.
      </b>{' '}
      Their runs are mixed.{' '}
      {admin && (
        <button type="button" className="plain link" onClick={onPrefix}>
          Set a prefix
        </button>
      )}
      <ul className="collisions">
        {claims.items.slice(0, 5).map(({ job, sources: by }) => (
          <li key={`${job.namespace}\n${job.name}`}>
            <Link to={paths.job(job)}>
              <bdi>{job.name}</bdi>
            </Link>{' '}
            <span className="t3">
              {by
                .filter((id) => id !== source.id)
                .map(nameOf)
                .join(', ')}
            </span>
          </li>
        ))}
        {claims.items.length > 5 && <li className="t3">and {formatNumber(claims.items.length - 5 + more)} more</li>}
      </ul>
    </Note>
  )
}

/** How much of what a source sent is in the catalog, and under which names. */
export function InCatalog({ source }: { readonly source: Source }) {
  const admin = useIsAdmin()
  const [open, setOpen] = useState<'leaveOut' | 'prefix' | null>(null)
  const answer = useApi<Rules>('/api/v2/rules', undefined, { every: 5_000 })
  const close = () => setOpen(null)
  return (
    <Section
      title="In the catalog"
      end={
        admin && (
          <span className="row">
            <Button small onClick={() => setOpen('prefix')}>
              Set a prefix
            </Button>
            <Button small onClick={() => setOpen('leaveOut')}>
              Leave out
            </Button>
          </span>
        )
      }
    >
      <Collisions source={source} admin={admin} onPrefix={() => setOpen('prefix')} />
      <Region answer={answer} what="the rules" rows={2}>
        {({ items }) => {
          const own = items.filter(({ body }) => (body.kind === 'leaveOut' || body.kind === 'prefix') && body.sourceId === source.id)
          return own.length === 0 ? (
            <p className="t3 pad">All of it, under the names that it sends.</p>
          ) : (
            <RuleList label="Rules about this source" rules={own} sourceName={() => source.name} admin={admin} />
          )
        }}
      </Region>
      {open === 'leaveOut' && <LeaveOutDialog source={source} onClose={close} />}
      {open === 'prefix' && <PrefixDialog source={source} onClose={close} />}
    </Section>
  )
}
