import type { RuleBody, RuleOf, RulePreview } from '../contract/rules.ts'
import { schemesRule } from '../rules/built-in.ts'
import { ruleFault, Rules, rulesOfText } from '../rules/rules.ts'
import type { ReadContext } from './context.ts'
import { apartChange } from './preview-apart.ts'
import { hiddenChange } from './preview-hidden.ts'
import { identityChange } from './preview-identity.ts'
import { leftOutChange, prefixChange } from './preview-source.ts'
import { Budget } from './scan.ts'
import type { ScanLimits } from './scan.ts'

export interface PreviewQuestion {
  readonly bodies: readonly RuleBody[]
  readonly limits?: ScanLimits
}

const usualLimits: ScanLimits = { rows: 1_000_000, ms: 4_000 }
const identityKinds: ReadonlySet<RuleBody['kind']> = new Set(['scheme', 'host', 'case', 'trim', 'pattern', 'same'])

type Change = Omit<RulePreview, 'says' | 'fault' | 'atLeast'>
const none: Change = { names: null, joined: null, into: null, jobs: null, datasets: null, runs: null, events: null, samples: [] }

let underWay: Promise<unknown> = Promise.resolve()

/**
 * What rules would do to the catalog as it is, without doing it. Of a large catalog a part is looked at, and it says so. One after the other:
 * each walks over much of the catalog, and a person who types asks often.
 */
export function rulePreview(context: ReadContext, question: PreviewQuestion): Promise<RulePreview> {
  const answer = underWay.then(() => look(context, question))
  underWay = answer.catch(() => {})
  return answer
}

async function look({ db }: ReadContext, { bodies, limits = usualLimits }: PreviewQuestion): Promise<RulePreview> {
  const fault = bodies.map(ruleFault).find((f) => f !== null)
  if (fault !== undefined && fault !== null) return { ...none, says: `${fault}.`, fault, atLeast: false }
  const checkpoint = await db.get<{ rules: string | null }>('SELECT rules FROM checkpoint WHERE id = 1')
  const before = rulesOfText(checkpoint?.rules ?? null)
  const budget = new Budget(limits)
  const of = <K extends RuleBody['kind']>(kind: K): RuleOf<K>[] => bodies.filter((b): b is RuleOf<K> => b.kind === kind)
  let change = none
  const says: string[] = []
  const add = (part: Partial<Change>, words: string): void => {
    change = { ...change, ...part, samples: [...change.samples, ...(part.samples ?? [])] }
    says.push(words)
  }
  if (bodies.some((b) => identityKinds.has(b.kind) || (b.kind === 'switch' && b.rule === schemesRule))) {
    const after = new Rules([...before.bodies, ...bodies])
    const { touched, ...found } = await identityChange(db, before.identity, after.identity, budget)
    const isSwitch = bodies.every((b) => b.kind === 'switch')
    if (isSwitch) add({ names: found.names, samples: found.samples }, switched(found.names, touched))
    else add(found, renamed(found))
  }
  if (of('apart').length > 0) {
    const samples = await apartChange(db, of('apart'))
    add(
      { samples },
      samples.length === 0
        ? 'Nothing changes: no symlink alone makes these one dataset'
        : `What is one dataset now becomes ${samples.length}`,
    )
  }
  if (of('hide').length > 0) {
    const found = await hiddenChange(db, of('hide'), budget)
    add(found, goes('leave', 'the catalog', found))
  }
  if (of('leaveOut').length > 0) {
    const found = await leftOutChange(db, of('leaveOut'), new Rules(of('leaveOut')), budget)
    add(found, goes('leave', 'the catalog', found))
  }
  for (const body of of('prefix')) {
    const found = await prefixChange(db, body, before, budget)
    add(found, goes('stand', `in namespaces that start with ${body.prefix}`, found))
  }
  if (says.length === 0) says.push('How much this changes can be told only from the events')
  return { ...change, says: `${budget.stopped ? 'At least: ' : ''}${says.join('. ')}.`, fault: null, atLeast: budget.stopped }
}

const counted = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`

function renamed({ names, joined, into }: { names: number; joined: number; into: number }): string {
  if (names === 0) return 'Nothing in the catalog changes'
  const known = `${counted(names, 'name')} ${names === 1 ? 'gives' : 'give'} way to another`
  return joined === 0
    ? `${known}; no two datasets become one`
    : `${counted(joined, 'dataset')} become ${into.toLocaleString('en')}; ${known}`
}

const switched = (names: number, touched: number): string =>
  names === 0 ? 'Nothing in the catalog changes' : `${counted(names, 'name')} of ${counted(touched, 'dataset')} stand by themselves again`

function goes(
  verb: string,
  where: string,
  of: { jobs: number | null; datasets: number | null; runs: number | null; events?: number | null },
): string {
  const nouns = [
    [of.events ?? null, 'event'],
    [of.jobs, 'job'],
    [of.datasets, 'dataset'],
    [of.runs, 'run'],
  ] as const
  const parts = nouns.flatMap(([n, noun]) => (n === null || n === 0 ? [] : [counted(n, noun)]))
  if (parts.length === 0) return 'Nothing in the catalog changes'
  const words = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  const isOne = parts.length === 1 && (words ?? '').startsWith('1 ')
  return `${words ?? ''} ${verb}${isOne ? 's' : ''} ${where}`
}
