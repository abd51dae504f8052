import { inferenceWaiting } from '../catalog/inference.ts'
import type { FoldKnowledge, ReadContext } from '../catalog/context.ts'
import { datasetFacets, listDatasets } from '../catalog/datasets.ts'
import { eventBody, eventDetail, listEvents } from '../catalog/events.ts'
import { datasetHistory, jobHistory } from '../catalog/facet-history.ts'
import { customFacets, facetCarriers } from '../catalog/custom-facets.ts'
import { jobVersions } from '../catalog/job-versions.ts'
import { datasetSeries } from '../catalog/series.ts'
import { fieldLineage, listFields } from '../catalog/fields.ts'
import { catalogHome } from '../catalog/home.ts'
import { jobDetail } from '../catalog/job-detail.ts'
import { jobFacets, listJobs } from '../catalog/jobs.ts'
import { runDetail } from '../catalog/run-detail.ts'
import { collisions } from '../catalog/collisions.ts'
import { rulePreview } from '../catalog/rule-preview.ts'
import { listRuns } from '../catalog/runs.ts'
import { search } from '../catalog/search.ts'
import { warnings } from '../catalog/warnings.ts'
import { suggestions } from '../catalog/suggestions.ts'
import type { Database } from '../db/contract.ts'
import { facetKinds } from '../fold/facets/kinds.ts'
import { facetReaders, readerOf } from '../fold/facets/table.ts'
import { explainEvent } from '../fold/receipt.ts'
import type { ImpactQuery } from '../contract/impact.ts'
import { impact } from '../lineage/impact.ts'
import { impactText } from '../lineage/impact-text.ts'
import type { ImpactFormat } from '../lineage/impact-text.ts'
import { causes } from '../lineage/causes.ts'
import { unknownFields } from '../lineage/known-fields.ts'
import { lineageChanges } from '../lineage/changes.ts'
import { compareLineage } from '../lineage/compare.ts'
import { changedBy } from '../fold/receipt-changes.ts'
import { levelLineage } from '../lineage/level.ts'
import { lineage } from '../lineage/lineage.ts'
import { datasetNow, recentSchemaChanges } from '../lineage/recent-schemas.ts'
import { runLineage } from '../lineage/run-lineage.ts'
import { scene } from '../lineage/scene.ts'
import { whyGroups } from '../lineage/why-groups.ts'
import { why } from '../lineage/why.ts'
import { lineagePicture } from '../lineage/picture.ts'
import { lineagePreview } from '../lineage/preview.ts'
import type { LogReader } from '../log/reader.ts'

export interface ReaderOptions {
  readonly catalog: Database
  readonly log: LogReader
  readonly settings: { readonly lostAfterMs: number }
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly walkMs?: number | undefined
}

const fold: FoldKnowledge = {
  readerKey: (container, key, schemaUrl) => readerOf(container, key, schemaUrl)?.key ?? null,
  facets: facetReaders,
  explain: explainEvent,
  changed: changedBy,
}

/**
 * All questions that may be asked of the catalog: each takes one argument and gives one answer, both plain, so that they go between
 * threads. An answer of null: what was asked about is not there.
 */
export function createReader({ catalog, log, settings, now, walkMs }: ReaderOptions) {
  const context: ReadContext = { db: catalog, log, fold, lostAfterMs: settings.lostAfterMs, walkMs, now }
  const ask =
    <Q, A>(answer: (context: ReadContext, query: Q) => Promise<A>) =>
    (query: Q): Promise<A> =>
      answer(context, query)
  return {
    jobs: ask(listJobs),
    jobFacets: (_: object) => jobFacets(context),
    job: ask(jobDetail),
    runs: ask(listRuns),
    run: ask(runDetail),
    datasets: ask(listDatasets),
    datasetFacets: (_: object) => datasetFacets(context),
    dataset: ask(datasetNow),
    datasetHistory: ask(datasetHistory),
    jobHistory: ask(jobHistory),
    jobVersions: ask(jobVersions),
    datasetSeries: ask(datasetSeries),
    customFacets: ask(customFacets),
    facetCarriers: ask(facetCarriers),
    fieldLineage: ask(fieldLineage),
    fields: ask(listFields),
    facetKinds: async (_: object) => ({ facets: facetKinds() }),
    events: ask(listEvents),
    event: ask(eventDetail),
    eventBody: ask(eventBody),
    causes: ask(causes),
    lineageChanges: ask(lineageChanges),
    lineage: ask(lineage),
    lineagePicture: ask(lineagePicture),
    lineagePreview: ask(lineagePreview),
    scene: ask(scene),
    compareLineage: ask(compareLineage),
    levelLineage: ask(levelLineage),
    why: ask(why),
    whyGroups: ask(whyGroups),
    runLineage: ask(runLineage),
    impact: ask(impact),
    unknownFields: ask(unknownFields),
    impactText: ({ query, format }: { query: ImpactQuery; format: ImpactFormat }) => impactText(context, query, format),
    search: ask(search),
    warnings: ask(warnings),
    rulePreview: ask(rulePreview),
    collisions: ask(collisions),
    suggestions: (_: object) => suggestions(context),
    inferenceWaiting: (_: object) => inferenceWaiting(context),
    home: async (_: object) => ({ ...(await catalogHome(context)), schemaChanges: await recentSchemaChanges(context) }),
  }
}

export type ReaderHandlers = ReturnType<typeof createReader>
