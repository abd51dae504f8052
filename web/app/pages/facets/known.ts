/** The facets that have a place of their own on a page, by which names they come, and where they are shown. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { memberOf, rowOf } from './read.ts'

export type Place = {
  /** The tab of the page; undefined where it is the first one. */
  readonly tab?: string
  readonly label: string
}
type Known = Place & {
  readonly of: 'run' | 'job' | 'dataset'
  /** The official key first, then others that are in use. */
  readonly keys: readonly string[]
  /** Class names at the end of `_schemaURL`, for a key that nobody knows. */
  readonly classes: readonly string[]
}

const run = (keys: readonly string[], classes: readonly string[], tab = 'details', label = 'Details'): Known => ({
  of: 'run',
  keys,
  classes,
  tab,
  label,
})
const side = (of: 'job' | 'dataset', keys: readonly string[], classes: readonly string[], label = 'Details'): Known => ({
  of,
  keys,
  classes,
  label,
})

const KNOWN = {
  test: run(['test', 'testRun'], ['TestRunFacet'], 'tests', 'Tests'),
  extractionError: run(['extractionError', 'extraction_error'], ['ExtractionErrorRunFacet'], 'timeline', 'the note above'),
  executionParameters: run(['executionParameters'], ['ExecutionParametersRunFacet']),
  environmentVariables: run(['environmentVariables'], ['EnvironmentVariablesRunFacet']),
  externalQuery: run(['externalQuery'], ['ExternalQueryRunFacet']),
  jobDependencies: run(['jobDependencies'], ['JobDependenciesRunFacet']),
  processingEngine: run(['processing_engine', 'processingEngine'], ['ProcessingEngineRunFacet']),
  spark: run(['spark_applicationDetails'], []),
  airflow: run(['airflow'], []),
  mappedTask: run(['airflow_mappedTask'], []),
  dataproc: run(['gcp_dataproc', 'gcp_dataproc_spark'], ['GcpDataprocRunFacet']),
  composerRun: run(['gcp_composer_run'], ['GcpComposerRunFacet']),
  sourceCode: { of: 'job', keys: ['sourceCode'], classes: ['SourceCodeJobFacet'], tab: 'code', label: 'Code' },
  composerJob: side('job', ['gcp_composer_job'], ['GcpComposerJobFacet']),
  gcpLineage: side('job', ['gcp_lineage'], ['GcpLineageJobFacet', 'GcpCommonJobFacet']),
  jobType: side('job', ['jobType'], ['JobTypeJobFacet']),
  datasetType: side('dataset', ['datasetType'], ['DatasetTypeDatasetFacet']),
  storage: side('dataset', ['storage'], ['StorageDatasetFacet']),
  catalog: side('dataset', ['catalog'], ['CatalogDatasetFacet']),
  hierarchy: side('dataset', ['hierarchy'], ['HierarchyDatasetFacet']),
  dataSource: side('dataset', ['dataSource', 'datasource'], ['DatasourceDatasetFacet', 'DataSourceDatasetFacet']),
  version: side('dataset', ['version', 'datasetVersion'], ['DatasetVersionDatasetFacet']),
  lifecycle: side('dataset', ['lifecycleStateChange'], ['LifecycleStateChangeDatasetFacet']),
  assertions: {
    of: 'dataset',
    keys: ['dataQualityAssertions', 'greatExpectations_assertions'],
    classes: ['DataQualityAssertionsDatasetFacet'],
    tab: 'quality',
    label: 'Quality',
  },
  metrics: {
    of: 'dataset',
    keys: ['dataQualityMetrics', 'dataQualityMetricsInput'],
    classes: ['DataQualityMetricsDatasetFacet', 'DataQualityMetricsInputDatasetFacet'],
    tab: 'quality',
    label: 'Quality',
  },
} as const satisfies Readonly<Record<string, Known>>
export type KnownFacet = keyof typeof KNOWN

const ofOwner = (known: Known, facet: FacetValue): boolean =>
  facet.container === known.of || (known.of === 'dataset' && (facet.container === 'input' || facet.container === 'output'))

function classOf(facet: FacetValue): string {
  const url = memberOf(facet.value, '_schemaURL')
  return typeof url === 'string' ? (/([A-Za-z]+)(?:\.json)?$/.exec(url.slice(-200))?.[1] ?? '') : ''
}

/** How well a facet fits: the place of its key among the keys, behind them all by its class; null not at all. */
function fitOf(known: Known, facet: FacetValue): number | null {
  if (!ofOwner(known, facet)) return null
  const at = known.keys.indexOf(facet.key)
  if (at >= 0) return at
  return known.classes.includes(classOf(facet)) ? known.keys.length : null
}

/** The facet of that meaning; null where there is none, or nothing that can be read. */
export function findFacet(facets: readonly FacetValue[], name: KnownFacet): FacetValue | null {
  let best: { readonly facet: FacetValue; readonly fit: number } | null = null
  for (const facet of facets) {
    const fit = fitOf(KNOWN[name], facet)
    if (fit !== null && rowOf(facet.value) !== null && (best === null || fit < best.fit)) best = { facet, fit }
  }
  return best?.facet ?? null
}

/** Where the page shows a facet; null where only the list of facets does. */
export function placeOf(facet: FacetValue): Place | null {
  return Object.values<Known>(KNOWN).find((known) => fitOf(known, facet) !== null) ?? null
}
