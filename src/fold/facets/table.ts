import type { Container, FacetReader } from '../facet-reader.ts'
import { catalog } from './catalog.ts'
import { columnLineage } from './column-lineage.ts'
import { dataSource } from './data-source.ts'
import { datasetType } from './dataset-type.ts'
import { datasetVersion } from './dataset-version.ts'
import { environmentVariables } from './environment-variables.ts'
import { errorMessage, sparkException } from './error-message.ts'
import { executionParameters } from './execution-parameters.ts'
import { externalQuery } from './external-query.ts'
import { extractionError } from './extraction-error.ts'
import { gcpComposerJob, gcpComposerRun, gcpDataproc, gcpLineage } from './gcp.ts'
import { hierarchy } from './hierarchy.ts'
import { icebergCommit, icebergScan } from './iceberg.ts'
import { jobDependencies } from './job-dependencies.ts'
import { jobType } from './job-type.ts'
import {
  datasetDocumentation,
  datasetOwnership,
  datasetTags,
  jobDocumentation,
  jobOwnership,
  jobTags,
  runTags,
  sourceCodeLocation,
  sql,
} from './kept.ts'
import { datasetLineage, jobLineage } from './lineage.ts'
import { lifecycle } from './lifecycle.ts'
import { nominalTime } from './nominal-time.ts'
import { parent } from './parent.ts'
import { processingEngine } from './processing-engine.ts'
import { qualityAssertions } from './quality-assertions.ts'
import { inputQualityMetrics, qualityMetrics } from './quality-metrics.ts'
import { schema } from './schema.ts'
import { sourceCode } from './source-code.ts'
import { inputStatistics, outputStatistics } from './statistics.ts'
import { storage } from './storage.ts'
import { inputSubset, outputSubset } from './subset.ts'
import { symlinks } from './symlinks.ts'
import { testRun } from './test-run.ts'

/** Every facet that the catalog uses. A facet that is not here is kept in its event, shown as JSON, and called `stored only` on receipts. */
export const facetReaders: readonly FacetReader[] = [
  parent,
  nominalTime,
  errorMessage,
  sparkException,
  processingEngine,
  runTags,
  externalQuery,
  extractionError,
  executionParameters,
  environmentVariables,
  jobDependencies,
  testRun,
  gcpDataproc,
  gcpComposerRun,
  jobType,
  sql,
  sourceCode,
  sourceCodeLocation,
  jobDocumentation,
  jobOwnership,
  jobTags,
  jobLineage,
  gcpComposerJob,
  gcpLineage,
  schema,
  symlinks,
  datasetDocumentation,
  datasetOwnership,
  datasetTags,
  columnLineage,
  datasetLineage,
  datasetType,
  dataSource,
  datasetVersion,
  storage,
  catalog,
  hierarchy,
  lifecycle,
  qualityMetrics,
  qualityAssertions,
  inputStatistics,
  inputQualityMetrics,
  inputSubset,
  icebergScan,
  outputStatistics,
  outputSubset,
  icebergCommit,
]

type Readers = Readonly<Record<Container, Map<string, FacetReader>>>
const noReaders = (): Readers => ({ run: new Map(), job: new Map(), dataset: new Map(), input: new Map(), output: new Map() })
const byKey = noReaders()
const byClass = noReaders()
for (const reader of facetReaders) {
  for (const key of [reader.key, ...(reader.also ?? [])]) byKey[reader.container].set(key, reader)
  byClass[reader.container].set(reader.className, reader)
}

/** Producers put dataset, input and output facets in one another's places. */
const neighbours: Readonly<Record<Container, readonly Container[]>> = {
  run: ['run'],
  job: ['job'],
  dataset: ['dataset', 'input', 'output'],
  input: ['input', 'dataset'],
  output: ['output', 'dataset'],
}

/**
 * The reader of a facet: by container and key, then by the class name, as key or at the end of its `_schemaURL`. `side` keeps input statistics off
 * outputs.
 */
export function readerOf(
  container: Container,
  key: string,
  schemaUrl: unknown,
  side: 'input' | 'output' | null = null,
): FacetReader | null {
  for (const place of neighbours[container]) {
    if (side !== null && (place === 'input' || place === 'output') && place !== side) continue
    const reader = byKey[place].get(key)
    if (reader !== undefined) return reader
  }
  const className = typeof schemaUrl === 'string' ? (/([A-Za-z]+)(?:\.json)?$/.exec(schemaUrl)?.[1] ?? '') : ''
  for (const place of neighbours[container]) {
    const reader = byClass[place].get(key) ?? byClass[place].get(className)
    if (reader !== undefined && (side === null || place === container || place === 'dataset' || place === side)) return reader
  }
  return null
}
