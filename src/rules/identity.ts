import type { RuleBody, RuleOf } from '../contract/rules.ts'
import type { Identity } from '../openlineage/event.ts'
import { quotesRule, schemeAliases, schemesRule } from './built-in.ts'
import { replacement } from './expression.ts'
import { globMatcher } from './glob.ts'
import { trimName } from './trimmers.ts'

type Step = (id: Identity) => Identity
/** Steps that may change an id of a namespace; a step that cannot is left out. */
type StepFor = (namespace: string) => Step | null

/** A rule whose results feed each other in a circle ends here. */
const roundsMax = 8
const namespacesKept = 20_000

/** Tells the id under which a dataset is known by the rules; pure. Ids are stored text. */
export class IdentityRules {
  readonly #steps: readonly StepFor[]
  readonly #same: ReadonlyMap<string, Identity>
  readonly #apart: ReadonlySet<string>
  readonly #ofNamespace = new Map<string, readonly Step[]>()

  constructor(rules: readonly RuleBody[], isOn: (rule: string) => boolean) {
    const builtIn: StepFor[] = isOn(schemesRule) ? schemeAliases.map(([from, to]) => schemeStep([from], to)) : []
    if (isOn(quotesRule)) builtIn.push(() => unquoteStep)
    this.#steps = [...builtIn, ...rules.map(stepOf).filter((s) => s !== null)]
    this.#same = new Map(rules.filter((r) => r.kind === 'same').map((r) => [keyOf(r.dataset), r.as]))
    this.#apart = new Set(rules.filter((r) => r.kind === 'apart').flatMap(({ a, b }) => [keyOf(a) + keyOf(b), keyOf(b) + keyOf(a)]))
  }

  /** The id itself where no rule speaks of it. */
  canonicalOf(id: Identity): Identity {
    let now = id
    for (let round = 0; round < roundsMax; round++) {
      const next = this.#once(now)
      if (next === now || (next.namespace === now.namespace && next.name === now.name)) break
      now = next
    }
    return now.namespace === '' && id.namespace !== '' ? id : now.name === '' ? id : now
  }

  /** Whether a person said that these two are not one. */
  isApart(a: Identity, b: Identity): boolean {
    return this.#apart.size > 0 && this.#apart.has(keyOf(a) + keyOf(b))
  }

  #once(id: Identity): Identity {
    const decided = this.#same.size === 0 ? undefined : this.#same.get(keyOf(id))
    if (decided !== undefined) return decided
    let now = id
    for (const step of this.#stepsOf(id.namespace)) now = step(now)
    return now
  }

  #stepsOf(namespace: string): readonly Step[] {
    const known = this.#ofNamespace.get(namespace)
    if (known !== undefined) return known
    const steps: Step[] = []
    let now = namespace
    for (const stepFor of this.#steps) {
      const step = stepFor(now)
      if (step === null) continue
      steps.push(step)
      now = step({ namespace: now, name: 'x' }).namespace
    }
    if (this.#ofNamespace.size >= namespacesKept) this.#ofNamespace.clear()
    this.#ofNamespace.set(namespace, steps)
    return steps
  }
}

const keyOf = (id: Identity): string => `${id.namespace}\0${id.name}\0`

function stepOf(rule: RuleBody): StepFor | null {
  switch (rule.kind) {
    case 'scheme':
      return schemeStep(rule.from, rule.to)
    case 'host':
      return hostStep(rule)
    case 'case':
      return nameStep(rule.namespaces, rule.to === 'lower' ? (n) => n.toLowerCase() : (n) => n.toUpperCase())
    case 'trim':
      return nameStep(rule.namespaces, (n) => trimName(n, rule.trimmers))
    case 'pattern':
      return patternStep(rule)
    default:
      return null
  }
}

/** `"a"."b"`: parts in double quotes or backticks, with no dot or quote in them. */
const quotedParts = /^(?:"[^".`]+"(?:\."[^".`]+")+|`[^`."]+`(?:\.`[^`."]+`)+)$/

/** Of a single part in quotes it cannot be told that they are quotes of SQL. */
const unquoteStep: Step = (id) => {
  const first = id.name[0]
  if ((first !== '"' && first !== '`') || id.name.length > 2_000 || !quotedParts.test(id.name)) return id
  return { namespace: id.namespace, name: id.name.replaceAll(first, '') }
}

const toNamespace =
  (namespace: string): Step =>
  (id) => ({ namespace, name: id.name })

function nameStep(namespaces: string, change: (name: string) => string): StepFor {
  const matches = globMatcher(namespaces)
  const step: Step = (id) => {
    const name = change(id.name)
    return name === id.name ? id : { namespace: id.namespace, name }
  }
  return (namespace) => (matches(namespace) ? step : null)
}

function schemeStep(from: readonly string[], to: string): StepFor {
  return (namespace) => {
    const end = namespace.indexOf('://')
    return end > 0 && from.includes(namespace.slice(0, end).toLowerCase()) ? toNamespace(to + namespace.slice(end)) : null
  }
}

/** `scheme://user@host:port/rest`: the host gives way, its port stays unless the rule names one. */
const authority = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?)(\[[^\]]*\]|[^/:@[\]]+)(:[^/]*)?(\/.*)?$/is

function hostStep(rule: RuleOf<'host'>): StepFor {
  const hosts = new Set(rule.hosts.map((h) => h.toLowerCase()))
  const hasPort = /:\d+$/.test(rule.to)
  return (namespace) => {
    const [, start = '', host = '', port = '', rest = ''] = authority.exec(namespace) ?? []
    const name = host.toLowerCase()
    if (name === '' || (!hosts.has(name) && !hosts.has(name + port.toLowerCase()))) return null
    return toNamespace(start + rule.to + (hasPort ? '' : port) + rest)
  }
}

function patternStep(rule: RuleOf<'pattern'>): StepFor {
  const matches = globMatcher(rule.namespaces)
  const replaced = replacement(rule.match, rule.replace)
  if (rule.part === 'name') return nameStep(rule.namespaces, replaced)
  return (namespace) => {
    const next = matches(namespace) ? replaced(namespace) : namespace
    return next === namespace ? null : toNamespace(next)
  }
}
