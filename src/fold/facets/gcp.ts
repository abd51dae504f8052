import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { need, object, shown, text } from './shape.ts'

/** GcpDataprocRunFacet 1-0-0 of the registry. */
export const gcpDataproc = described(
  {
    container: 'run',
    key: 'gcp_dataproc',
    also: ['gcp_dataproc_spark'],
    className: 'GcpDataprocRunFacet',
    versions: '1-0-0',
    yields: 'job, batch or session of Dataproc',
    members: {
      appId: shown(need(text)),
      appName: shown(need(text)),
      projectId: shown(need(text)),
      batchId: shown(text),
      batchUuid: shown(text),
      clusterName: shown(text),
      clusterUuid: shown(text),
      jobId: shown(text),
      jobUuid: shown(text),
      queryNodeName: shown(text),
      jobType: shown(text),
      sessionId: shown(text),
      sessionUuid: shown(text),
    },
  },
  (facet) => joined(stringMember(facet, 'appName'), stringMember(facet, 'projectId')),
)

/** GcpComposerRunFacet 1-0-0 of the registry. */
export const gcpComposerRun = described(
  {
    container: 'run',
    key: 'gcp_composer_run',
    className: 'GcpComposerRunFacet',
    versions: '1-0-0',
    yields: 'run of Composer',
    members: { dagRunId: shown(need(text)) },
  },
  (facet) => joined(stringMember(facet, 'dagRunId')),
)

/** GcpComposerJobFacet 1-0-0 of the registry. */
export const gcpComposerJob = described(
  {
    container: 'job',
    key: 'gcp_composer_job',
    className: 'GcpComposerJobFacet',
    versions: '1-0-0',
    yields: 'DAG and task of Composer',
    members: {
      environmentName: shown(need(text)),
      dagId: shown(need(text)),
      operator: shown(text),
      taskId: shown(text),
      airflowVersion: shown(need(text)),
      composerVersion: shown(need(text)),
    },
    keeps: true,
  },
  (facet) => joined(stringMember(facet, 'environmentName'), stringMember(facet, 'dagId'), stringMember(facet, 'taskId')),
)

/** GcpLineageJobFacet 1-0-0 of the registry. */
export const gcpLineage = described(
  {
    container: 'job',
    key: 'gcp_lineage',
    className: 'GcpLineageJobFacet',
    versions: '1-0-0',
    yields: 'name and origin of the job in Google Cloud',
    members: { displayName: shown(text), origin: shown(object({ sourceType: text, name: text })) },
    keeps: true,
  },
  (facet) => joined(stringMember(facet, 'displayName')) ?? 'Origin kept',
)
