/** `headwater rules …`: what people tell the catalog besides the events. */
import { setTimeout as pause } from 'node:timers/promises'
import type { PreviewSample, Rule, RulePreview, Rules, Suggestions } from '../contract/rules.ts'
import type { Sync } from '../contract/sync.ts'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { Failure, wrongUse } from './failure.ts'
import { answer, printable, say, table } from './output.ts'

type Changing = Common & { readonly wait?: boolean; readonly note?: string }

const textOf = ({ body }: Rule): string => {
  const { kind, ...rest } = body
  return `${kind} ${JSON.stringify(rest)}`
}

/** The rules in force, or those taken back; and the ones that come with it. */
export const list = (options: Common & { readonly removed?: boolean }): Promise<void> =>
  connected(options, async ({ api }) => {
    const rules = await api.get<Rules>('/api/v2/rules', { removed: String(options.removed === true) })
    const rows = rules.items.map((r) => [String(r.id), r.createdAt, r.createdBy ?? '-', printable(textOf(r)), printable(r.note ?? '')])
    const builtIn = rules.builtIn.map((r) => [r.on ? 'on' : 'off', r.id, r.says])
    await answer(options.json === true, rules, () => [
      ...(rows.length === 0 ? ['No rules of your own.'] : table(['ID', 'MADE', 'BY', 'RULE', 'NOTE'], rows)),
      '',
      ...table(['', 'COMES WITH HEADWATER', 'WHAT IT DOES'], builtIn),
    ])
    if (!rules.inForce) say('The catalog is being made anew with changed rules: headwater sync --wait.')
  })

/** `text`: the JSON of a rule as the API takes it. */
export const add = (text: string, options: Changing): Promise<void> =>
  connected(options, async ({ api, own }) => {
    const body = jsonOf(text)
    const before = await newestSync(api)
    const rule = await api.post<Rule>('/api/v2/rules', { body, note: options.note ?? null })
    if (options.wait === true || own) await untilInForce(api, before)
    await answer(options.json === true, rule, () => [
      `Rule ${String(rule.id)} is made. headwater rules remove ${String(rule.id)} takes it back.`,
    ])
  })

/** What a rule would do, without making it. */
export const preview = (text: string, options: Common): Promise<void> =>
  connected(options, async ({ api }) => {
    const found = await api.post<RulePreview>('/api/v2/rules/preview', { bodies: [jsonOf(text)] })
    if (found.fault !== null) throw wrongUse(found.says)
    await answer(options.json === true, found, () => [found.says, ...found.samples.map(sampleText)])
  })

const named = ({ namespace, name, runId }: PreviewSample['ids'][number]): string =>
  printable([namespace, name, runId ?? ''].filter((part) => part !== '').join(' '))

function sampleText({ ids, count, into }: PreviewSample): string {
  const more = count > ids.length ? `, and ${count - ids.length} more` : ''
  return `  ${ids.map(named).join(', ')}${more}${into === null ? '' : ` -> ${named(into)}`}`
}

/** Enough of a key to tell suggestions apart. */
const shortKey = 8

/** What looks like one dataset, and the rules that would settle it. */
export const suggestions = (options: Common): Promise<void> =>
  connected(options, async ({ api }) => {
    const found = await api.get<Suggestions>('/api/v2/rules/suggestions')
    await answer(options.json === true, found, () =>
      found.items.length === 0
        ? ['Nothing looks as if it were one dataset under several names.']
        : found.items.flatMap((s) => [
            `${s.key.slice(0, shortKey)}  ${printable(s.says)}.`,
            ...s.samples.map(sampleText),
            ...s.bodies.slice(0, 3).map((b) => `  rule: ${printable(JSON.stringify(b))}`),
            '',
          ]),
    )
  })

/** `key`: as `rules suggestions` prints it, or enough of its start. */
const settling =
  (settle: 'accept' | 'dismiss') =>
  (key: string, options: Changing): Promise<void> =>
    connected(options, async ({ api, own }) => {
      const { items } = await api.get<Suggestions>('/api/v2/rules/suggestions')
      const [found, ...more] = items.filter((s) => s.key.startsWith(key))
      if (found === undefined)
        throw new Failure(3, 'not_found', `There is no suggestion ${key}.`, 'headwater rules suggestions lists them.')
      if (more.length > 0) throw wrongUse(`More than one suggestion starts with ${key}.`, 'Give more of it.')
      const before = await newestSync(api)
      const { rules } = await api.post<{ rules: Rule[] }>(`/api/v2/rules/suggestions/${found.key}`, { answer: settle })
      if (settle === 'accept' && (options.wait === true || own)) await untilInForce(api, before)
      await answer(options.json === true, { key: found.key, rules }, () =>
        settle === 'accept' ? rules.map((r) => `Rule ${r.id} is made: ${printable(textOf(r))}`) : ['Dismissed. It does not come again.'],
      )
    })

export const accept = settling('accept')
export const dismiss = settling('dismiss')

export const remove = (id: string, options: Changing): Promise<void> =>
  connected(options, async ({ api, own }) => {
    if (!/^\d+$/.test(id)) throw wrongUse(`${id} is not the id of a rule.`, 'headwater rules list shows them.')
    const before = await newestSync(api)
    await api.delete(`/api/v2/rules/${id}`)
    if (options.wait === true || own) await untilInForce(api, before)
    await answer(options.json === true, { id: Number(id) }, () => [`Rule ${id} is taken back.`])
  })

/** The newest sync there is; 0: none. */
const newestSync = async (api: Api): Promise<number> => (await api.get<{ items: Sync[] }>('/api/v2/syncs', { limit: 1 })).items[0]?.id ?? 0

/** Until the catalog has been made anew. `before`: the newest sync before the change. Throws when somebody ends the one that follows it. */
async function untilInForce(api: Api, before: number): Promise<void> {
  for (let delay = 15; !(await api.get<Rules>('/api/v2/rules')).inForce; delay = Math.min(delay * 1.5, 400)) {
    const { items } = await api.get<{ items: Sync[] }>('/api/v2/syncs', { limit: 20 })
    const last = items.find((s) => s.kind === 'full' && s.id > before)
    if (last?.state === 'cancelled' || last?.state === 'failed')
      throw new Failure(
        1,
        'not_in_force',
        `The catalog is by the rules of before: sync ${last.id} ${last.state}.`,
        'headwater sync --full --wait',
      )
    await pause(delay)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw wrongUse('The rule is not JSON.', 'For example: {"kind":"case","namespaces":"snowflake://*","to":"lower"}')
  }
}
