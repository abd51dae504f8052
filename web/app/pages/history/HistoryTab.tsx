import { useState } from 'react'
import type { FacetHistory, FacetVersion } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { useSources } from '../events/use-sources.ts'
import { FacetTree } from '../facets/FacetTree.tsx'
import { lastPart } from '../format.ts'
import { wordsOf } from './words.ts'
import '../facets/panels.css'
import '../job/facets.css'
import './history.css'

type Props = { readonly of: 'dataset' | 'job'; readonly namespace: string; readonly name: string }

/** What the facets of a dataset or job said over time, newest first, and who said it. */
export function HistoryTab({ of, namespace, name }: Props) {
  const [key, setKey] = useState('')
  const answer = useApi<FacetHistory>(`/api/v2/${of}/history`, { namespace, name, ...(key === '' ? {} : { key }) }, { keep: true })
  const all = useApi<FacetHistory>(`/api/v2/${of}/history`, { namespace, name })
  const keys = [...new Set((all.data?.items ?? []).map((item) => item.key))].sort()
  return (
    <Region answer={answer} what="the history" rows={6}>
      {(history) => (
        <div className="first-sec">
          <Lifecycle history={history} />
          {history.items.length === 0 ? (
            <Empty
              title="Nothing is known of its past"
              why={`No event has brought words, owners, tags, storage or another facet of this ${of} that is remembered.`}
            />
          ) : (
            <Section
              title="What was said"
              count={`${plural(history.items.length, 'content')}, newest first`}
              end={keys.length > 1 ? <Filter keys={keys} value={key} onChange={setKey} /> : undefined}
            >
              <div className="history facets">
                {history.items.map((item) => (
                  <Version key={`${item.key} ${item.eventPosition} ${item.firstSeenAt ?? ''}`} version={item} />
                ))}
              </div>
              {history.truncated && <p className="s12 t3">There is more. Choose one facet to see more of it.</p>}
            </Section>
          )}
        </div>
      )}
    </Region>
  )
}

function Filter({
  keys,
  value,
  onChange,
}: {
  readonly keys: readonly string[]
  readonly value: string
  readonly onChange: (key: string) => void
}) {
  return (
    <span className="in select">
      <select value={value} aria-label="Of which facet" onChange={(event) => onChange(event.target.value)}>
        <option value="">All facets</option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </span>
  )
}

function Lifecycle({ history }: { readonly history: FacetHistory }) {
  const renames = [
    ...history.renamedTo.map((rename) => ({ words: 'Renamed to', rename })),
    ...history.renamedFrom.map((rename) => ({ words: 'Renamed from', rename })),
  ]
  if (renames.length === 0 && history.droppedAt === null) return null
  return (
    <Section title="Renames and drops">
      <ul className="hist">
        {history.droppedAt !== null && (
          <li className="b">
            <i />
            <b className="med">Dropped, and not written since</b>
            <span className="t3">
              <Time iso={history.droppedAt} />
            </span>
          </li>
        )}
        {renames.map(({ words, rename }) => (
          <li key={`${words} ${rename.namespace} ${rename.name}`}>
            <i />
            <span className="row">
              {words} <EntityName namespace={rename.namespace} name={rename.name} to={paths.dataset(rename)} />
            </span>
            <span className="t3">
              <Time iso={rename.at} />, <Link to={paths.event(rename.eventPosition)}>event</Link>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Version({ version }: { readonly version: FacetVersion }) {
  const [open, setOpen] = useState(false)
  return (
    <div className="facet">
      <div className="row">
        <button type="button" className="plain grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={12} />
          <bdi className="med key">{version.key}</bdi>
          <bdi className="t2 cut">{wordsOf(version.value)}</bdi>
        </button>
        {version.current && <span className="tag">now</span>}
        <span className="s12 t3 when">
          <Time iso={version.firstSeenAt} />
        </span>
      </div>
      {open && (
        <div className="facet-body">
          <Who version={version} />
          <FacetTree value={version.value} label={`What the facet ${version.key} said`} />
        </div>
      )}
    </div>
  )
}

function Who({ version }: { readonly version: FacetVersion }) {
  const source = useSources().get(version.sourceId ?? -1)
  return (
    <p className="s12 t3 in-words">
      first said <Time iso={version.firstSeenAt} />
      {version.lastSeenAt !== version.firstSeenAt && (
        <>
          , last <Time iso={version.lastSeenAt} />
        </>
      )}
      {version.run !== null && (
        <>
          {', by '}
          <Link to={paths.run(version.run.job, version.run.runId)}>
            a run of <bdi>{lastPart(version.run.job.name)}</bdi>
          </Link>
        </>
      )}
      {source !== undefined && (
        <>
          {', from '}
          <Link to={paths.source(source.id)}>
            <bdi>{source.name}</bdi>
          </Link>
        </>
      )}
      {', '}
      <Link to={paths.event(version.eventPosition)}>event {formatNumber(version.eventPosition)}</Link>
    </p>
  )
}
