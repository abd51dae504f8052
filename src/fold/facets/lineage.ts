import { member, pointerToken, stringMember } from '../../lib/json.ts'
import { encodeText } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import type { Identity } from '../../openlineage/event.ts'
import { input, output, seen } from '../changes.ts'
import { stored } from '../facet-reader.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { listIn, objectIn } from '../parts.ts'
import { EdgeList } from './column-lineage.ts'

const untold = { type: null, subtype: null, masking: false, description: null }

/** LineageJobFacet 1-0-0: explicit edges, written from the side of their target, a dataset or a job. */
export const jobLineage: FacetReader = {
  container: 'job',
  key: 'lineage',
  className: 'LineageJobFacet',
  versions: '1-0-0',
  yields: 'inputs and outputs of jobs, column edges',
  read(facet, scope) {
    const entries = listIn(facet, 'entries', scope)
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
  read(facet, scope) {
    if (scope.dataset === null) return null
    return readTarget(facet, scope.dataset, scope, '')
  },
}

function readDatasetEntry(entry: unknown, scope: Scope, pointer: string): void {
  const target = identityOf(entry)
  if (target === null) return scope.warn('A dataset entry needs a namespace and a name', pointer)
  scope.changes.dataset(stored(target), seen(scope.key))
  if (scope.job !== null) scope.changes.edge(scope.job, output, stored(target), scope.key)
  readTarget(entry, stored(target), scope, pointer)
}

/** A job that reads the inputs; without a name, the event's own. */
function readJobEntry(entry: unknown, scope: Scope, pointer: string): void {
  const named = identityOf(entry)
  const job = named === null ? scope.job : stored(named)
  if (job === null) return
  scope.changes.job(job, seen(scope.key))
  for (const [i, from] of listIn(entry, 'inputs', scope, pointer).entries()) readsFrom(from, job, scope, `${pointer}/inputs/${i}`)
}

function readTarget(value: unknown, target: Identity, scope: Scope, pointer: string): string | null {
  const edges = new EdgeList(scope, target)
  for (const [i, from] of listIn(value, 'inputs', scope, pointer).entries()) {
    readsFrom(from, scope.job, scope, `${pointer}/inputs/${i}`)
    if (isDataset(from)) edges.add(from, null, untold, `${pointer}/inputs/${i}`)
  }
  const fields = objectIn(value, 'fields', scope, pointer)
  for (const name of Object.keys(fields)) {
    const within = `${pointer}/fields/${pointerToken(name)}`
    for (const [i, from] of listIn(fields[name], 'inputs', scope, within).entries()) {
      const at = `${within}/inputs/${i}`
      readsFrom(from, scope.job, scope, at)
      if (isDataset(from)) edges.add(from, encodeText(name), untold, at)
    }
  }
  return edges.note() ?? 'No upstream columns'
}

const isDataset = (from: unknown): boolean => stringMember(from, 'type')?.toUpperCase() !== 'JOB'

function readsFrom(from: unknown, job: Identity | null, scope: Scope, pointer: string): void {
  const id = identityOf(from)
  if (id === null) {
    if (isDataset(from)) scope.warn('An input needs a namespace and a name', pointer)
  } else if (!isDataset(from)) {
    scope.changes.job(stored(id), seen(scope.key))
  } else if (job === null) {
    scope.changes.dataset(stored(id), seen(scope.key))
  } else if (member(from, 'name') !== undefined) {
    scope.changes.edge(job, input, stored(id), scope.key)
  }
}
