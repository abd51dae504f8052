import type { PreviewSample, RuleOf } from '../contract/rules.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { globMatcher, onlyMatch } from '../rules/glob.ts'
import { Hidden } from '../rules/hidden.ts'
import { identOf, runIdent } from './keys.ts'
import { decoded, identityIn } from './names.ts'
import { scan } from './scan.ts'
import type { Budget } from './scan.ts'
import { among, countUpTo, idList } from './sql.ts'

export interface HiddenChange {
  jobs: number
  datasets: number
  runs: number
  readonly samples: PreviewSample[]
}

interface Named {
  readonly id: number
  readonly namespace: string
  readonly name: string
}

type Hide = RuleOf<'hide'>
const samplesShown = 20
const runsCounted = 100_000

/** What rules would hide of the catalog. */
export async function hiddenChange(db: Executor, rules: readonly Hide[], budget: Budget): Promise<HiddenChange> {
  const change: HiddenChange = { jobs: 0, datasets: 0, runs: 0, samples: [] }
  const of = (what: Hide['what']): Hide[] => rules.filter((r) => r.what === what)
  await hideJobs(db, of('job'), budget, change)
  await hideDatasets(db, of('dataset'), budget, change)
  await hideNamespaces(db, of('namespace'), budget, change)
  await hideRuns(db, of('run'), budget, change)
  return change
}

/** The condition that finds the rows of rules that each name one thing, by its index; null where one has a star. */
function byIdent(rules: readonly Hide[]): { where: string; params: SqlValue[] } | null {
  const idents: string[] = []
  for (const rule of rules) {
    const [namespace, name] = [onlyMatch(rule.namespace), rule.name === null ? null : onlyMatch(rule.name)]
    if (namespace === null || name === null) return null
    idents.push(identOf(encodeText(namespace), encodeText(name)))
  }
  return { where: `ident IN (${idents.map(() => '?').join(', ')})`, params: idents }
}

async function hideJobs(db: Executor, rules: readonly Hide[], budget: Budget, change: HiddenChange): Promise<void> {
  if (rules.length === 0) return
  const hidden = new Hidden(rules)
  const { where, params } = byIdent(rules) ?? { where: 'id > 0', params: [] }
  for await (const rows of scan<'id', Named>(db, `SELECT id, namespace, name FROM job WHERE ${where}`, 'id', params, budget)) {
    const found = rows.filter((row) => hidden.job(identityIn(row)))
    change.jobs += found.length
    addSamples(change, 'job', found)
    await countRuns(db, found, budget, change)
  }
}

async function countRuns(db: Executor, jobs: readonly Named[], budget: Budget, change: HiddenChange): Promise<void> {
  const room = runsCounted - change.runs
  if (jobs.length === 0 || room <= 0) return
  const ids = idList(
    db,
    jobs.map((j) => j.id),
  )
  const runs = await countUpTo(db, room, `FROM run WHERE job_id ${among(db)}`, [ids])
  if (runs === room) budget.stopped = true
  change.runs += runs
}

async function hideDatasets(db: Executor, rules: readonly Hide[], budget: Budget, change: HiddenChange): Promise<void> {
  if (rules.length === 0) return
  const hidden = new Hidden(rules)
  const { where, params } = byIdent(rules) ?? { where: 'id > 0', params: [] }
  const groups = new Set<number>()
  const select = `SELECT id, namespace, name, group_id FROM dataset WHERE ${where}`
  for await (const rows of scan<'id', Named & { group_id: number }>(db, select, 'id', params, budget)) {
    const found = rows.filter((row) => hidden.dataset(identityIn(row)))
    found.forEach((row) => groups.add(row.group_id))
    addSamples(change, 'dataset', found)
  }
  change.datasets += groups.size
}

async function hideNamespaces(db: Executor, rules: readonly Hide[], budget: Budget, change: HiddenChange): Promise<void> {
  if (rules.length === 0) return
  const matchers = rules.map((r) => globMatcher(r.namespace))
  const select = 'SELECT id, namespace, jobs, datasets FROM namespace WHERE id > 0'
  for await (const rows of scan<'id', { id: number; namespace: string; jobs: number; datasets: number }>(db, select, 'id', [], budget)) {
    const found = rows.filter((row) => matchers.some((matches) => matches(decoded(row.namespace) ?? '')))
    for (const row of found) {
      change.jobs += row.jobs
      change.datasets += row.datasets
    }
    addSamples(
      change,
      'namespace',
      found.map((row) => ({ ...row, name: '' })),
    )
    await countRuns(db, await jobsIn(db, found), budget, change)
  }
}

const jobsIn = (db: Executor, namespaces: readonly { id: number }[]): Promise<Named[]> =>
  namespaces.length === 0
    ? Promise.resolve([])
    : db.all<Named>(`SELECT id, namespace, name FROM job WHERE namespace_id ${among(db)} LIMIT 20000`, [
        idList(
          db,
          namespaces.map((n) => n.id),
        ),
      ])

interface RunRow extends Named {
  readonly run_id: string
}

async function hideRuns(db: Executor, rules: readonly Hide[], budget: Budget, change: HiddenChange): Promise<void> {
  if (rules.length === 0) return
  const hidden = new Hidden(rules)
  const { where, params } = byRunIdent(rules) ?? { where: 'r.id > 0', params: [] }
  const select = `SELECT * FROM (SELECT r.id, r.run_id, j.namespace, j.name FROM run r JOIN job j ON j.id = r.job_id WHERE ${where}) AS t WHERE 1 = 1`
  for await (const rows of scan<'id', RunRow>(db, select, 'id', params, budget)) {
    const found = rows.filter((row) => hidden.run(identityIn(row), decoded(row.run_id) ?? ''))
    change.runs += found.length
    addSamples(change, 'run', found)
  }
}

function byRunIdent(rules: readonly Hide[]): { where: string; params: SqlValue[] } | null {
  const idents: string[] = []
  for (const { namespace, name, runId } of rules) {
    const [n, m] = [onlyMatch(namespace), name === null ? null : onlyMatch(name)]
    if (n === null || m === null || runId === null) return null
    idents.push(runIdent(identOf(encodeText(n), encodeText(m)), encodeText(runId)))
  }
  return { where: `r.ident IN (${idents.map(() => '?').join(', ')})`, params: idents }
}

function addSamples(change: HiddenChange, of: PreviewSample['of'], rows: readonly (Named & { run_id?: string })[]): void {
  for (const row of rows.slice(0, samplesShown - change.samples.length)) {
    const id = { ...identityIn(row), ...(row.run_id === undefined ? {} : { runId: decoded(row.run_id) ?? '' }) }
    change.samples.push({ of, ids: [id], count: 1, into: null })
  }
}
