/** Schemas that come, go and come back, against what was said, event by event. Schemas of one graph differ in how many fields they have. */
import type { CausesQuery } from '../../../src/contract/causes.ts'
import type { ChangesQuery } from '../../../src/contract/changes.ts'
import type { LineageQuery } from '../../../src/contract/lineage.ts'
import { placeKey } from './graphs.ts'
import type { DrawnGraph } from './graphs.ts'
import type { Question } from './question.ts'

interface Statement {
  readonly day: string
  readonly size: number
  /** By when that can be told: of a run it is kept when it named the dataset last; '9': said by a job without a run, of which nothing is. */
  readonly known: string
}
/** By dataset, in the order of time. */
type SchemasSaid = ReadonlyMap<string, readonly Statement[]>

export function schemasSaid({ events }: DrawnGraph, canonical: ReadonlyMap<string, string>): SchemasSaid {
  const said = new Map<string, Statement[]>()
  const lastOf = (run: string, place: string): string =>
    events
      .filter((e) => `${e.job?.name} ${e.runId}` === run && e.outputs.some((p) => placeKey(p) === place))
      .reduce((last, e) => (e.time > last ? e.time : last), '')
  for (const { time, job, runId, outputs, schemas } of events)
    for (const [n, size] of schemas ?? []) {
      const place = outputs[n]
      if (place === undefined) continue
      const key = canonical.get(placeKey(place)) ?? placeKey(place)
      const known = job === null ? time : runId === null ? '9' : lastOf(`${job.name} ${runId}`, placeKey(place))
      said.set(key, [...(said.get(key) ?? []), { day: time.slice(0, 10), size, known: known.slice(0, 10) }])
    }
  return new Map([...said].map(([key, all]) => [key, all.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))]))
}

/** The schema by the end of a day; null: none, undefined: several were said at once. */
function sizeBy(all: readonly Statement[], day: string): number | null | undefined {
  const then = all.filter((s) => s.day <= day)
  const sizes = new Set(then.filter((s) => s.day === then.at(-1)?.day).map((s) => s.size))
  return sizes.size > 1 ? undefined : ([...sizes][0] ?? null)
}

/** The last change: after the day on which another schema was said last, and no later than this one was said again. */
interface Turn {
  readonly from: string
  readonly upTo: string
  /** Undefined: both were said on the day that the other was said last. */
  readonly isBack: boolean | undefined
}

/** Null: there was none; undefined: it is not clear which stands. */
function turnOf(all: readonly Statement[]): Turn | null | undefined {
  const now = sizeBy(all, '9')
  if (now === undefined) return undefined
  const other = all.findLast((s) => s.size !== now)
  if (other === undefined || now === null) return null
  const [own, from] = [all.filter((s) => s.size === now), other.day]
  const isBack = own.some((s) => s.day < from) || (own.some((s) => s.day === from) ? undefined : false)
  const after = own.filter((s) => s.day > from)
  const upTo = [...after.map((s) => s.known), after.at(-1)?.day ?? from].toSorted()[0]
  return { from, upTo: upTo ?? from, isBack }
}

const none: readonly string[] = []

/** A number of fields is that of the schema of then, or not told where what was said later hides it. */
export function schemasThen(asked: LineageQuery, said: SchemasSaid): Question {
  const day = (asked.asOf ?? '9').slice(0, 10)
  return {
    says: `lineage ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const answer = await reader.lineage(asked)
      return (answer?.nodes ?? []).flatMap((node) => {
        const all = node.type === 'dataset' ? (said.get(placeKey(node)) ?? []) : []
        const size = sizeBy(all, day)
        const isUntold = node.fieldCount === null && all.some((s) => s.day > day)
        const isRight = size === undefined || node.fieldCount === size || isUntold
        return isRight ? [] : [`${placeKey(node)} had ${size} fields, says ${node.fieldCount}`]
      })
    },
    expected: none,
  }
}

export function schemaCauses(asked: CausesQuery, found: readonly string[], said: SchemasSaid): Question {
  const since = (asked.since ?? '').slice(0, 10)
  return {
    says: `causes ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const answer = await reader.causes(asked)
      const items = new Map((answer?.items ?? []).filter((c) => c.kind === 'schema').map((c) => [placeKey(c.node), c]))
      const datasets = found.flatMap((key) => (key.startsWith('dataset ') ? [key.slice('dataset '.length)] : []))
      return [
        ...[...items.keys()].filter((key) => !datasets.includes(key)).map((key) => `strange: ${key}`),
        ...datasets.flatMap((key) => {
          const turn = turnOf(said.get(key) ?? [])
          if (turn === undefined) return []
          const item = items.get(key)
          if (item === undefined) return turn !== null && turn.from >= since ? [`not told: ${key} of ${turn.upTo}`] : []
          const day = item.at?.slice(0, 10) ?? ''
          if (turn === null || day < turn.from || day > turn.upTo || day < since) return [`${key} did not change on ${day}`]
          const isBack = item.says.includes('as they were before')
          return turn.isBack !== undefined && turn.isBack !== isBack ? [`${key}: ${item.says}`] : []
        }),
      ]
    },
    expected: none,
  }
}

export function lastSchemaChange(asked: ChangesQuery, found: readonly string[], said: SchemasSaid): Question {
  return {
    says: `changes ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const mark = (await reader.lineageChanges(asked))?.lastSchemaChange ?? null
      const turns = found.flatMap((key) => {
        const turn = key.startsWith('dataset ') ? turnOf(said.get(key.slice('dataset '.length)) ?? []) : null
        return turn === null || turn === undefined ? [] : [{ key, turn }]
      })
      const day = mark?.at.slice(0, 10) ?? ''
      const later = turns.filter(({ turn }) => turn.from > day).map(({ key }) => `changed after ${day}: ${key}`)
      const own = mark === null ? null : turnOf(said.get(placeKey(mark.node)) ?? [])
      const isWrong = mark !== null && own !== undefined && (own === null || day < own.from || day > own.upTo)
      return [...later, ...(isWrong ? [`${placeKey(mark.node)} did not change on ${day}`] : [])]
    },
    expected: none,
  }
}
