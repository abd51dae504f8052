/** Making rules and taking them back, with a way back from either. */
import type { Rule, RuleBody } from '../../../../src/contract/rules.ts'
import { api, problemText } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { toast } from '../../ui/Toast.tsx'

const touched = (): Promise<void> => refresh('/api/v2/rules', '/api/v2/syncs')
/** Where the rules are, unless one is there. */
const seen = () => (location.pathname === paths.identity() ? {} : { to: paths.identity(), toLabel: 'See the rules' })

function attempt(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => toast(`It could not be undone. ${problemText(error)}`, { icon: 'FAIL' }))
}

/** Makes rules; says `done` with Undo. Throws ApiProblem. */
export async function makeRules(bodies: readonly RuleBody[], note: string | null, done: string): Promise<void> {
  const made: Rule[] = []
  for (const body of bodies)
    made.push(await api.post<Rule>('/api/v2/rules', { body, note: note === null || note.trim() === '' ? null : note.trim() }))
  await touched()
  announceRules(made, done)
}

/** Rules that were made elsewhere, such as those of a suggestion. */
export function announceRules(made: readonly Rule[], done: string): void {
  const undo = async (): Promise<void> => {
    for (const rule of made) await api.delete(`/api/v2/rules/${rule.id}`)
    await touched()
  }
  toast(`${done} The catalog is being made anew.`, { ...seen(), undo: () => attempt(undo) })
}

/** Takes a rule back; Undo makes it again. Throws ApiProblem. */
export async function takeBack(rule: Rule): Promise<void> {
  await api.delete(`/api/v2/rules/${rule.id}`)
  await touched()
  const again = async (): Promise<void> => {
    await api.post('/api/v2/rules', { body: rule.body, note: rule.note })
    await touched()
  }
  toast('The rule is taken back. The catalog is being made anew.', { undo: () => attempt(again) })
}
