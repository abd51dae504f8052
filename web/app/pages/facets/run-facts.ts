/** Run facets that are a few short values: what ran the run, and where to look at it there. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { factsOf } from './fact.ts'
import type { Fact } from './fact.ts'
import { findFacet } from './known.ts'
import { memberOf } from './read.ts'

/** The airflow facet: the log, the try and what ran. A map index below 0 means that the task is not mapped. */
export function airflowFacts(facet: FacetValue | null, mapped: FacetValue | null): readonly Fact[] {
  const value = facet?.value
  const at = (...path: readonly string[]): unknown => memberOf(value, ...path)
  const index = at('taskInstance', 'map_index') ?? memberOf(mapped?.value, 'mapIndex')
  return factsOf([
    ['Log', at('taskInstance', 'log_url'), 'link', 'Open the log'],
    ['Try', at('taskInstance', 'try_number')],
    ['Retries allowed', at('task', 'retries')],
    ['Map index', typeof index === 'number' && index < 0 ? null : index],
    ['Operator', at('task', 'operator_class')],
    ['Runs when', at('task', 'trigger_rule')],
    ['Pool', at('taskInstance', 'pool')],
    ['Queue', at('task', 'queue')],
    ['DAG run', at('dagRun', 'run_id'), 'id'],
    ['Run type', at('dagRun', 'run_type')],
    ['DAG bundle', at('taskInstance', 'dag_bundle_name')],
    ['DAG version', at('taskInstance', 'dag_bundle_version')],
  ])
}

/** spark_applicationDetails: the history server stays when the application has ended. */
export function sparkFacts(facet: FacetValue | null): readonly Fact[] {
  const at = (key: string): unknown => memberOf(facet?.value, key)
  return factsOf([
    ['History', at('historyUrl'), 'link'],
    ['Proxy', at('proxyUrl'), 'link'],
    ['Spark UI', at('uiWebUrl'), 'link'],
    ['Application', at('appName')],
    ['Application id', at('applicationId'), 'id'],
    ['Master', at('master')],
    ['Deploy mode', at('deployMode')],
    ['Driver', at('driverHost')],
    ['User', at('userName')],
  ])
}

/** GcpDataprocRunFacet. */
export function dataprocFacts(facet: FacetValue | null): readonly Fact[] {
  const at = (key: string): unknown => memberOf(facet?.value, key)
  return factsOf([
    ['Application', at('appName')],
    ['Application id', at('appId'), 'id'],
    ['Project', at('projectId')],
    ['Job type', at('jobType')],
    ['Job id', at('jobId'), 'id'],
    ['Job UUID', at('jobUuid'), 'id'],
    ['Batch id', at('batchId'), 'id'],
    ['Batch UUID', at('batchUuid'), 'id'],
    ['Session id', at('sessionId'), 'id'],
    ['Session UUID', at('sessionUuid'), 'id'],
    ['Cluster', at('clusterName')],
    ['Cluster UUID', at('clusterUuid'), 'id'],
    ['Query node', at('queryNodeName')],
  ])
}

/** ProcessingEngineRunFacet, with the adapter that wrote the events. */
const engineFacts = (facet: FacetValue | null): readonly Fact[] =>
  factsOf([
    ['Name', memberOf(facet?.value, 'name')],
    ['Version', memberOf(facet?.value, 'version')],
    ['OpenLineage adapter', memberOf(facet?.value, 'openlineageAdapterVersion')],
  ])

export type FactGroup = { readonly title: string; readonly facts: readonly Fact[] }

/** Every group that has something to say. */
export function runFactGroups(facets: readonly FacetValue[]): readonly FactGroup[] {
  const composer = findFacet(facets, 'composerRun')
  const groups: readonly FactGroup[] = [
    { title: 'Airflow', facts: airflowFacts(findFacet(facets, 'airflow'), findFacet(facets, 'mappedTask')) },
    { title: 'Spark application', facts: sparkFacts(findFacet(facets, 'spark')) },
    { title: 'Dataproc', facts: dataprocFacts(findFacet(facets, 'dataproc')) },
    { title: 'Cloud Composer', facts: factsOf([['DAG run', memberOf(composer?.value, 'dagRunId'), 'id']]) },
    { title: 'Engine', facts: engineFacts(findFacet(facets, 'processingEngine')) },
  ]
  return groups.filter((group) => group.facts.length > 0)
}
