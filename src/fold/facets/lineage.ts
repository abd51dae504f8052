import { arrayMember, member, objectMember, pointerToken, stringMember } from '../../lib/json.ts'
import { encodeText } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import type { Identity } from '../../openlineage/event.ts'
import { input, nodeKey, output, seen } from '../changes.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { EdgeList, transformations } from './column-lineage.ts'
import { listOf, mapOf, need, object, shown, text } from './shape.ts'

const untold = { type: null, subtype: null, masking: false, description: null }

/** A dataset or a job, which may be the event's own and then has no name. */
const source = object({ namespace: text, name: text, type: need(text), field: text, runId: shown(text), transformations })
const sources = listOf(source)
const fields = mapOf(object({ inputs: need(sources) }))

/** LineageJobFacet 1-0-0: explicit edges, written from the side of their target, a dataset or a job. */
export const jobLineage: FacetReader = {
  container: 'job',
  key: 'lineage',
  className: 'LineageJobFacet',
  versions: '1-0-0',
  yields: 'inputs and outputs of jobs, column edges',
  members: {
    entries: need(listOf(object({ namespace: text, name: text, type: need(text), runId: shown(text), inputs: sources, fields }))),
  },
  read(facet, scope) {
    const entries = arrayMember(facet, 'entries')
    for (const [i, entry] of entries.entries()) {
      if (stringMember(entry, 'type')?.toUpperCase() === 'JOB') readJobEntry(entry, scope, `/entries/${i}`)
      else readDatasetEntry(entry, scope, `/entries/${i}`)
    }
    return entries.length === 0 ? null : `${entries.length} explicit target${entries.length === 1 ? '' : 's'}`
  },
}

/** LineageDatasetFacet 1-0-0: how the dataset that carries it came to be. */
export const datasetLineage: FacetReader = {
  container: 'dataset',
  key: 'lineage',
  className: 'LineageDatasetFacet',
  versions: '1-0-0',
  yields: 'inputs of the job, column edges',
  members: { inputs: sources, fields },
  read(facet, scope) {
    if (scope.dataset === null) return null
    return readTarget(facet, scope.dataset, scope, '')
  },
}

function readDatasetEntry(entry: unknown, scope: Scope, pointer: string): void {
  const target = identityOf(entry)
  if (target === null) return scope.warn('A dataset entry needs a namespace and a name', pointer, 'bad_identifier')
  const dataset = scope.datasetId(target)
  scope.changes.dataset(dataset, seen(scope.key))
  if (scope.job !== null) scope.changes.edge(scope.job, output, dataset, scope.key, scope.run)
  readTarget(entry, dataset, scope, pointer)
}

/** A job that reads the inputs; without a name, the event's own. */
function readJobEntry(entry: unknown, scope: Scope, pointer: string): void {
  const named = identityOf(entry)
  const job = named === null ? scope.job : scope.jobId(named)
  if (job === null) return
  scope.changes.job(job, seen(scope.key))
  for (const [i, from] of arrayMember(entry, 'inputs').entries()) readsFrom(from, job, { job }, scope, `${pointer}/inputs/${i}`)
}

function readTarget(value: unknown, target: Identity, scope: Scope, pointer: string): string | null {
  const edges = new EdgeList(scope, target)
  for (const [i, from] of arrayMember(value, 'inputs').entries()) {
    readsFrom(from, scope.job, { dataset: target }, scope, `${pointer}/inputs/${i}`)
    if (isDataset(from)) edges.add(from, null, untold, `${pointer}/inputs/${i}`)
  }
  const targets = objectMember(value, 'fields') ?? {}
  for (const name of Object.keys(targets)) {
    for (const [i, from] of arrayMember(targets[name], 'inputs').entries()) {
      const at = `${pointer}/fields/${pointerToken(name)}/inputs/${i}`
      readsFrom(from, scope.job, { dataset: target }, scope, at)
      if (isDataset(from)) edges.add(from, encodeText(name), untold, at)
    }
  }
  return edges.note() ?? 'No upstream columns'
}

const isDataset = (from: unknown): boolean => stringMember(from, 'type')?.toUpperCase() !== 'JOB'

const isOwn = (job: Identity, scope: Scope): boolean => scope.job !== null && nodeKey(job) === nodeKey(scope.job)

type Target = { readonly job: Identity } | { readonly dataset: Identity }

/** `job` reads a dataset. A job as input writes the target, or runs before it. */
function readsFrom(from: unknown, job: Identity | null, target: Target, scope: Scope, pointer: string): void {
  const id = identityOf(from)
  if (id === null) {
    if (isDataset(from)) scope.warn('An input needs a namespace and a name', pointer, 'bad_identifier')
  } else if (!isDataset(from)) {
    noteSource(scope.jobId(id), target, scope)
  } else if (job === null) {
    scope.changes.dataset(scope.datasetId(id), seen(scope.key))
  } else if (member(from, 'name') !== undefined) {
    scope.changes.edge(job, input, scope.datasetId(id), scope.key, isOwn(job, scope) ? scope.run : null)
  }
}

/** Between two jobs no dataset is named: then it is known that one follows the other, and no more. */
function noteSource(source: Identity, target: Target, scope: Scope): void {
  scope.changes.job(source, seen(scope.key))
  if ('dataset' in target) return scope.changes.edge(source, output, target.dataset, scope.key)
  if (nodeKey(source) === nodeKey(target.job)) return
  const nothingElse = { sequence: null, status: null, condition: null }
  scope.changes.dependency({ job: target.job, side: 0, other: source, type: 'LINEAGE', ...nothingElse }, scope.key)
}
