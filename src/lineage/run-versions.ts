import type { ReadContext } from '../catalog/context.ts'
import { eventIn } from '../catalog/facets.ts'
import { contentHash } from '../catalog/keys.ts'
import { datasetNames } from '../catalog/names.ts'
import { among, amongTexts, groupBy, idList, textList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { arrayMember, isObject, objectMember, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import { identityOf } from '../openlineage/event.ts'
import { keyOf, runTimes } from './run-times.ts'
import type { Read, RunTimes } from './run-times.ts'
import { eventsOf } from './why-events.ts'

/** Bodies that are read for the versions that they name. */
const bodiesAtMost = 100

interface Named {
  readonly read: Read
  readonly version: string
  readonly hash: string
}

/** Of reads that name a version of the dataset (DatasetVersionDatasetFacet) the run that was the first to name it as what it wrote. */
export async function versionWriters(
  context: ReadContext,
  reads: readonly Read[],
): Promise<Map<string, { writer: RunTimes; version: string }>> {
  const { db } = context
  const versioned = await withVersions(
    db,
    reads.map((r) => r.side.dataset_id),
  )
  const named = await namedIn(
    context,
    reads.filter((r) => versioned.has(r.side.dataset_id)),
  )
  if (named.length === 0) return new Map()
  const runOf = await firstRuns(db, named)
  const runs = new Map((await runTimes(db, runOf.values())).map((r) => [r.id, r]))
  return new Map(
    named.flatMap(({ read, version, hash }) => {
      const writer = runs.get(runOf.get(`${read.side.group_id} ${hash}`) ?? 0)
      return writer === undefined ? [] : [[keyOf(read), { writer, version }]]
    }),
  )
}

/** Ids of datasets that have ever had such a facet. */
async function withVersions(db: Executor, ids: readonly number[]): Promise<Set<number>> {
  const sql = `SELECT owner_id FROM facet WHERE owner = 'dataset' AND owner_id ${among(db)} AND key_hash = 'version'`
  const rows = await db.all<{ owner_id: number }>(sql, [idList(db, new Set(ids))])
  return new Set(rows.map((r) => r.owner_id))
}

/** What the events say that these reads were of. */
async function namedIn(context: ReadContext, reads: readonly Read[]): Promise<Named[]> {
  if (reads.length === 0) return []
  const eventOf = await eventsOf(
    context,
    'run_id',
    reads.map((r) => ({ speaker: r.run.id, key: r.side.said_key })),
  )
  const at = reads.map((r) => eventOf(r.run.id, r.side.said_key)?.position ?? 0)
  const positions = [...new Set(at.filter((p) => p !== 0))].slice(0, bodiesAtMost)
  const [bodies, names] = await Promise.all([
    context.log.bodies(positions),
    datasetNames(
      context.db,
      reads.map((r) => r.side.dataset_id),
    ),
  ])
  const inputs = new Map([...bodies].map(([position, bytes]) => [position, arrayMember(eventIn(bytes), 'inputs')]))
  return reads.flatMap((read, i) => {
    const name = names.get(read.side.dataset_id)
    const input = (inputs.get(at[i] ?? 0) ?? []).find((d) => {
      const id = identityOf(d)
      return id !== null && id.namespace === name?.namespace && id.name === name.name
    })
    const facets = objectMember(input, 'facets')
    const facet = facets?.['version'] ?? facets?.['datasetVersion']
    const version = stringMember(facet, 'datasetVersion')
    return isObject(facet) && version !== undefined ? [{ read, version, hash: contentHash(contentOf(facet)) }] : []
  })
}

/** As the fold makes the content of a facet that it remembers. */
const contentOf = (facet: JsonObject): string => canonicalJson({ ...facet, _producer: undefined, _schemaURL: undefined })

/** By dataset and content, the run of the event that was the first to say it, where that run wrote the dataset. */
async function firstRuns(db: Executor, named: readonly Named[]): Promise<Map<string, number>> {
  const groups = idList(db, new Set(named.map((n) => n.read.side.group_id)))
  const hashes = new Set(named.map((n) => n.hash))
  const sql = `SELECT d.group_id, v.hash, e.run_id FROM dataset d
    JOIN facet_version v ON v.owner = 'dataset' AND v.owner_id = d.id AND v.key_hash = 'version' AND v.hash ${amongTexts(db)}
    JOIN event e ON e.position = v.position
    JOIN run_dataset x ON x.run_id = e.run_id AND x.direction = 1 AND x.dataset_id = d.id
    WHERE d.group_id ${among(db)} ORDER BY v.first_key DESC`
  const rows = await db.all<{ group_id: number; hash: string; run_id: number }>(sql, [textList(hashes), groups])
  return new Map([...groupBy(rows, (r) => r.group_id)].flatMap(([group, own]) => own.map((r) => [`${group} ${r.hash}`, r.run_id])))
}
