import { useState } from 'react'
import type { JobDetail } from '../../../../src/contract/catalog.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { Button } from '../../ui/Button.tsx'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { plural, zone } from '../../ui/Time.tsx'
import { RunsTable } from './RunsTable.tsx'

const STATES: readonly RunState[] = ['NEW', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'LOST']

/** All runs of the job, with a filter by state. */
export function RunsTab({ job }: { readonly job: JobDetail }) {
  const [state, setState] = useState<RunState | undefined>()
  const empty =
    state === undefined ? (
      <Empty title="Not yet run" why="No run event has named this job." />
    ) : (
      <Empty
        title={`No run stands at ${STATE_WORDS[state].toLowerCase()}`}
        why="Lost is worked out from the clock when the page is read; all other states are what the events said."
      >
        <Button small onClick={() => setState(undefined)}>
          Show all runs
        </Button>
      </Empty>
    )
  return (
    <>
      <FilterBar right={<span className="s12 t3">{`${plural(job.runCount, 'run')}, times in ${zone()}`}</span>}>
        <FilterChip
          label="State"
          value={state}
          choices={STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
          onChange={(value) => setState(STATES.find((one) => one === value))}
        />
      </FilterBar>
      <RunsTable job={job} state={state} empty={empty} />
    </>
  )
}
