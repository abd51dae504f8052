import { useState } from 'react'
import type { Rule } from '../../../../src/contract/rules.ts'
import { problemText } from '../../api/client.ts'
import { Ask } from '../../ui/Ask.tsx'
import { Button } from '../../ui/Button.tsx'
import { Time, formatNumber } from '../../ui/Time.tsx'
import { toast } from '../../ui/Toast.tsx'
import { makeRules, takeBack } from './rule-actions.ts'
import { KIND_TITLES, ruleWords } from './rule-words.ts'

const SHOWN = 100

type Props = {
  readonly rules: readonly Rule[]
  readonly label: string
  readonly sourceName: (id: number) => string
  readonly admin: boolean
  /** `Take back`, or `Bring back` where something is hidden. */
  readonly verb?: string
}

function TakeBack({
  rule,
  words,
  verb,
  onClose,
}: {
  readonly rule: Rule
  readonly words: string
  readonly verb: string
  readonly onClose: () => void
}) {
  const work = async () => {
    await takeBack(rule)
    onClose()
  }
  return (
    <Ask
      title={
        <>
          {verb}: {words}?
        </>
      }
      onClose={onClose}
      verb={verb}
      work={work}
    >
      <p>
        The catalog is made anew in the background, as if this rule had never been. Reads go on meanwhile. It stays in the history and can
        be made again.
      </p>
    </Ask>
  )
}

function MakeAgain({ rule }: { readonly rule: Rule }) {
  const [busy, setBusy] = useState(false)
  const again = async () => {
    setBusy(true)
    try {
      await makeRules([rule.body], rule.note, 'The rule is made again.')
    } catch (error) {
      toast(`The rule could not be made. ${problemText(error)}`, { icon: 'FAIL' })
    }
    setBusy(false)
  }
  return (
    <Button small icon="undo" busy={busy} onClick={() => void again()}>
      Make again
    </Button>
  )
}

function Made({ rule }: { readonly rule: Rule }) {
  return (
    <span className="s12 t3">
      made <Time iso={rule.createdAt} /> by {rule.createdBy ?? 'the command line'}
      {rule.removedAt !== null && (
        <>
          , taken back <Time iso={rule.removedAt} /> by {rule.removedBy ?? 'the command line'}
        </>
      )}
    </span>
  )
}

/** Rules in plain words, with who made them, when and why. */
export function RuleList({ rules, label, sourceName, admin, verb = 'Take back' }: Props) {
  const [asked, setAsked] = useState<Rule | null>(null)
  const [all, setAll] = useState(false)
  const shown = all ? rules : rules.slice(0, SHOWN)
  return (
    <>
      <ul className="rules" aria-label={label}>
        {shown.map((rule) => {
          const words = ruleWords(rule.body, sourceName)
          return (
            <li key={rule.id} className={rule.removedAt === null ? undefined : 'gone'}>
              <div className="grow">
                <span className="s12 t3 kind">{KIND_TITLES[rule.body.kind]}</span>
                <bdi className="med words">{words}</bdi>
                {rule.note !== null && <bdi className="t2 words">{rule.note}</bdi>}
                <Made rule={rule} />
              </div>
              {admin &&
                (rule.removedAt === null ? (
                  <Button small onClick={() => setAsked(rule)} aria-label={`${verb}: ${words}`}>
                    {verb}
                  </Button>
                ) : (
                  <MakeAgain rule={rule} />
                ))}
            </li>
          )
        })}
      </ul>
      {shown.length < rules.length && (
        <button type="button" className="plain link" onClick={() => setAll(true)}>
          All {formatNumber(rules.length)}
        </button>
      )}
      {asked !== null && <TakeBack rule={asked} words={ruleWords(asked.body, sourceName)} verb={verb} onClose={() => setAsked(null)} />}
    </>
  )
}
