import type { Executor } from '../../db/contract.ts'
import { among, idList } from '../sql.ts'
import { matchName } from './match.ts'
import type { Match } from './match.ts'
import { misspeltOnly } from './named.ts'
import { wantedOf } from './query.ts'
import type { Wanted } from './query.ts'
import { refsTogether } from './together.ts'
import { rarestWord, refsUnder, refsUnderAny, wordsHolding, wordsNear } from './vocabulary.ts'
import type { Postings } from './vocabulary.ts'

export interface FoundNamespace {
  readonly id: number
  readonly namespace: string
  readonly jobs: number
  readonly datasets: number
  /** Null: asked for by its kind alone. */
  readonly match: Match | null
}

const lookedAtMost = 300
const likeAtMost = 100
const postings: Postings = { table: 'word', kind: 'namespace' }

/** Namespaces with jobs or datasets, best first. */
export async function namespacesCalled(db: Executor, wanted: Wanted): Promise<FoundNamespace[]> {
  const rarest = await rarestWord(db, 'word', wanted.words)
  const ids = rarest === null ? [] : await refsUnder(db, postings, rarest, lookedAtMost)
  const found = await load(db, ids, wanted)
  if (found.length === 0) found.push(...(await load(db, await refsTogether(db, postings, wanted, lookedAtMost), wanted)))
  for (const others of [wordsHolding, wordsNear]) {
    if (found.length > 0) break
    for (const word of (others === wordsNear ? misspeltOnly(wanted) : wanted).words.slice(0, 4))
      found.push(...(await load(db, await refsUnderAny(db, postings, await others(db, word), lookedAtMost), wanted)))
  }
  return byUse([...new Map(found.map((f) => [f.id, f])).values()])
}

/** Without words: those with most jobs, and with most datasets. */
export async function namespacesListed(db: Executor, { without }: Wanted, limit: number): Promise<FoundNamespace[]> {
  const most = (column: string): Promise<Omit<FoundNamespace, 'match'>[]> =>
    db.all(`SELECT id, namespace, jobs, datasets FROM namespace WHERE ${column} > 0 ORDER BY ${column} DESC, id DESC LIMIT ${limit}`)
  const found = [...(await most('jobs')), ...(await most('datasets'))].filter(
    ({ namespace }) => !without.some((part) => namespace.toLowerCase().includes(part)),
  )
  return byUse([...new Map(found.map((f) => [f.id, { ...f, match: null }])).values()])
}

const byUse = (found: FoundNamespace[]): FoundNamespace[] =>
  found.sort(
    (a, b) =>
      (a.match?.rank ?? 0) - (b.match?.rank ?? 0) || b.jobs + b.datasets - a.jobs - a.datasets || (a.namespace < b.namespace ? -1 : 1),
  )

/** Ids of the namespaces that a filter means, where it is no namespace itself: those that hold it. */
export async function namespacesLike(db: Executor, value: string): Promise<number[]> {
  const found = await namespacesCalled(db, wantedOf(value))
  return found.flatMap((f) => (f.match?.how === 'near' ? [] : [f.id])).slice(0, likeAtMost)
}

async function load(db: Executor, ids: readonly number[], wanted: Wanted): Promise<FoundNamespace[]> {
  const sql = `SELECT id, namespace, jobs, datasets FROM namespace WHERE id ${among(db)} AND jobs + datasets > 0`
  const rows = ids.length === 0 ? [] : await db.all<Omit<FoundNamespace, 'match'>>(sql, [idList(db, new Set(ids))])
  return rows.flatMap((row) => {
    const match = matchName(row.namespace, wanted)
    return match === null ? [] : [{ ...row, match }]
  })
}
