import type { ReactNode } from 'react'
import { type Grouping, GROUPINGS } from '../../../../src/graph/groups.ts'
import { LENSES, LENS_WORDS } from '../../graph/lens.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { GROUP_WORDS } from './group-words.ts'
import { DEPTHS, type Direction, type ExplorerState } from './url.ts'

interface Props {
  readonly state: ExplorerState
  readonly change: (next: Partial<ExplorerState>) => void
  readonly listOpen: boolean
  readonly toggleList: () => void
  readonly find: ReactNode
  readonly share: ReactNode
  readonly more: readonly MenuItem[]
  /** As it is drawn: null in the state may mean any. */
  readonly grouping: Grouping
}
const SIDES: readonly { readonly value: Direction; readonly label: string }[] = [
  { value: 'upstream', label: 'Upstream' },
  { value: 'both', label: 'Both' },
  { value: 'downstream', label: 'Downstream' },
]
const depthLabel = (n: number): string => (n === 100 ? 'all' : String(n))
type Change = Props['change']

export const groupItems = (state: ExplorerState, grouping: Grouping, change: Change): MenuItem[] => [
  { title: 'Three and more become one card' },
  ...GROUPINGS.map((g): MenuItem => ({
    label: g === 'none' ? 'No groups' : g === 'parent' ? 'DAG, application, project' : `By ${GROUP_WORDS[g]}`,
    checked: grouping === g,
    onSelect: () => change({ group: g, groupsOpen: [] }),
  })),
  ...(state.groupsOpen.length > 0 && grouping !== 'none'
    ? ([{ line: true }, { label: 'Close all groups', onSelect: () => change({ groupsOpen: [] }) }] satisfies MenuItem[])
    : []),
]
export const depthItems = (state: ExplorerState, change: Change): MenuItem[] =>
  DEPTHS.map((n): MenuItem => ({
    label: n === 100 ? 'All hops' : `${n} ${n === 1 ? 'hop' : 'hops'}`,
    checked: state.depth === n,
    onSelect: () => change({ depth: n }),
  }))
export const lensItems = (state: ExplorerState, change: Change): MenuItem[] =>
  LENSES.map((lens): MenuItem => ({
    label: lens === 'none' ? 'No lens' : `${LENS_WORDS[lens].charAt(0).toUpperCase()}${LENS_WORDS[lens].slice(1)}`,
    checked: state.lens === lens,
    onSelect: () => change({ lens, keep: [] }),
  }))

/** Direction, depth, groups, lens and what to copy. */
export function Toolbar({ state, change, listOpen, toggleList, find, share, more, grouping }: Props) {
  return (
    <div className="lg-tool">
      <Button kind="quiet" icon="list" aria-label="List" aria-pressed={listOpen} title="List (l)" onClick={toggleList} />
      {find}
      <span className="sep hide-m" />
      <span className="hide-m">
        <Segmented options={SIDES} value={state.direction} onChange={(direction) => change({ direction })} label="Direction" />
      </span>
      <Menu items={depthItems(state, change)} width={150} position="bottom-start">
        <Button kind="quiet" className="hide-m">
          Depth <b>{depthLabel(state.depth)}</b>
          <Icon name="down" />
        </Button>
      </Menu>
      <Menu items={groupItems(state, grouping, change)} width={220} position="bottom-start">
        <Button kind="quiet" className="hide-n">
          Group by <b>{GROUP_WORDS[grouping]}</b>
          <Icon name="down" />
        </Button>
      </Menu>
      <Menu items={lensItems(state, change)} width={190} position="bottom-start">
        <Button kind="quiet" className="hide-n">
          Lens <b>{LENS_WORDS[state.lens]}</b>
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
