import { useState } from 'react'
import type { Rule, Suggestion, Suggestions } from '../../../../src/contract/rules.ts'
import { api, problemText } from '../../api/client.ts'
import { refresh, useApi } from '../../api/query.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { Samples } from './PreviewBox.tsx'
import { announceRules } from './rule-actions.ts'
import { ruleWords } from './rule-words.ts'

const SHOWN = 5
const PATH = '/api/v2/rules/suggestions'

async function answerSuggestion(key: string, answer: 'accept' | 'dismiss' | 'bringBack'): Promise<readonly Rule[] | null> {
  try {
    const { rules } = await api.post<{ rules: Rule[] }>(`${PATH}/${key}`, { answer })
    await refresh('/api/v2/rules', '/api/v2/syncs')
    return rules
  } catch (error) {
    toast(`That could not be remembered. ${problemText(error)}`, { icon: 'FAIL' })
    return null
  }
}

function One({
  suggestion,
  admin,
  sourceName,
}: {
  readonly suggestion: Suggestion
  readonly admin: boolean
  readonly sourceName: (id: number) => string
}) {
  const [busy, setBusy] = useState(false)
  const { bodies, samples } = suggestion
  const [first] = bodies
  const accept = async () => {
    setBusy(true)
    const rules = await answerSuggestion(suggestion.key, 'accept')
    if (rules !== null) announceRules(rules, rules.length === 1 ? 'The rule is made.' : `${rules.length} rules are made.`)
    setBusy(false)
  }
  const dismiss = async () => {
    setBusy(true)
    if ((await answerSuggestion(suggestion.key, 'dismiss')) !== null)
      toast('Dismissed. It does not come again.', { undo: () => void answerSuggestion(suggestion.key, 'bringBack') })
    setBusy(false)
  }
  return (
    <li>
      <div className="grow">
        <bdi className="med words">{suggestion.says}.</bdi>
        <Samples samples={samples} />
        {first !== undefined && (
          <bdi className="s12 t3 words">
            Accepting makes {bodies.length === 1 ? 'the rule' : `${formatNumber(bodies.length)} rules, the first`}:{' '}
            {ruleWords(first, sourceName)}.
          </bdi>
        )}
      </div>
      {admin && (
        <span className="row">
          <Button small busy={busy} onClick={() => void accept()} aria-label={`Accept: ${suggestion.says}`}>
            {suggestion.kind === 'overMerged' ? 'Keep apart' : 'Accept'}
          </Button>
          <Button small kind="quiet" disabled={busy} onClick={() => void dismiss()} aria-label={`Dismiss: ${suggestion.says}`}>
            Dismiss
          </Button>
        </span>
      )}
    </li>
  )
}

function Dismissed({ items, admin }: { readonly items: Suggestions['dismissed']; readonly admin: boolean }) {
  if (items.length === 0) return null
  return (
    <details className="dismissed">
      <summary className="s12 t3">{plural(items.length, 'dismissed suggestion')}</summary>
      <ul className="rules" aria-label="Dismissed suggestions">
        {items.map((one) => (
          <li key={one.key} className="gone">
            <div className="grow">
              <bdi className="words">{one.says}</bdi>
              <span className="s12 t3">
                dismissed <Time iso={one.at} /> by {one.by ?? 'the command line'}
              </span>
            </div>
            {admin && (
              <Button small icon="undo" onClick={() => void answerSuggestion(one.key, 'bringBack')}>
                Bring back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Names that look like one dataset, and names that join too much. */
export function SuggestionList({ admin, sourceName }: { readonly admin: boolean; readonly sourceName: (id: number) => string }) {
  const [all, setAll] = useState(false)
  const answer = useApi<Suggestions>(PATH, undefined, { every: 30_000 })
  const items = answer.data?.items ?? []
  const shown = all ? items : items.slice(0, SHOWN)
  const count =
    answer.data === undefined || items.length === 0 ? undefined : `${formatNumber(items.length)}${answer.data.atLeast ? ' or more' : ''}`
  const more = (
    <button type="button" className="plain link" onClick={() => setAll(true)}>
      All {formatNumber(items.length)}
    </button>
  )
  return (
    <Section title="Suggestions" {...(count === undefined ? {} : { count })} end={shown.length < items.length ? more : undefined}>
      <Region answer={answer} what="what looks alike" rows={3}>
        {(data) => (
          <>
            {shown.length === 0 ? (
              <Empty
                title="Nothing looks alike"
                why="Names that differ in letter case, two names of one server, or paths of a known table would be offered here."
              />
            ) : (
              <ul className="rules" aria-label="Suggestions">
                {shown.map((one) => (
                  <One key={one.key} suggestion={one} admin={admin} sourceName={sourceName} />
                ))}
              </ul>
            )}
            <Dismissed items={data.dismissed} admin={admin} />
          </>
        )}
      </Region>
    </Section>
  )
}
