import { useState } from 'react'
import type { DatasetItem, JobItem, SearchHit, SearchResult } from '../../../../src/contract/catalog.ts'
import type { Paged } from '../../../../src/contract/common.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { plural, Time } from '../../ui/Time.tsx'

const SHOWN = 12

/** Which dataset or job to look at: a search, and what was written and run last. */
export function StartPage() {
  const [q, setQ] = useState('')
  useCrumbs([{ label: 'Lineage' }])
  return (
    <div className="page">
      <PageHead
        title="Lineage"
        lead="Choose a dataset, a column or a job. The graph starts with one hop on each side and grows where you open it."
      />
      <SearchField value={q} onChange={setQ} placeholder="Find a dataset, column or job" width={420} />
      {q.trim() === '' ? <Recent /> : <Found q={q.trim()} />}
    </div>
  )
}

const KINDS = [
  ['dataset', 'Datasets'],
  ['field', 'Columns'],
  ['job', 'Jobs'],
] as const

function Found({ q }: { readonly q: string }) {
  const answer = useApi<SearchResult>('/api/v2/search', { q, limit: 60 }, { keep: true })
  return (
    <Region answer={answer} what="the matches">
      {(found) =>
        found.hits.every((hit) => !isGraphHit(hit)) ? (
          <Empty title={`Nothing is called ${q}.`} why="Only what an event has named can be found." />
        ) : (
          KINDS.map(([kind, title]) => (
            <Hits key={kind} title={title} hits={found.hits.filter(isGraphHit).filter((hit) => hit.kind === kind)} more={found.truncated} />
          ))
        )
      }
    </Region>
  )
}

type GraphHit = Extract<SearchHit, { kind: 'job' | 'dataset' | 'field' }>
const isGraphHit = (hit: SearchHit): hit is GraphHit => KINDS.some(([kind]) => kind === hit.kind)

function Hits({ title, hits, more }: { readonly title: string; readonly hits: readonly GraphHit[]; readonly more: boolean }) {
  if (hits.length === 0) return null
  return (
    <Section title={title} count={more ? `${hits.length} best matches` : hits.length}>
      <ul className="lg-pick" data-hw-rows="">
        {hits.map((hit) => (
          <Hit key={hitKey(hit)} hit={hit} />
        ))}
      </ul>
    </Section>
  )
}

const hitKey = (hit: GraphHit): string =>
  JSON.stringify(hit.kind === 'job' ? hit.job : hit.kind === 'field' ? [hit.dataset, hit.path] : hit.dataset) + hit.kind

function Hit({ hit }: { readonly hit: GraphHit }) {
  if (hit.kind === 'job') {
    return (
      <Row to={paths.lineage({ type: 'job', ...hit.job })} icon="job" name={<EntityName {...hit.job} integration={hit.integration} />}>
        {hit.state === null ? 'not yet run' : <StateBadge state={hit.state} />}
      </Row>
    )
  }
  if (hit.kind === 'field') {
    return (
      <Row
        to={paths.lineage({ type: 'dataset', ...hit.dataset, field: hit.path })}
        icon="columns"
        name={<span className="name med">{hit.path}</span>}
      >
        in {hit.dataset.name}
      </Row>
    )
  }
  return (
    <Row to={paths.lineage({ type: 'dataset', ...hit.dataset })} icon="dataset" name={<EntityName {...hit.dataset} />}>
      {plural(hit.fieldCount, 'column')}
    </Row>
  )
}

function Row({
  to,
  icon,
  name,
  children,
}: {
  readonly to: string
  readonly icon: 'job' | 'dataset' | 'columns'
  readonly name: React.ReactNode
  readonly children: React.ReactNode
}) {
  return (
    <li>
      <Link to={to} data-row="">
        <Icon name={icon} />
        <span className="grow cut">{name}</span>
        <span className="s12 t3">{children}</span>
      </Link>
    </li>
  )
}

function Recent() {
  const datasets = useApi<Paged<DatasetItem>>('/api/v2/datasets', { sort: 'lastWritten', limit: SHOWN })
  const jobs = useApi<Paged<JobItem>>('/api/v2/jobs', { sort: 'lastRun', limit: SHOWN })
  return (
    <div className="lg-recent">
      <Section title="Written last">
        <Region answer={datasets} what="the datasets">
          {(page) =>
            page.items.length === 0 ? (
              <Empty title="No datasets yet." why="They come with the first event that names inputs or outputs.">
                <ButtonLink to={paths.sources()} small>
                  Connect a data source
                </ButtonLink>
              </Empty>
            ) : (
              <ul className="lg-pick" data-hw-rows="">
                {page.items.map((d) => (
                  <Row
                    key={d.namespace + d.name}
                    to={paths.lineage({ type: 'dataset', namespace: d.namespace, name: d.name })}
                    icon="dataset"
                    name={<EntityName namespace={d.namespace} name={d.name} />}
                  >
                    <Time iso={d.lastWrittenAt ?? d.lastSeenAt} />
                  </Row>
                ))}
              </ul>
            )
          }
        </Region>
      </Section>
      <Section title="Run last">
        <Region answer={jobs} what="the jobs">
          {(page) =>
            page.items.length === 0 ? (
              <Empty title="No jobs yet." why="They come with the first event." />
            ) : (
              <ul className="lg-pick">
                {page.items.map((j) => (
                  <Row
                    key={j.namespace + j.name}
                    to={paths.lineage({ type: 'job', namespace: j.namespace, name: j.name })}
                    icon="job"
                    name={<EntityName namespace={j.namespace} name={j.name} integration={j.integration} />}
                  >
                    {j.lastState === null ? 'not yet run' : <StateBadge state={j.lastState} />}
                  </Row>
                ))}
              </ul>
            )
          }
        </Region>
      </Section>
    </div>
  )
}
