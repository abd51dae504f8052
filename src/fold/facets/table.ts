import type { Container, FacetReader } from '../facet-reader.ts'
import { columnLineage } from './column-lineage.ts'
import { errorMessage, sparkException } from './error-message.ts'
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
import { nominalTime } from './nominal-time.ts'
import { parent } from './parent.ts'
import { processingEngine } from './processing-engine.ts'
import { schema } from './schema.ts'
import { inputStatistics, outputStatistics } from './statistics.ts'
import { symlinks } from './symlinks.ts'

/** Every facet that the catalog uses. A facet that is not here is kept in its event, shown as JSON, and called `stored only` on receipts. */
export const facetReaders: readonly FacetReader[] = [
  parent,
  nominalTime,
  errorMessage,
  sparkException,
  processingEngine,
  runTags,
  jobType,
  sql,
  sourceCodeLocation,
  jobDocumentation,
  jobOwnership,
  jobTags,
  jobLineage,
  schema,
  symlinks,
  datasetDocumentation,
  datasetOwnership,
  datasetTags,
  columnLineage,
  datasetLineage,
  inputStatistics,
  outputStatistics,
]

const byKey = new Map<string, FacetReader>()
const byClass = new Map<string, FacetReader>()
for (const reader of facetReaders) {
  for (const key of [reader.key, ...(reader.also ?? [])]) byKey.set(`${reader.container} ${key}`, reader)
  byClass.set(`${reader.container} ${reader.className}`, reader)
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
    const reader = byKey.get(`${place} ${key}`)
    if (reader !== undefined) return reader
  }
  const className = typeof schemaUrl === 'string' ? (/([A-Za-z]+)(?:\.json)?$/.exec(schemaUrl)?.[1] ?? '') : ''
  for (const place of neighbours[container]) {
    const reader = byClass.get(`${place} ${key}`) ?? byClass.get(`${place} ${className}`)
    if (reader !== undefined && (side === null || place === container || place === 'dataset' || place === side)) return reader
  }
  return null
}
