import { Button } from '../../ui/Button.tsx'
import { Code } from '../../ui/Code.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { Check } from './checks.ts'
import { FactList } from './FactList.tsx'
import { factsOf } from './fact.ts'
import { coloursOf } from './job-facts.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'

/** One test whole: what it looked for, what it found, and the query that it ran. */
export function CheckDialog({ check, onClose }: { readonly check: Check; readonly onClose: () => void }) {
  return (
    <Dialog
      title={<bdi className="cut">{check.name}</bdi>}
      width={720}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        <OutcomeBadge check={check} />
      </p>
      {check.description !== null && (
        <p>
          <bdi>{check.description}</bdi>
        </p>
      )}
      <FactList
        facts={factsOf([
          ['Column', check.column],
          ['Kind', check.type],
          ['Severity', check.severity],
          ['Expected', check.expected],
          ['Actual', check.actual],
          ...check.params.map(({ name, value }) => [name, value] as const),
        ])}
      />
      {check.content !== null && <Code code={check.content} language={coloursOf(check.contentType)} label="what was run" wrap />}
    </Dialog>
  )
}
