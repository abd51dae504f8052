/** What came and what went: comparisons without room for all of it, and the days of the time line. */
import type { ChangesQuery } from '../../../src/contract/changes.ts'
import type { LineageBounds } from '../../../src/lineage/bounds.ts'
import type { CompareQuery, Comparison } from '../../../src/contract/lineage.ts'
import { dayAt, days, placeKey } from './graphs.ts'
import { modelAt } from './model.ts'
import type { Model } from './model.ts'
import type { Question } from './question.ts'
import { directionsOf, linkWords, searchTables } from './search.ts'

type Root = Parameters<typeof searchTables>[1]

/** Bounds that these graphs run into, and all that was ever said. */
interface Low {
  readonly bounds: LineageBounds
  readonly ever: Model
}

/** Lines of an answer that no plain search bears out are what is wrong; there are none. */
const none: readonly string[] = []

/**
 * What is called added is in the graph after and not in the one before, in steps and within the whole of it; what is the same stood at both moments.
 * With room for all, it is exactly what the two searches have.
 */
export function comparedInPart(asked: CompareQuery, root: Root, at: (asOf: string | undefined) => Model, low?: Low): Question {
  const bounds = low?.bounds
  const [old, late] = [at(asked.before), at(asked.after)].map((model) => {
    const { depths, edges, truncated } = searchTables(model, root, directionsOf(asked.direction), asked.depth)
    const parts = new Set([...depths.keys(), ...edges])
    const isWhole = bounds === undefined && depths.size <= asked.limit
    const stood = standing(model, root)
    // Of a node with more edges than are looked at it is taken for granted that one of them held.
    for (const node of low === undefined ? [] : nodesWithMore(low.ever, low.bounds.edgesPerNode)) stood.add(node)
    return { parts, isWhole, isAll: isWhole && !truncated, stood }
  })
  if (old === undefined || late === undefined) throw new Error('two moments')
  const isRight = (change: string, part: string): boolean => {
    if (change === 'added') return late.parts.has(part) && !old.parts.has(part)
    if (change === 'removed') return old.parts.has(part) && !late.parts.has(part)
    return (old.parts.has(part) || (!old.isAll && old.stood.has(part))) && (late.parts.has(part) || (!late.isAll && late.stood.has(part)))
  }
  const isWhole = old.isWhole && late.isWhole
  return {
    says: `compare in part ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const answer = await reader.compareLineage(asked)
      const parts = partsOf(answer)
      const wrong = parts.filter(([change, part]) => !isRight(change, part)).map((words) => `wrong: ${words.join(' ')}`)
      const told = new Set(parts.map(([, part]) => part))
      const left = [...old.parts.union(late.parts)].filter((part) => !told.has(part)).map((part) => `missing: ${part}`)
      const missing = isWhole || (bounds !== undefined && answer?.truncated !== true) ? left : []
      const unsaid = isWhole || bounds !== undefined || answer?.truncated === true ? [] : ['does not say that it is cut']
      return [...wrong, ...missing, ...unsaid]
    },
    expected: none,
    ...(bounds === undefined ? {} : { bounds }),
  }
}

function nodesWithMore({ links }: Model, than: number): string[] {
  const ends = Map.groupBy(
    links.flatMap((l) => [`job ${l.job}`, `dataset ${l.dataset}`]),
    (end) => end,
  )
  return [...ends].filter(([, own]) => own.length > than).map(([end]) => end)
}

/** Links, and what has any. */
function standing({ links }: Model, root: Root): Set<string> {
  const nodes = links.flatMap((l) => [`job ${l.job}`, `dataset ${l.dataset}`])
  return new Set([`${root.kind} ${root.key}`, ...nodes, ...links.map(linkWords)])
}

const partsOf = (answer: Comparison | null): (readonly [string, string])[] => [
  ...(answer?.nodes ?? []).map((n) => [n.change, `${n.type} ${placeKey(n)}`] as const),
  ...(answer?.edges ?? []).map((e) => [e.change, `${placeKey(e.from)} > ${placeKey(e.to)}`] as const),
]

/**
 * Each edge is added on the day that it was said first. One that has gone is not there at the end of that day, of any later one and now, by the last
 * good runs; one that has not is there now, unless its last good run was over before the edge was said.
 */
export function timeLine(asked: ChangesQuery, root: Root, said: Model, bounds?: LineageBounds): Question {
  const { edges } = searchTables(said, root, directionsOf(asked.direction), asked.depth)
  const first = new Map<string, string>()
  for (const link of said.links) {
    const words = linkWords(link)
    if (edges.has(words) && link.first < (first.get(words) ?? '9')) first.set(words, link.first)
  }
  const wanted = new Set([...first].map(([words, at]) => `${words} ${at.slice(0, 10)}`))
  const ends = days.map((day) => ({ day: dayAt(day).slice(0, 10), held: heldAt(said, dayAt(day)) }))
  const heldNow = heldAt(said, null)
  const excused = jobsOutOfStep(said)
  const jobOf = new Map(said.links.map((l) => [linkWords(l), l.job]))
  return {
    says: `changes ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const answer = await reader.lineageChanges(asked)
      const changes = (answer?.newest ?? []).filter((c) => c.fromField === undefined && c.toField === undefined)
      const told = (change: string): (readonly [string, string])[] =>
        changes.filter((c) => c.change === change).map((c) => [`${placeKey(c.from)} > ${placeKey(c.to)}`, c.at.slice(0, 10)])
      const gone = new Map(told('gone'))
      const isCut = bounds !== undefined && answer?.truncated === true
      const isAll = (answer?.newest.length ?? 0) < asked.newest && !isCut
      const added = new Set(told('added').map((t) => t.join(' ')))
      return [
        ...(isAll ? differ(wanted, added) : isCut ? differ(new Set(), added.difference(wanted)) : []),
        ...[...gone].flatMap(([words, day]) => {
          const there = ends.filter((e) => e.day >= day && e.held.has(words)).map((e) => e.day)
          if (excused.has(jobOf.get(words) ?? '')) return []
          return [...there, ...(heldNow.has(words) ? ['now'] : [])].map((when) => `gone on ${day}, there ${when}: ${words}`)
        }),
        ...[...edges]
          .filter((words) => isAll && !gone.has(words) && !heldNow.has(words) && !mayStay(said, words))
          .map((words) => `not there, and not gone: ${words}`),
      ].toSorted()
    },
    expected: none,
    ...(bounds === undefined ? {} : { bounds }),
  }
}

const differ = (wanted: ReadonlySet<string>, told: ReadonlySet<string>): string[] => [
  ...[...wanted.difference(told)].map((one) => `added, and not told: ${one}`),
  ...[...told.difference(wanted)].map((one) => `told as added: ${one}`),
]

const heldAt = (said: Model, asOf: string | null): Set<string> =>
  new Set(modelAt(said, { asOf, since: null, lastRun: true }).links.map(linkWords))

/** Jobs with a run that ended in several ways: at some moment it counted as good, and later no longer. */
const jobsOutOfStep = ({ runs }: Model): Set<string> => new Set([...runs.values()].filter((r) => r.ends.size > 1).map((r) => r.job))

/** Of a job with a good run that had ended, and named something, no later than the edge was said first. */
function mayStay({ links, runs }: Model, words: string): boolean {
  const own = links.filter((l) => linkWords(l) === words)
  const job = own[0]?.job ?? ''
  const first = own.map((l) => l.first).toSorted()[0] ?? ''
  return [...runs.values()].some(
    ({ job: of, ends, named }) =>
      of === job && ends.has('COMPLETE') && named !== '' && named <= first && (ends.get('COMPLETE') ?? '') <= first,
  )
}
