import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Source, SourceWithToken, SyncMode } from '../../../../src/contract/sources.ts'
import { ApiProblem, api, problemText } from '../../api/client.ts'
import { queryClient, refresh } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Code } from '../../ui/Code.tsx'
import { RadioField, TextField } from '../../ui/Field.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Empty, ErrorRegion } from '../../ui/Regions.tsx'
import { BaseUrlField } from './BaseUrlField.tsx'
import { checkBaseUrl } from './base-url.ts'
import { SYNC_MODES } from './sync-modes.ts'
import { rememberToken } from './token-memory.ts'
import './sources.css'

function TypeField() {
  return (
    <fieldset className="f">
      <legend>Source type</legend>
      <div className="typ">
        <label>
          <input type="radio" name="type" value="openlineage" defaultChecked className="sr" />
          <b className="med">OpenLineage</b>
          <span className="s12">Producers send events over HTTP</span>
        </label>
      </div>
    </fieldset>
  )
}

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`

function Aside({ name, baseUrl }: { readonly name: string; readonly baseUrl: string }) {
  const command = [
    'headwater source add',
    `--name ${quoted(name.trim() === '' ? 'OpenLineage' : name.trim())}`,
    ...(baseUrl.trim() === '' ? [] : [`--base-url ${quoted(baseUrl.trim())}`]),
  ].join(' \\\n  ')
  return (
    <aside className="aside" aria-label="About sources">
      <h2>What happens next</h2>
      <p>You get a token, an events URL and an events endpoint, with ready snippets for Airflow, Spark, dbt, Flink, Python and Java.</p>
      <p>The page then watches for your first event and says at each step what arrived and, if something is refused, why.</p>
      <h2>One source for each sender</h2>
      <p>A leaked token stops one sender, not all; and each has its own figures, its own pause and its own sync.</p>
      <h2>Prefer the terminal?</h2>
      <Code language="shell" code={command} label="the command" />
    </aside>
  )
}

function useSave(): {
  readonly save: (input: { name: string; baseUrl: string | null; syncMode: SyncMode }) => Promise<void>
  readonly busy: boolean
  readonly error: unknown
} {
  const go = useGo()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (input: { name: string; baseUrl: string | null; syncMode: SyncMode }) => {
    setBusy(true)
    setError(null)
    try {
      const made = await api.post<SourceWithToken>('/api/v2/sources', { type: 'openlineage', ...input })
      rememberToken(made.source.id, made.apiToken)
      queryClient.setQueryData<Source>([`/api/v2/sources/${made.source.id}`, null], made.source)
      void refresh('/api/v2/home')
      go(paths.source(made.source.id, 'connect'), { replace: true })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return { save, busy, error }
}

function AddForm() {
  const [name, setName] = useState('OpenLineage')
  const [baseUrl, setBaseUrl] = useState('')
  const [syncMode, setSyncMode] = useState<SyncMode>('continuous')
  const [tried, setTried] = useState(false)
  const { save, busy, error } = useSave()
  const check = checkBaseUrl(baseUrl)
  const pointer = error instanceof ApiProblem ? error.pointer : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (check.ok && name.trim() !== '') void save({ name: name.trim(), baseUrl: check.value, syncMode })
  }
  return (
    <div className="addsource">
      <form onSubmit={submit} noValidate>
        <TypeField />
        <TextField
          label="Display name"
          value={name}
          maxLength={200}
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          error={name.trim() === '' && tried ? 'Give the source a name.' : pointer?.includes('name') === true ? problemText(error) : null}
          help="How people here will recognise it. You can change it later."
        />
        <BaseUrlField
          value={baseUrl}
          onChange={setBaseUrl}
          now={tried}
          refused={pointer?.includes('baseUrl') === true ? problemText(error) : null}
        />
        <RadioField legend="Catalog" name="syncMode" value={syncMode} onChange={setSyncMode} options={SYNC_MODES} />
        {error !== null && pointer === null && <ErrorRegion error={error} />}
        <div className="row">
          <Button kind="primary" type="submit" busy={busy}>
            Save and get the token
          </Button>
          <ButtonLink to={paths.sources()} kind="quiet">
            Cancel
          </ButtonLink>
        </div>
      </form>
      <Aside name={name} baseUrl={baseUrl} />
    </div>
  )
}

/** Settings > Data > Add. */
export function AddSourcePage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Data', to: paths.sources() }, { label: 'Add a source' }])
  const admin = useIsAdmin()
  return (
    <div className="page">
      <h1>Add a source</h1>
      {admin ? (
        <>
          <div className="steps">
            <b>1 Name it</b>
            <Icon name="right" />2 Connect the producer
            <Icon name="right" />3 See lineage
          </div>
          <AddForm />
        </>
      ) : (
        <Empty
          title="Only administrators add sources"
          why="Your role is viewer. Ask an administrator to add it, or to change your role under People."
        />
      )}
    </div>
  )
}
