import type { JobItem } from '../../../../src/contract/catalog.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { plural } from '../../ui/Time.tsx'

/** What can be done with the rows that were selected with `x`. */
export function SelectionBar({ jobs, onClear }: { readonly jobs: readonly JobItem[]; readonly onClear: () => void }) {
  if (jobs.length === 0) return null
  return (
    <div className="selbar" role="status">
      <b>{plural(jobs.length, 'job')} selected</b>
      <CopyButton value={jobs.map((job) => job.name).join('\n')} label="the names" text="Copy names" />
      <CopyButton
        value={jobs.map((job) => `${job.namespace}\t${job.name}`).join('\n')}
        label="namespaces and names"
        text="Copy with namespaces"
      />
      <Button small kind="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
