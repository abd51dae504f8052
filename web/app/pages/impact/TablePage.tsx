import { useCallback, useRef } from 'react'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { address } from '../lineage/address.ts'
import { TimeLine } from '../lineage/time/TimeLine.tsx'
import { DEPTHS, type Direction, type ExplorerState } from '../lineage/url.ts'
import type { Change } from '../lineage/use-actions.ts'
import { AnswerTable } from './AnswerTable.tsx'

const SIDES: readonly { readonly value: Direction; readonly label: string }[] = [
  { value: 'upstream', label: 'Upstream' },
  { value: 'both', label: 'Both' },
  { value: 'downstream', label: 'Downstream' },
]
const depthWords = (n: number): string => (n === 100 ? 'All hops' : `${n} ${n === 1 ? 'hop' : 'hops'}`)

/** The explorer's address as a table: the same root, direction, depth and time. */
export function TablePage({ state }: { readonly state: ExplorerState }) {
  const go = useGo()
  const latest = useRef(state)
  latest.current = state
  const change = useCallback<Change>(
    (next, how = 'push') => {
      latest.current = { ...latest.current, ...next }
      go(address(latest.current), { replace: how === 'replace' })
    },
    [go],
  )
  useCrumbs([{ label: 'Lineage', to: paths.lineage() }, { label: state.name }])
  const depths = DEPTHS.map((n): MenuItem => ({
    label: depthWords(n),
    checked: state.depth === n,
    onSelect: () => change({ depth: n }),
  }))
  const { type, namespace, name, direction, depth, fields, fold, asOf, window } = state
  return (
    <div className="lg">
      <div className="lg-tool">
        <h1 className="cut grow">
          <span className="t3">{direction === 'downstream' ? 'Impact of' : 'Lineage of'}</span>
          <EntityName namespace={namespace} name={name} tile={type === 'dataset'} />
        </h1>
        <ButtonLink to={address({ ...state, table: false })} icon="lineage">
          Graph
        </ButtonLink>
        <span className="hide-m">
          <CopyButton value={location.origin + address(state)} label="link" text="Copy link" />
        </span>
      </div>
      <div className="lg-table" data-scroller="">
        <div className="lg-tabletop">
          <Segmented options={SIDES} value={direction} onChange={(next) => change({ direction: next })} label="Direction" />
          <Menu items={depths} width={150} position="bottom-start">
            <Button kind="quiet">
              Depth <b>{depthWords(depth).toLowerCase()}</b>
            </Button>
          </Menu>
        </div>
        <AnswerTable
          asked={{ type, namespace, name, direction, depth, fields, fold, asOf, window }}
          onFields={(next) => change({ fields: next })}
        />
      </div>
      <TimeLine state={state} change={change} />
    </div>
  )
}
