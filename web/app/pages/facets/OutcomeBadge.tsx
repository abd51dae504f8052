import { Icon } from '../../ui/Icon.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import type { Check, Outcome } from './checks.ts'

const OTHERS: Readonly<Record<Exclude<Outcome, 'failed' | 'passed'>, readonly ['warn' | 'minus' | 'info', string]>> = {
  warned: ['warn', 'Warned'],
  skipped: ['minus', 'Skipped'],
  unclear: ['info', 'Not said'],
}

/** The result in the look of the states: a warning is no failure, and a test that was not run is neither. */
export function OutcomeBadge({ check }: { readonly check: Pick<Check, 'outcome' | 'said'> }) {
  if (check.outcome === 'failed') return <StateBadge state="FAIL" />
  if (check.outcome === 'passed') return <StateBadge state="COMPLETE" word="Passed" />
  const [icon, word] = OTHERS[check.outcome]
  return (
    <span className={check.outcome === 'warned' ? 'state st-ABORT' : 'state st-NEW quiet'} title={check.said ?? undefined}>
      <Icon name={icon} />
      <span className="w cut">{check.outcome === 'unclear' ? (check.said ?? word) : word}</span>
    </span>
  )
}
