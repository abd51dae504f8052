import type { RuleBody } from '../contract/rules.ts'
import { parseInstant } from '../openlineage/time.ts'
import { builtInRules, foldVersion, temporaryRule } from './built-in.ts'
import { Hidden } from './hidden.ts'
import { IdentityRules } from './identity.ts'

/** A name that says it is temporary and holds a number or an id, so that it is made up anew each time. */
const temporaryName = /(^|[./])(_*(tmp|temp|temporary)[_.-]?[\w-]*\d[\w-]*|[\w-]*\d[\w-]*[_-](tmp|temp))$/i

/**
 * The rules of one catalog, made ready for use: a pure function of their list, in the order in which they were made. `text` is the same for
 * rules that mean the same; a catalog keeps it and is made anew when it differs.
 */
export class Rules {
  readonly text: string
  readonly bodies: readonly RuleBody[]
  readonly identity: IdentityRules
  readonly hidden: Hidden
  readonly #off: ReadonlySet<string>
  readonly #leftOut: readonly ((sourceId: number, instant: string | null) => boolean)[]
  readonly #prefixes: ReadonlyMap<number, { readonly jobs: string; readonly datasets: string }>

  /** Throws when an expression or a time in it cannot be read: see `ruleFault`. */
  constructor(bodies: readonly RuleBody[]) {
    const versions = builtInRules.map((r) => `${r.id}@${r.version}`)
    this.text = JSON.stringify({ fold: foldVersion, builtIn: versions, rules: bodies })
    this.bodies = bodies
    this.#off = new Set(bodies.filter((r) => r.kind === 'switch').map((r) => r.rule))
    this.identity = new IdentityRules(bodies, (rule) => this.isOn(rule))
    this.hidden = new Hidden(bodies)
    this.#leftOut = bodies.filter((r) => r.kind === 'leaveOut').map((r) => leftOutBy(r.sourceId, r.from, r.to))
    this.#prefixes = prefixesOf(bodies)
  }

  /** Whether a rule that comes with Headwater is on. */
  isOn(rule: string): boolean {
    return !this.#off.has(rule)
  }

  /** Whether events of that source and time are in the catalog. `instant`: as in src/openlineage/time.ts, null unreadable. */
  takes(sourceId: number, instant: string | null): boolean {
    return !this.#leftOut.some((isOut) => isOut(sourceId, instant))
  }

  jobPrefix(sourceId: number): string {
    return this.#prefixes.get(sourceId)?.jobs ?? ''
  }

  datasetPrefix(sourceId: number): string {
    return this.#prefixes.get(sourceId)?.datasets ?? ''
  }

  /** Whether a symlink to that name joins nothing. */
  isTemporary(name: string): boolean {
    return this.isOn(temporaryRule) && temporaryName.test(name)
  }
}

/** The rules that are on when nobody has made any. */
export const defaultRules = new Rules([])

/** The rules that a catalog says it was made with. */
export function rulesOfText(text: string | null): Rules {
  return text === null ? defaultRules : new Rules((JSON.parse(text) as { rules: RuleBody[] }).rules)
}

let latest = defaultRules

/** The same, kept ready for the next question: making rules ready costs more than a receipt does. */
export function readyRules(text: string | null): Rules {
  if (text !== null && text !== latest.text) latest = rulesOfText(text)
  return text === null ? defaultRules : latest
}

/** Why a rule cannot be used; null: it can. */
export function ruleFault(body: RuleBody): string | null {
  try {
    void new Rules([body])
    return emptyFault(body)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function emptyFault(body: RuleBody): string | null {
  if (body.kind === 'leaveOut' && body.sourceId === null && body.from === null && body.to === null)
    return 'Name a source, or from when to when; a rule without both would leave out everything'
  if (body.kind === 'switch' && !builtInRules.some((r) => r.id === body.rule)) return `There is no rule ${body.rule}`
  if (body.kind === 'same' && body.dataset.namespace === body.as.namespace && body.dataset.name === body.as.name)
    return 'Both are the same dataset already'
  return null
}

function leftOutBy(sourceId: number | null, from: string | null, to: string | null): (source: number, instant: string | null) => boolean {
  const [start, end] = [boundOf(from), boundOf(to)]
  return (source, instant) => {
    if (sourceId !== null && source !== sourceId) return false
    if (start === null && end === null) return true
    return instant !== null && (start === null || instant >= start) && (end === null || instant < end)
  }
}

function boundOf(time: string | null): string | null {
  if (time === null) return null
  const instant = parseInstant(time)
  if (instant === null) throw new Error(`${time} is no time: write it as 2026-01-31T12:00:00Z`)
  return instant
}

function prefixesOf(bodies: readonly RuleBody[]): ReadonlyMap<number, { jobs: string; datasets: string }> {
  const prefixes = new Map<number, { jobs: string; datasets: string }>()
  for (const rule of bodies) {
    if (rule.kind !== 'prefix') continue
    const known = prefixes.get(rule.sourceId) ?? { jobs: '', datasets: '' }
    prefixes.set(rule.sourceId, {
      jobs: rule.of === 'datasets' ? known.jobs : rule.prefix,
      datasets: rule.of === 'jobs' ? known.datasets : rule.prefix,
    })
  }
  return prefixes
}
