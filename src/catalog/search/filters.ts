import type { RunState } from '../../contract/common.ts'
import type { Executor, SqlValue } from '../../db/contract.ts'
import { encodeText } from '../../lib/text.ts'
import type { ReadContext } from '../context.ts'
import { sourceFilter as datasetSource } from '../datasets.ts'
import { equals, sourceFilter as jobSource } from '../job-filters.ts'
import { stateFilter } from '../job-states.ts'
import { bounded } from '../list.ts'
import type { Filter } from '../list.ts'
import { namespaceIdOf } from '../names.ts'
import { runStateFilter } from '../runs.ts'
import { among, amongTexts, countUpTo, exactUpTo, idList, rowByRow, storedList, unindexed } from '../sql.ts'
import { mismatched } from './hints.ts'
import { kinds } from './kinds.ts'
import type { Kind } from './kinds.ts'
import { labelsLike, spellingsOf } from './labels.ts'
import type { Conditions, NodeKind } from './named.ts'
import { namespacesLike } from './namespaces.ts'
import type { AskedFilter } from './query.ts'

/** A source as a question may name it. */
export interface SourceName {
  readonly id: number
  readonly name: string
}

/** What the filters of a question come to. */
export interface Narrowed {
  readonly kinds: ReadonlySet<Kind>
  /** Kinds that were asked for by name: they are listed without a word, too. */
  readonly only: ReadonlySet<Kind>
  readonly filters: Readonly<Record<NodeKind | 'run', readonly Filter[]>>
  readonly hints: readonly string[]
}

const kindNames: Readonly<Record<string, Kind>> = { table: 'dataset', column: 'field', task: 'job', person: 'owner', team: 'owner' }
const states: Readonly<Record<string, RunState>> = {
  new: 'NEW',
  running: 'RUNNING',
  complete: 'COMPLETE',
  completed: 'COMPLETE',
  success: 'COMPLETE',
  succeeded: 'COMPLETE',
  ok: 'COMPLETE',
  fail: 'FAIL',
  failed: 'FAIL',
  error: 'FAIL',
  abort: 'ABORT',
  aborted: 'ABORT',
  lost: 'LOST',
}

/** Turns filters into conditions on jobs and datasets. One that names what is not there lets nothing through and says so. */
export async function narrow(context: ReadContext, asked: readonly AskedFilter[], sources: readonly SourceName[]): Promise<Narrowed> {
  const hints: string[] = []
  const { kinds: wanted, only } = kindsOf(asked, hints)
  hints.push(...mismatched(asked, only))
  const filters: Record<NodeKind | 'run', Filter[]> = { job: [], dataset: [], run: [] }
  for (const filter of asked.filter((f) => f.key !== 'type')) {
    const all = await conditionOf(context, filter, sources, hints)
    for (const kind of ['job', 'dataset'] as const) filters[kind].push(filter.negated ? not(all[kind]) : all[kind])
    if (!wanted.has('run')) continue
    const own = all.run ?? (await runsOf(context.db, all.job))
    filters.run.push(filter.negated ? not(own) : own)
  }
  return { kinds: wanted, only, filters, hints }
}

function kindsOf(asked: readonly AskedFilter[], hints: string[]): Pick<Narrowed, 'kinds' | 'only'> {
  const [only, never] = [new Set<Kind>(), new Set<Kind>()]
  for (const { key, value, negated } of asked) {
    if (key !== 'type') continue
    const word = value.toLowerCase().replace(/s$/, '')
    const kind = kinds.find((k) => k === word) ?? (Object.hasOwn(kindNames, word) ? kindNames[word] : undefined)
    if (kind === undefined) hints.push(`There is no type ${value}. Types are job, dataset, column, namespace, owner, tag, run and facet.`)
    else (negated ? never : only).add(kind)
  }
  const narrows = asked.some((f) => f.key !== 'type')
  const filtered: readonly Kind[] = only.has('run') ? ['job', 'dataset', 'field', 'run'] : ['job', 'dataset', 'field']
  const possible: readonly Kind[] = narrows ? filtered : kinds
  return { kinds: new Set(possible.filter((kind) => (only.size === 0 || only.has(kind)) && !never.has(kind))), only }
}

/** `run`: where it is about runs themselves, and not about their jobs. */
type Both = Readonly<Record<NodeKind, Filter>> & { readonly run?: Filter }
const nothing: Filter = { drive: '1 = 0', check: '1 = 0', params: [], ordered: [], counted: { n: 0, exact: true } }
const everything: Filter = {
  drive: '1 = 1',
  check: '1 = 1',
  params: [],
  ordered: ['j.last_started', 'g.written', 'r.started'],
  counted: bounded(exactUpTo + 1),
}

/** Runs of the jobs that fulfil a filter: of few jobs all, else the runs are checked on the way. */
async function runsOf(db: Executor, ofJob: Filter): Promise<Filter> {
  const jobs = ofJob.counted ?? bounded(await countUpTo(db, exactUpTo + 1, `FROM job j WHERE ${ofJob.drive}`, ofJob.params))
  const ids = `IN (SELECT j.id FROM job j WHERE ${ofJob.drive})`
  if (jobs.exact) return { drive: `r.job_id ${ids}`, check: `${unindexed(db, 'r.job_id')} ${ids}`, params: ofJob.params, ordered: [] }
  const check = `EXISTS (SELECT 1 FROM job j WHERE j.id = r.job_id AND (${ofJob.check}))`
  return { ...everything, drive: check, check, params: ofJob.params }
}

const not = ({ check, params }: Filter): Filter => ({ ...everything, drive: `NOT (${check})`, check: `NOT (${check})`, params })

async function conditionOf(context: ReadContext, asked: AskedFilter, sources: readonly SourceName[], hints: string[]): Promise<Both> {
  const { key, value } = asked
  if (key === 'ns') return inNamespace(context.db, value, hints)
  if (key === 'owner' || key === 'tag') return labelled(context.db, key, value, hints)
  if (key === 'source') return ofSource(context.db, value, sources, hints)
  const state = Object.hasOwn(states, value.toLowerCase()) ? states[value.toLowerCase()] : undefined
  if (state === undefined) hints.push(`There is no state ${value}. States are new, running, complete, failed, aborted and lost.`)
  if (state === undefined) return { job: nothing, dataset: nothing }
  return { job: await stateFilter(context, state), dataset: nothing, run: await runStateFilter(context, state) }
}

async function inNamespace(db: Executor, value: string, hints: string[]): Promise<Both> {
  const exact = await namespaceIdOf(db, value)
  const ids = exact === null ? await namespacesLike(db, value) : [exact]
  if (ids.length === 0) hints.push(`No namespace has “${value}” in it.`)
  const [only] = ids
  if (ids.length === 1 && only !== undefined)
    return {
      job: equals(db, 'j.namespace_id', only, ['j.last_started']),
      dataset: equals(db, 'g.namespace_id', only, ['g.written']),
    }
  const any = (column: string): Filter =>
    ids.length === 0
      ? nothing
      : { drive: `${column} ${among(db)}`, check: `${unindexed(db, column)} ${among(db)}`, params: [idList(db, ids)], ordered: [] }
  return { job: any('j.namespace_id'), dataset: any('g.namespace_id') }
}

async function labelled(db: Executor, kind: 'owner' | 'tag', value: string, hints: string[]): Promise<Both> {
  const labels = (await labelsLike(db, kind, encodeText(value).toLowerCase())).map((l) => l.sort)
  if (labels.length === 0) {
    hints.push(kind === 'owner' ? `No owner is called “${value}”.` : `No tag is called “${value}”.`)
    return { job: nothing, dataset: nothing }
  }
  const spelt: string[] = []
  for (const label of labels) spelt.push(...(await spellingsOf(db, kind, label)))
  const params: SqlValue[] = [storedList(labels), storedList(spelt)]
  const held = async (owner: NodeKind, drive: (carriers: string) => string, check: string, ordered: string): Promise<Filter> => {
    const carriers = `FROM label l WHERE l.kind = '${kind}' AND l.sort ${amongTexts(db)} AND l.label ${amongTexts(db)} AND l.owner = '${owner}'`
    const counted = bounded(await countUpTo(db, exactUpTo + 1, carriers, params))
    return counted.exact
      ? { drive: drive(`(SELECT l.owner_id ${carriers})`), check, params, ordered: [], counted }
      : { drive: check, check, params, ordered: [ordered], counted }
  }
  // Of one job or dataset by its few labels, not by the many that carry the label.
  const its = `l.kind = '${kind}' AND ${unindexed(db, 'l.sort')} ${amongTexts(db)} AND ${unindexed(db, 'l.label')} ${amongTexts(db)}`
  const ofDataset = "m.group_id = g.id AND l.owner = 'dataset' AND l.owner_id = m.id"
  return {
    job: await held(
      'job',
      (carriers) => `j.id IN ${carriers}`,
      `EXISTS (SELECT 1 FROM label l WHERE l.owner = 'job' AND l.owner_id = j.id AND ${its} ${rowByRow})`,
      'j.last_started',
    ),
    dataset: await held(
      'dataset',
      (carriers) => `g.id IN (SELECT m.group_id FROM dataset m WHERE m.id IN ${carriers})`,
      `EXISTS (SELECT 1 FROM dataset m CROSS JOIN label l WHERE ${ofDataset} AND ${its} ${rowByRow})`,
      'g.written',
    ),
  }
}

async function ofSource(db: Executor, value: string, sources: readonly SourceName[], hints: string[]): Promise<Both> {
  const wanted = value.toLowerCase()
  const named =
    sources.find((s) => s.name.toLowerCase() === wanted) ??
    sources.find((s) => String(s.id) === value) ??
    sources.find((s) => wanted !== '' && s.name.toLowerCase().includes(wanted))
  if (named === undefined) hints.push(`No source is called “${value}”.`)
  return named === undefined
    ? { job: nothing, dataset: nothing }
    : { job: await jobSource(db, named.id), dataset: await datasetSource(db, named.id) }
}

/** Rows of a filter that are all looked at, instead of those that the words lead to. */
const fewAtMost = 2_000

/** The filters as one condition, with all that fulfil the rarest of them where they are few. */
export async function conditionsOf(db: Executor, kind: NodeKind, filters: readonly Filter[]): Promise<Conditions> {
  const sql = filters.map((f) => `AND (${f.check})`).join(' ')
  const params = filters.flatMap((f) => f.params)
  let few: number[] | null = null
  for (const filter of filters) {
    if (filter.counted !== undefined && (!filter.counted.exact || filter.counted.n > fewAtMost)) continue
    const from = kind === 'job' ? 'j.id FROM job j' : 'm.id FROM dataset_group g JOIN dataset m ON m.group_id = g.id'
    const rows = await db.all<{ id: number }>(`SELECT ${from} WHERE ${filter.drive} LIMIT ${fewAtMost + 1}`, filter.params)
    if (rows.length <= fewAtMost && (few === null || rows.length < few.length)) few = rows.map((r) => r.id)
  }
  return { sql, params, few }
}
