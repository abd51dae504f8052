import { eventWarnings } from '../catalog/warning-kinds.ts'
import type { Receipt, ReceiptLine } from '../contract/events.ts'
import { decodeText } from '../lib/text.ts'
import { readyRules } from '../rules/rules.ts'
import { Changes } from './changes.ts'
import { foldEvent, isTooDeep } from './event.ts'
import type { Listener, LoggedEvent } from './hear.ts'
import { depthMax } from '../openlineage/body.ts'

/** Lines of one receipt; an event with thousands of facets says so instead. */
const linesMax = 5_000

/**
 * What the catalog made of an event, facet by facet; what it changed is told by src/fold/receipt-changes.ts. A receipt is a function of the event and the rules alone, so it is written when it is asked
 * for, by folding the event once more into nothing, and costs no space.
 */
export function explainEvent(event: LoggedEvent, applied: boolean, rulesText: string | null = null): Receipt {
  const rules = readyRules(rulesText)
  const lines: ReceiptLine[] = []
  const add = (line: ReceiptLine): void => void (lines.length < linesMax && lines.push({ ...line, says: decodeText(line.says) }))
  const listener: Listener = {
    note: (use, pointer, label, says) => add({ use, pointer, label, says }),
    warn: (code, pointer, label, says) => add({ use: 'warning', pointer, label, says, code, fix: eventWarnings[code].fix }),
  }
  foldEvent(event, new Changes(rules.hidden), rules, listener)
  const tooDeep = isTooDeep(event)
  return {
    lines,
    changed: [],
    applied: applied && !tooDeep,
    notAppliedBecause: tooDeep
      ? `It is nested deeper than ${depthMax} levels`
      : applied
        ? null
        : 'It waits for the next sync of its source',
  }
}
