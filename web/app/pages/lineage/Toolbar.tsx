import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { DEPTHS, type Direction, type ExplorerState } from './url.ts'

interface Props {
  readonly state: ExplorerState
  readonly change: (next: Partial<ExplorerState>) => void
  readonly listOpen: boolean
  readonly toggleList: () => void
  readonly find: ReactNode
  readonly share: ReactNode
  readonly more: readonly MenuItem[]
}
const SIDES: readonly { readonly value: Direction; readonly label: string }[] = [
  { value: 'upstream', label: 'Upstream' },
  { value: 'both', label: 'Both' },
  { value: 'downstream', label: 'Downstream' },
]
const depthLabel = (n: number): string => (n === 100 ? 'all' : String(n))
/** Direction, depth and what to copy. */
export function Toolbar({ state, change, listOpen, toggleList, find, share, more }: Props) {
  const depths = DEPTHS.map((n): MenuItem => ({
    label: n === 100 ? 'All hops' : `${n} ${n === 1 ? 'hop' : 'hops'}`,
    checked: state.depth === n,
    onSelect: () => change({ depth: n }),
  }))
  return (
    <div className="lg-tool">
      <Button kind="quiet" icon="list" aria-label="List" aria-pressed={listOpen} title="List (l)" onClick={toggleList} />
      {find}
      <span className="sep hide-m" />
      <span className="hide-m">
        <Segmented options={SIDES} value={state.direction} onChange={(direction) => change({ direction })} label="Direction" />
      </span>
      <Menu items={depths} width={150} position="bottom-start">
        <Button kind="quiet" className="hide-m">
          Depth <b>{depthLabel(state.depth)}</b>
          <Icon name="down" />
        </Button>
      </Menu>
      <span className="row end">
        {share}
        <Menu items={more} width={240}>
          <Button icon="dots" aria-label="More" />
        </Menu>
      </span>
    </div>
  )
}
