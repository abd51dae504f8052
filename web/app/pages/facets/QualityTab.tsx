import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Time, formatBytes, formatNumber, plural } from '../../ui/Time.tsx'
import { QualitySeries } from '../history/QualitySeries.tsx'
import { ChecksTable } from './ChecksTable.tsx'
import { assertionsIn, outcomeWords } from './checks.ts'
import { findFacet } from './known.ts'
import { metricsIn } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { MetricsTable } from './MetricsTable.tsx'
import { Missing, Said } from './Said.tsx'
import './panels.css'

/** `1,204,118 rows, 3.1 GB, 12 files, as of 3 h ago` */
function Whole({ metrics }: { readonly metrics: Metrics }) {
  const counts = [
    metrics.rows === null ? null : { key: 'rows', text: `${metrics.rows} ${metrics.rows === '1' ? 'row' : 'rows'}` },
    metrics.bytes === null ? null : { key: 'bytes', text: formatBytes(metrics.bytes), title: `${formatNumber(metrics.bytes)} bytes` },
    metrics.files === null ? null : { key: 'files', text: `${metrics.files} ${metrics.files === '1' ? 'file' : 'files'}` },
  ].filter((count) => count !== null)
  return (
    <>
      {counts.map((count, i) => (
        <span key={count.key} title={count.title}>
          {i > 0 && ', '}
          {count.text}
        </span>
      ))}
      {metrics.updated !== null && (
        <>
          {counts.length > 0 && ', '}last changed <Time iso={metrics.updated} />
        </>
      )}
    </>
  )
}

/** What was tested and measured of a dataset, as it was last said and over time. */
export function QualityTab({ dataset }: { readonly dataset: DatasetDetail }) {
  const { facets } = dataset
  const asserted = findFacet(facets, 'assertions')
  const measured = findFacet(facets, 'metrics')
  const checks = assertionsIn(asserted)
  const metrics = metricsIn(measured)
  return (
    <div className="first-sec">
      {asserted !== null && checks !== null && (
        <Section
          title="Tests"
          count={checks.total === 0 ? 'none that can be read' : `${plural(checks.total, 'test')}: ${outcomeWords(checks)}`}
          end={<Said facet={asserted} />}
        >
          {checks.total > 0 && <ChecksTable checks={checks.items} label="Tests of this dataset" />}
          <Missing of={checks} facet={asserted} />
        </Section>
      )}
      {measured !== null && metrics !== null && (
        <Section title="Measured" count={<Whole metrics={metrics} />} end={<Said facet={measured} />}>
          {metrics.columns.items.length > 0 && <MetricsTable columns={metrics.columns.items} />}
          <Missing of={metrics.columns} facet={measured} />
        </Section>
      )}
      {dataset.hasSeries && <QualitySeries namespace={dataset.namespace} name={dataset.name} />}
      {checks === null && metrics === null && !dataset.hasSeries && (
        <Empty title="Nothing that can be read" why="The facet has none of the members that tests and measures have." />
      )}
    </div>
  )
}
