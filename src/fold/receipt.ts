import type { Receipt, ReceiptLine } from '../contract/events.ts'
import { decodeText } from '../lib/text.ts'
import { defaultRules, rulesOfText } from '../rules/rules.ts'
import { Changes } from './changes.ts'
import { foldEvent, isTooDeep } from './event.ts'
import type { Listener, LoggedEvent } from './event.ts'
import { depthMax } from '../openlineage/body.ts'

/** Lines of one receipt; an event with thousands of facets says so instead. */
const linesMax = 5_000

/**
 * What the catalog made of an event, facet by facet. A receipt is a function of the event and the rules alone, so it is written when it is asked
 * for, by folding the event once more into nothing, and costs no space.
 */
export function explainEvent(event: LoggedEvent, applied: boolean, rulesText: string | null = null): Receipt {
  const rules = rulesOf(rulesText)
  const lines: ReceiptLine[] = []
  const listener: Listener = {
    note: (use, pointer, label, says) => void (lines.length < linesMax && lines.push({ use, pointer, label, says: decodeText(says) })),
  }
  foldEvent(event, new Changes(rules.hidden), rules, listener)
  const tooDeep = isTooDeep(event)
  return {
    lines,
    applied: applied && !tooDeep,
    notAppliedBecause: tooDeep
      ? `It is nested deeper than ${depthMax} levels`
      : applied
        ? null
        : 'It waits for the next sync of its source',
  }
}

let latest = defaultRules

/** Making rules ready costs more than a receipt does. */
function rulesOf(text: string | null): typeof latest {
  if (text !== null && text !== latest.text) latest = rulesOfText(text)
  return text === null ? defaultRules : latest
}
