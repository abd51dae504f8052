import { useState } from 'react'
import type { Home } from '../../../../src/contract/catalog.ts'
import type { ServerInfo } from '../../../../src/contract/sources.ts'
import { api } from '../../api/client.ts'
import { queryClient, useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useSession } from '../../shell/session.ts'
import { Code } from '../../ui/Code.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link, useGo } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Checklist } from './Checklist.tsx'

type DemoAnswer = { readonly link?: string }

/** A link of this server, as an address inside the program; null for anything else. */
function insideLink(link: string | undefined): string | null {
  if (link === undefined) return null
  const url = new URL(link, location.origin)
  return url.pathname.startsWith('/lineage') ? `${url.pathname}${url.search}` : null
}

function DemoDoor() {
  const go = useGo()
  const [state, setState] = useState<'rest' | 'busy' | Error>('rest')
  const load = async () => {
    setState('busy')
    try {
      const answer = await api.post<DemoAnswer>('/api/v2/demo')
      await queryClient.invalidateQueries()
      const to = insideLink(answer.link)
      toast('The demo data is loaded.', to === null ? {} : { to, toLabel: 'Open an interesting column' })
      if (to !== null) go(paths.home())
    } catch (error) {
      setState(error instanceof Error ? error : new Error(String(error)))
      return
    }
    setState('rest')
  }
  return (
    <>
      <button
        type="button"
        className="door"
        onClick={() => void load()}
        disabled={state === 'busy'}
        aria-busy={state === 'busy' || undefined}
      >
        <Icon name={state === 'busy' ? 'RUNNING' : 'lineage'} className={state === 'busy' ? 'spin' : undefined} />
        <b>Load demo data</b>
        <p>A shop with 30 days of runs, failures and schema changes, under a source of its own.</p>
        <span className="go">{state === 'busy' ? 'Loading, about 10 seconds' : 'Load it'}</span>
        {state instanceof Error && <ErrorRegion error={state} />}
      </button>
    </>
  )
}

function Doors({ admin }: { readonly admin: boolean }) {
  return (
    <div className="doors">
      {admin && (
        <Link to={paths.addSource()} className="door">
          <Icon name="source" />
          <b>Connect a data source</b>
          <p>Airflow, Spark, dbt, Flink or anything that speaks OpenLineage. You get a token and a ready snippet.</p>
          <span className="go">Add a source, about 5 minutes</span>
        </Link>
      )}
      {admin && <DemoDoor />}
      <Link to={paths.tokens()} className="door">
        <Icon name="api" />
        <b>Read with the API</b>
        <p>REST and the command line, with a token of your own.</p>
        <span className="go">Make a token</span>
      </Link>
    </div>
  )
}

/** Home before the first event. */
export function FirstRun({ home, sourceId }: { readonly home: Home; readonly sourceId: number | null }) {
  const session = useSession().data
  const server = useApi<ServerInfo>('/api/v2/server')
  const admin = session?.role === 'admin'
  const url = server.data?.publicUrl ?? location.origin
  const first = session?.person?.name.split(' ')[0]
  return (
    <>
      <h1>{first === undefined ? 'Welcome' : `Welcome, ${first}`}</h1>
      <p className="t3 lead">Headwater is running at {url} and has no events yet.</p>
      <Doors admin={admin} />
      <div className="two">
        <Checklist home={home} sourceId={sourceId} admin={admin} />
        <Section title="See one event now" count="before any producer">
          <div className="snip">
            <Code
              language="shell"
              label="a curl command"
              code={`curl ${url}/api/v1/lineage \\\n  -H "Authorization: Bearer $TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d @event.json`}
            />
          </div>
          <p className="s12 t3">
            The answer is 201 with the event's number and its receipt. Each source's page has this with the real token.
          </p>
        </Section>
      </div>
    </>
  )
}
