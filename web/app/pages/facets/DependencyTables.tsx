import type { FacetValue } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { plural } from '../../ui/Time.tsx'
import { shortRunId } from '../format.ts'
import type { Dependencies, Dependency, Said as Words } from './dependencies.ts'
import type { Some } from './read.ts'
import { Missing, Said } from './Said.tsx'
import './panels.css'

const Spoken = ({ said }: { readonly said: Words | null }) =>
  said === null ? <span className="t3">not said</span> : <bdi title={said.raw}>{said.words}</bdi>

const COLUMNS: readonly Column<Dependency>[] = [
  { key: 'job', head: 'Job', cell: ({ job }) => <EntityName {...job} to={paths.job(job)} tile={false} /> },
  { key: 'type', head: 'How', width: 230, cell: (one) => <Spoken said={one.type} />, title: (one) => one.type?.raw },
  {
    key: 'sequence',
    head: 'Order',
    width: 230,
    from: 960,
    cell: (one) => <Spoken said={one.sequence} />,
    title: (one) => one.sequence?.raw,
  },
  { key: 'status', head: 'Outcome', width: 150, from: 960, cell: (one) => <Spoken said={one.status} />, title: (one) => one.status?.raw },
  {
    key: 'run',
    head: 'Run',
    width: 170,
    from: 720,
    cell: ({ job, runId }) =>
      runId === null ? (
        <span className="t3">not said</span>
      ) : (
        <Link to={paths.run(job, runId)} title={runId}>
          <code>{shortRunId(runId)}</code>
        </Link>
      ),
  },
]

function Side({ title, list, facet }: { readonly title: string; readonly list: Some<Dependency>; readonly facet: FacetValue }) {
  if (list.items.length + list.odd === 0) return null
  const rows = list.items.map((one, i) => ({ ...one, at: i }))
  return (
    <div className="depends">
      <h3>{title}</h3>
      {rows.length > 0 && <Table columns={COLUMNS} rows={rows} rowKey={(row) => String((row as (typeof rows)[number]).at)} label={title} />}
      <Missing of={list} facet={facet} />
    </div>
  )
}

/** Which jobs start this run and which it starts. Control flow: no data goes along it. */
export function DependencyTables({ found, facet }: { readonly found: Dependencies; readonly facet: FacetValue }) {
  const count = found.upstream.items.length + found.upstream.more + found.downstream.items.length + found.downstream.more
  return (
    <Section title="Control flow" count={`${plural(count, 'job')}, no lineage`} end={<Said facet={facet} />}>
      {found.rule !== null && (
        <p className="s12 t2 depends">
          Runs when <span title={found.rule.raw}>{found.rule.words}</span>.
        </p>
      )}
      <Side title="Upstream: before this run" list={found.upstream} facet={facet} />
      <Side title="Downstream: after this run" list={found.downstream} facet={facet} />
    </Section>
  )
}
