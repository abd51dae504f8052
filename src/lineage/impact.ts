import type { ReadContext } from '../catalog/context.ts'
import { ownersIn } from '../catalog/facets.ts'
import { fieldHash } from '../catalog/keys.ts'
import { decoded, groupIdOf, identityIn, shown } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import { endsSql, lostBefore } from '../catalog/states.ts'
import type { Identity } from '../contract/common.ts'
import type { Impact, ImpactQuery, ImpactReaders, ImpactRow } from '../contract/impact.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { decodeText, encodeText } from '../lib/text.ts'
import { streamBudget } from './budget.ts'
import type { Budget } from './budget.ts'
import { momentOf } from './moment.ts'
import type { Moment } from './moment.ts'
import { lastRunsThen } from './past-runs.ts'
import { writtenThen } from './past-said.ts'
import { facetsNow, facetsThen, nodeFacets } from './past-words.ts'
import { readersOf } from './impact-readers.ts'
import { impactOfDataset, impactOfFields } from './impact-walk.ts'
import type { Reached } from './impact-walk.ts'
import { unknownHashes } from './known-fields.ts'

/** Steps of a path that are told; the middle of a longer one is left out. */
const pathSteps = 30

/** Everything downstream as one answer; null when no event names the dataset, or one of the fields. */
export async function impact(context: ReadContext, query: ImpactQuery): Promise<Impact | null> {
  const found = await impactRows(context, query)
  if (found === null) return null
  const items: ImpactRow[] = []
  for (let next = await found.rows.next(); ; next = await found.rows.next()) {
    if (next.done)
      return {
        root: found.root,
        items,
        truncated: next.value,
        ...(next.value && found.budget.isSpent ? { cutBy: 'time' as const } : {}),
        ...(found.readers === undefined ? {} : { readers: found.readers }),
      }
    items.push(...next.value)
  }
}

/**
 * Everything downstream, nearest first, a piece at a time; the last value says whether there is more than the query let in. Null when no
 * event names the dataset, or one of the fields. Throws RangeError when `asOf` is no time or `fields` no list.
 */
export async function impactRows(context: ReadContext, query: ImpactQuery): Promise<ImpactFound | null> {
  const moment = momentOf(query.asOf, query.window, context.now())
  const root = await groupIdOf(context.db, query)
  if (root === null) return null
  const fields = fieldsOf(query).map((f) => ({ dataset: root, hash: fieldHash(encodeText(f)), field: encodeText(f) }))
  const hashes = fields.map((f) => f.hash)
  if (fields.length > 0 && (await unknownHashes(context.db, root, hashes)).length > 0) return null
  const budget = streamBudget(context)
  const options = { depth: query.depth, moment, inferred: query.inferred, budget }
  const walk = fields.length === 0 ? impactOfDataset(context.db, root, options) : impactOfFields(context.db, fields, options)
  const shownRows = new Shown(context, root, moment)
  const found = { root: await shownRows.rootName(), rows: bounded(shownRows, walk, query.limit, budget), budget }
  if (fields.length === 0) return found
  return { ...found, readers: await readersOf(context.db, { root, hashes, moment, inferred: query.inferred === true }) }
}

/** `readers`: where columns were asked about. */
export interface ImpactFound {
  readonly root: Identity
  readonly rows: AsyncGenerator<ImpactRow[], boolean>
  readonly budget: Budget
  readonly readers?: ImpactReaders
}

function fieldsOf({ field, fields }: ImpactQuery): string[] {
  const list = fields === undefined ? [] : (JSON.parse(fields) as unknown)
  if (!Array.isArray(list) || !list.every((f) => typeof f === 'string')) throw new RangeError('fields is no JSON list of texts')
  return field === undefined ? list : [field, ...list]
}

async function* bounded(
  show: Shown,
  walk: AsyncGenerator<Reached[], boolean>,
  limit: number,
  budget: Budget,
): AsyncGenerator<ImpactRow[], boolean> {
  let left = limit
  for (let next = await walk.next(); ; next = await walk.next()) {
    if (next.done) return next.value
    if (next.value.length === 0) continue
    const part = next.value.slice(0, left)
    left -= part.length
    if (part.length > 0) yield await budget.of(() => show.rows(part))
    if (part.length < next.value.length) return true
  }
}

interface NodeRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly at: string
  readonly state: string | null
  readonly silent_since: string | null
  readonly usual_ms: number | null
}

/** Names, owners and last runs of what was reached. Keeps the names and paths of datasets, because later steps start from them. */
class Shown {
  readonly #context: ReadContext
  readonly #root: number
  readonly #moment: Moment
  readonly #names = new Map<number, Identity>()
  readonly #paths = new Map<string, { readonly text: string; readonly steps: number }>()

  constructor(context: ReadContext, root: number, moment: Moment) {
    this.#context = context
    this.#root = root
    this.#moment = moment
  }

  async rootName(): Promise<Identity> {
    const row = must((await datasetRows(this.#context.db, [this.#root])).get(this.#root), 'a group has a name')
    this.#names.set(this.#root, identityIn(row))
    return identityIn(row)
  }

  async rows(part: readonly Reached[]): Promise<ImpactRow[]> {
    const { db } = this.#context
    const { asOf } = this.#moment
    const datasetIds = [...new Set(part.filter((r) => r.kind === 'dataset').map((r) => r.id))]
    const jobIds = [...new Set(part.flatMap((r) => (r.kind === 'job' ? [r.id] : r.from.job === 0 ? [] : [r.from.job])))]
    const [datasets, jobs, datasetOwners, jobOwners] = await Promise.all([
      datasetRows(db, datasetIds),
      jobRows(db, jobIds),
      ownersOf(db, 'dataset', datasetIds, asOf),
      ownersOf(db, 'job', jobIds, asOf),
    ])
    const lasts = asOf === null ? lastsNow(this.#context, datasets, jobs) : await lastsThen(this.#context, datasets, jobs, asOf)
    for (const [id, row] of datasets) this.#names.set(id, identityIn(row))
    const jobNames = new Map([...jobs].map(([id, row]) => [id, identityIn(row)]))
    return part.map((r) => {
      const row = must((r.kind === 'job' ? jobs : datasets).get(r.id), 'what edges lead to is in the catalog')
      return {
        type: r.kind,
        ...identityIn(row),
        field: decoded(r.field),
        depth: r.depth,
        dependency: r.dependency,
        via: {
          dataset: must(this.#names.get(r.from.dataset), 'the step before was shown'),
          field: decoded(r.from.field),
          job: jobNames.get(r.from.job) ?? null,
        },
        path: this.#pathOf(r),
        owners: (r.kind === 'job' ? jobOwners : datasetOwners).get(r.id) ?? [],
        ...lasts(r),
        ...(r.inferred === true ? { inferred: true } : {}),
      }
    })
  }

  #pathOf(r: Reached): string {
    const before = this.#paths.get(`${r.from.dataset} ${r.from.hash}`) ?? {
      text: labelOf(this.#names.get(r.from.dataset), r.from.field),
      steps: 1,
    }
    if (r.kind === 'job') return before.text
    const here = labelOf(this.#names.get(r.id), r.field)
    const text = before.steps < pathSteps ? `${before.text} > ${here}` : `${before.text.replace(/( > …)?$/, '')} > …`
    this.#paths.set(`${r.id} ${r.hash}`, { text, steps: Math.min(before.steps + 1, pathSteps) })
    return before.steps < pathSteps ? text : `${text} > ${here}`
  }
}

type Lasts = (of: Reached) => Pick<ImpactRow, 'lastRunAt' | 'lastState'>

function lastsNow(context: ReadContext, datasets: ReadonlyMap<number, NodeRow>, jobs: ReadonlyMap<number, NodeRow>): Lasts {
  const lost = lostBefore(context)
  return ({ kind, id }) => {
    const row = must((kind === 'job' ? jobs : datasets).get(id), 'what edges lead to is in the catalog')
    const isLost = row.silent_since !== null && row.silent_since < lost(row.usual_ms)
    return { lastRunAt: shown(row.at), lastState: (isLost ? 'LOST' : row.state) as ImpactRow['lastState'] }
  }
}

async function lastsThen(
  context: ReadContext,
  datasets: ReadonlyMap<number, NodeRow>,
  jobs: ReadonlyMap<number, NodeRow>,
  asOf: string,
): Promise<Lasts> {
  const [runs, written] = await Promise.all([lastRunsThen(context, jobs.keys(), asOf), writtenThen(context.db, [...datasets.keys()], asOf)])
  return ({ kind, id }) =>
    kind === 'dataset'
      ? { lastRunAt: shown(written.get(id) ?? ''), lastState: null }
      : { lastRunAt: shown(runs.get(id)?.started ?? ''), lastState: runs.get(id)?.state ?? null }
}

const labelOf = (id: Identity | undefined, field: string | null): string =>
  `${id?.name ?? ''}${field === null ? '' : `.${decodeText(field)}`}`

async function datasetRows(db: Executor, ids: readonly number[]): Promise<Map<number, NodeRow>> {
  if (ids.length === 0) return new Map()
  const sql = `SELECT g.id, d.namespace, d.name, g.written AS at, NULL AS state, NULL AS silent_since, NULL AS usual_ms FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id WHERE g.id ${among(db)}`
  return new Map((await db.all<NodeRow>(sql, [idList(db, ids)])).map((r) => [r.id, r]))
}

async function jobRows(db: Executor, ids: readonly number[]): Promise<Map<number, NodeRow>> {
  if (ids.length === 0) return new Map()
  const running = `CASE WHEN j.last_state = 'RUNNING' AND ${endsSql} THEN j.last_run_id END`
  const sql = `SELECT j.id, j.namespace, j.name, j.last_started AS at, j.last_state AS state, substr(r.last_event, 2, 21) AS silent_since, j.usual_ms FROM job j LEFT JOIN run r ON r.id = ${running} WHERE j.id ${among(db)}`
  return new Map((await db.all<NodeRow>(sql, [idList(db, ids)])).map((r) => [r.id, r]))
}

/** Names of owners, by job or group; none where they cannot be told of the moment. */
async function ownersOf(
  db: Executor,
  kind: 'job' | 'dataset',
  ids: readonly number[],
  asOf: string | null,
): Promise<Map<number, string[]>> {
  if (ids.length === 0) return new Map()
  const nodes = kind === 'job' ? new Map(ids.map((id) => [id, id])) : await groupsOfMembers(db, ids)
  const rows = await nodeFacets(db, kind, nodes, ['ownership'])
  const facets = asOf === null ? facetsNow(rows) : await facetsThen(db, kind, rows, asOf)
  const owned = new Set(rows.map((r) => r.node))
  return new Map([...owned].map((node) => [node, ownersIn(facets(node, 'ownership')?.value).map((o) => o.name)]))
}

/** By id, the dataset that it is one id of: asked apart, because a join may begin with all facets there are. */
async function groupsOfMembers(db: Executor, groups: readonly number[]): Promise<Map<number, number>> {
  const sql = `SELECT id, group_id FROM dataset WHERE group_id ${among(db)}`
  const rows = await db.all<{ id: number; group_id: number }>(sql, [idList(db, groups)])
  return new Map(rows.map((r) => [r.id, r.group_id]))
}
