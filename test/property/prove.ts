import { readBody } from '../../src/openlineage/body.ts'
import { caseOf } from './case.ts'
import type { Case, Histories } from './case.ts'
import type { Stand } from './stand.ts'

/** A case whose catalog depends on something that it must not depend on. */
export interface Failure {
  readonly seed: number
  /** For people: what differs, and the smallest history found for which it does. */
  readonly says: string
}

export interface Range {
  /** Seed of the first case. */
  readonly seed: number
  readonly cases: number
}

export interface Played extends Range {
  /** How far the seed of the next case is away; 1 unless told. */
  readonly stride?: number
  /** Hears of cases that were done since it last heard. */
  readonly said?: (done: number) => void
}

const saidEvery = 100

/** Plays the cases one after the other; answers the first that fails. `plain`: where the expected catalog is made. */
export async function firstFailure(range: Played, histories: Histories, plain: Stand, tried: Stand): Promise<Failure | null> {
  for (let i = 0; i < range.cases; i++) {
    const now = caseOf(range.seed + i * (range.stride ?? 1), histories)
    const wrong = await difference(now, plain, tried)
    if (wrong !== null) return failureOf(await smaller(now, plain, tried), now, plain, tried)
    if ((i + 1) % saidEvery === 0) range.said?.(saidEvery)
  }
  return null
}

/** Law 2: the catalog is a function of the set of events, whatever their order, repeats, batches and crashes on the way. Null: it held. */
export async function difference(of: Case, plain: Stand, tried: Stand): Promise<string | null> {
  try {
    const expected = await plain.atOnce(of)
    const streamed = await tried.streamed(of)
    if (streamed !== expected) return `streamed:\n${linesThatDiffer(expected, streamed)}`
    const rebuilt = await tried.rebuilt()
    return rebuilt === expected ? null : `rebuilt:\n${linesThatDiffer(expected, rebuilt)}`
  } catch (error) {
    return `failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

async function failureOf(small: Case, whole: Case, plain: Stand, tried: Stand): Promise<Failure> {
  const says = [
    `The case of seed ${whole.seed} fails (npm run prove -- --seed ${whole.seed} --cases 1 --store STORE).`,
    `Its history of ${whole.events.length} events, cut down to ${small.events.length}:`,
    ...small.events.map((e, i) => `  ${i} from source ${e.sourceId}: ${e.body}`),
    `Steps: ${JSON.stringify(small.steps)}`,
    `- from all at once, + ${await difference(small, plain, tried)}`,
  ]
  return { seed: whole.seed, says: says.join('\n') }
}

export function linesThatDiffer(expected: string, got: string): string {
  const [before, after] = [expected.split('\n'), got.split('\n')]
  const [known, found] = [new Set(before), new Set(after)]
  return [...before.filter((l) => !found.has(l)).map((l) => `- ${l}`), ...after.filter((l) => !known.has(l)).map((l) => `+ ${l}`)].join(
    '\n',
  )
}

/** Leaves out steps, events and facets for as long as the case goes on failing. */
async function smaller(of: Case, plain: Stand, tried: Stand): Promise<Case> {
  let now = of
  for (let found = true; found;) {
    found = false
    for (const less of lessThan(now)) {
      if ((await difference(less, plain, tried)) === null) continue
      now = less
      found = true
      break
    }
  }
  return now
}

function* lessThan(of: Case): Generator<Case> {
  for (const i of of.events.keys()) yield withoutEvent(of, i)
  for (const i of of.steps.keys()) if (of.steps[i]?.kind !== 'arrive') yield { ...of, steps: of.steps.toSpliced(i, 1) }
  for (const [i, event] of of.events.entries())
    for (const body of smallerBodies(event.body)) yield { ...of, events: of.events.with(i, { ...event, body }) }
}

function withoutEvent(of: Case, gone: number): Case {
  const steps = of.steps.map((step) => {
    if (step.kind !== 'arrive') return step
    return { ...step, events: step.events.filter((i) => i !== gone).map((i) => (i > gone ? i - 1 : i)) }
  })
  return { ...of, events: of.events.toSpliced(gone, 1), steps: steps.filter((s) => s.kind !== 'arrive' || s.events.length > 0) }
}

/** The body without one of its members, down to those of facets. */
function* smallerBodies(body: string): Generator<string> {
  const read = readBody(Buffer.from(body))
  if (read.ok) for (const value of without(read.value, 5)) yield JSON.stringify(value)
}

function* without(value: unknown, depth: number): Generator<unknown> {
  if (typeof value !== 'object' || value === null || depth === 0) return
  if (Array.isArray(value)) {
    for (const i of value.keys()) yield value.toSpliced(i, 1)
    for (const [i, inner] of value.entries()) for (const less of without(inner, depth)) yield value.with(i, less)
    return
  }
  const entries = Object.entries(value)
  for (const i of entries.keys()) yield Object.fromEntries(entries.toSpliced(i, 1))
  for (const [i, [name, inner]] of entries.entries())
    for (const less of without(inner, depth - 1)) yield Object.fromEntries(entries.with(i, [name, less]))
}
