import { facetRows, facetValue, latest } from '../../catalog/facets.ts'
import { contentHash } from '../../catalog/keys.ts'
import { groupTable, schemaTable } from '../../catalog/tables.ts'
import { parseFields } from '../../catalog/schemas.ts'
import { among, idList } from '../../catalog/sql.ts'
import type { Executor, Row } from '../../db/contract.ts'
import { stringMember } from '../../lib/json.ts'
import { compareUtf8, decodeText } from '../../lib/text.ts'
import { dialectOf } from '../../sql/dialect.ts'
import type { SqlDataset } from '../../sql/tables.ts'
import type { SqlRequest } from '../../sql/infer.ts'

/** Raise when the same SQL gives other edges: then all of it is read again. */
const resolverVersion = 1
/** More than that is not read. */
const sqlMax = 200_000
const datasetsMax = 500

/** One of the job's datasets: the id that stands for it among those that the job itself names. */
export interface Place {
  readonly dataset: number
  readonly group: number
}

/** What the edges of one job follow from. */
export interface Inputs {
  readonly job: number
  /** Hash of all the rest. */
  readonly content: string
  readonly dialect: string
  readonly places: readonly Place[]
  /** One for each namespace that the job writes to; none: it is not read, for the reason `problem`. */
  readonly requests: readonly SqlRequest[]
  readonly problem: string | null
}

interface Named {
  readonly direction: number
  readonly dataset_id: number
  readonly group_id: number
  readonly namespace: string
  readonly name: string
}

/** Null: the job has no SQL, says the columns of all that it writes, or is of sources that are switched off. */
export async function inputsOf(db: Executor, job: number, off: ReadonlySet<number>): Promise<Inputs | null> {
  const facet = await sqlOf(db, job)
  if (facet === null || (await isOff(db, job, off))) return null
  const named = await db.all<Named>(
    `SELECT e.direction, e.dataset_id, e.group_id, d.namespace, d.name FROM edge e JOIN dataset d ON d.id = e.dataset_id WHERE e.job_id = ? LIMIT ${datasetsMax + 1}`,
    [job],
  )
  const said = await saidGroups(db, job)
  const wanted = named.some((n) => n.direction === 1 && !said.has(n.group_id)) && named.some((n) => n.direction === 0)
  if (!wanted) return null
  const integration = (await db.get<{ integration: string | null }>('SELECT integration FROM job WHERE id = ?', [job]))?.integration ?? null
  const dialectIn = (namespace: string): string => dialectOf(facet.dialect, [namespace], namespacesOf(named, 0), integration)
  const tooLarge = refusal(facet.query, named.length)
  const dialect = [...new Set(namespacesOf(named, 1).map(dialectIn))].join(', ')
  if (tooLarge !== null) return { job, content: contentHash(tooLarge), dialect, places: [], requests: [], problem: tooLarge }
  const { places, datasets } = await datasetsOf(db, named, said)
  const targets = [...new Set(datasets.filter((d) => d.isOutput).map((d) => d.namespace))]
  const requests = targets.map((namespace) => ({
    sql: facet.query,
    dialect: dialectIn(namespace),
    datasets: datasets.map(({ namespace: own, ...d }) => ({ ...d, isNear: own === namespace, isOutput: d.isOutput && own === namespace })),
  }))
  return { job, content: contentHash(JSON.stringify([resolverVersion, places, requests])), dialect, places, requests, problem: null }
}

function refusal(query: string, datasets: number): string | null {
  if (query.length > sqlMax) return `It is longer than ${sqlMax / 1000} kB`
  return datasets > datasetsMax ? `Its job has more than ${datasetsMax} datasets` : null
}

async function sqlOf(db: Executor, job: number): Promise<{ query: string; dialect: string | null } | null> {
  const value = facetValue(latest(await facetRows(db, 'job', [job], ['sql'])), 'sql')
  const query = stringMember(value, 'query')
  return query === undefined || query.trim() === '' ? null : { query, dialect: stringMember(value, 'dialect') ?? null }
}

/** Whether all the sources that name the job are switched off. */
async function isOff(db: Executor, job: number, off: ReadonlySet<number>): Promise<boolean> {
  if (off.size === 0) return false
  const rows = await db.all<{ source_id: number }>('SELECT source_id FROM job_source WHERE job_id = ?', [job])
  return rows.length > 0 && rows.every((r) => off.has(r.source_id))
}

/** The datasets of which the job says columns itself. */
async function saidGroups(db: Executor, job: number): Promise<Set<number>> {
  const rows = await db.all<{ group_id: number }>(
    'SELECT DISTINCT d.group_id FROM column_set s JOIN dataset d ON d.id = s.dataset_id WHERE s.job_id = ?',
    [job],
  )
  return new Set(rows.map((r) => r.group_id))
}

const namespacesOf = (named: readonly Named[], direction: number): string[] =>
  named
    .filter((n) => n.direction === direction)
    .map((n) => n.namespace)
    .toSorted(compareUtf8)

const byName = (a: Named, b: Named): number => compareUtf8(a.namespace, b.namespace) || compareUtf8(a.name, b.name)

type NamedDataset = Omit<SqlDataset, 'isNear'> & { readonly namespace: string }

/** The datasets as SQL may name them, in the order of the smallest id that the job uses for each. */
async function datasetsOf(
  db: Executor,
  named: readonly Named[],
  said: ReadonlySet<number>,
): Promise<{ places: Place[]; datasets: NamedDataset[] }> {
  const sorted = named.toSorted(byName)
  const groups = [...new Set(sorted.map((n) => n.group_id))]
  const [fields, canonical] = [await fieldsOf(db, groups), await canonicalNames(db, groups)]
  const places: Place[] = []
  const datasets: NamedDataset[] = []
  for (const group of groups) {
    const ids = sorted.filter((n) => n.group_id === group)
    places.push({ dataset: ids[0]?.dataset_id ?? 0, group })
    datasets.push({
      namespace: ids[0]?.namespace ?? '',
      names: [...new Set([...ids.map((n) => n.name), canonical.get(group) ?? ''])].filter((n) => n !== '').map(decodeText),
      fields: fields.get(group) ?? [],
      isInput: ids.some((n) => n.direction === 0),
      isOutput: ids.some((n) => n.direction === 1) && !said.has(group),
    })
  }
  return { places, datasets }
}

async function canonicalNames(db: Executor, groups: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.all<{ id: number; name: string }>(
    `SELECT g.id, d.name FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id WHERE g.id ${among(db)}`,
    [idList(db, groups)],
  )
  return new Map(rows.map((r) => [r.id, r.name]))
}

async function fieldsOf(db: Executor, groups: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await db.load<Row>(
    groupTable,
    groups.map((id) => [id]),
  )
  const keyed = rows.filter((r) => r['schema_hash'] !== null)
  const schemas = await db.load<Row>(
    schemaTable,
    keyed.map((r) => [r['schema_dataset_id'] ?? 0, r['schema_hash'] ?? '']),
  )
  const byHash = new Map(schemas.map((s) => [`${String(s['dataset_id'])} ${String(s['hash'])}`, String(s['fields'])]))
  return new Map(
    keyed.map((r) => {
      const text = byHash.get(`${String(r['schema_dataset_id'])} ${String(r['schema_hash'])}`) ?? '[]'
      return [Number(r['id']), parseFields(text).map(([path]) => path)]
    }),
  )
}
