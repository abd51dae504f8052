import { lazy, memo, type RefObject, Suspense, useMemo } from 'react'
import { termsText } from '../../graph/selector.ts'
import type { ViewportHandle, ViewportProps } from '../../graph/viewport-props.ts'
import { address } from './address.ts'
import { Controls } from './Body.tsx'
import { ExportMenu } from './export/ExportMenu.tsx'
import { Legend } from './Legend.tsx'
import { ListTwin } from './ListTwin.tsx'
import { moreItems } from './more-items.ts'
import { OneBox } from './OneBox.tsx'
import { SidePanel } from './SidePanel.tsx'
import { Toolbar } from './Toolbar.tsx'
import { TopPills } from './TopPills.tsx'
import type { PageActions } from './use-actions.ts'
import type { Doings, View } from './view.ts'

const ChangeList = lazy(() => import('./time/ChangeList.tsx').then((m) => ({ default: m.ChangeList })))
const ComparePill = lazy(() => import('./time/ComparePill.tsx').then((m) => ({ default: m.ComparePill })))
const FilterPills = lazy(() => import('./FilterPills.tsx').then((m) => ({ default: m.FilterPills })))
const RolledPanel = lazy(() => import('./time/RolledPanel.tsx').then((m) => ({ default: m.RolledPanel })))
const WhyPanel = lazy(() => import('./time/WhyPanel.tsx').then((m) => ({ default: m.WhyPanel })))

interface Props {
  readonly view: View
  readonly on: Doings
  readonly actions: PageActions
}
type WithWhy = Props & Pick<ViewportProps, 'onWhy'>

/** The tools above the graph. */
export const Bar = memo(function Bar({ view, on, actions }: Props) {
  const { state, scene, listOpen, tight, phone } = view
  const more = moreItems({
    state,
    change: on.change,
    grouping: scene.grouping,
    tight,
    phone,
    onTidy: on.tidy,
    onExpandAll: on.expandAll,
    onFit: on.fit,
    onHome: on.home,
  })
  return (
    <Toolbar
      state={state}
      change={on.change}
      listOpen={listOpen}
      toggleList={on.toggleList}
      share={<Share view={view} />}
      more={more}
      grouping={scene.grouping}
      find={
        <OneBox
          graph={view.loaded.graph}
          index={scene.index}
          visible={scene.listed}
          terms={scene.terms}
          onTerms={(terms) => on.change({ filter: termsText(terms) })}
          hidden={scene.hidden}
          onClear={on.clearFilters}
          onHit={on.onHit}
          onReveal={(keys) => keys.forEach((key) => actions.reveal(key))}
          onLeave={on.leave}
        />
      }
    />
  )
})

function Share({ view }: { readonly view: View }) {
  const { state, loaded, scene, drawn, rootKey, dim } = view
  const picture = useMemo(() => {
    if (!drawn || rootKey === null) return null
    const { visible, open, pinned, tints } = scene
    const { graph, compared } = loaded
    const pins = pinned === null ? [] : loaded.pins
    return { graph, visible, open, path: pinned, dim, root: rootKey, result: drawn.result, pins, tints, marks: compared.marks }
  }, [loaded, scene, drawn, rootKey, dim])
  return (
    <ExportMenu
      scene={picture}
      listed={scene.listed}
      state={state}
      grouping={scene.grouping}
      leftOut={loaded.leftOut}
      leftOutAtLeast={loaded.leftOutAtLeast}
      link={location.origin + address(state)}
    />
  )
}

/** The list of nodes, or of changes where two moments are compared. */
export const Left = memo(function Left({ view, on, actions, onWhy }: WithWhy) {
  const { state, loaded, scene, rootKey } = view
  if (!view.listOpen) return null
  if (state.before !== null) {
    return (
      <Suspense fallback={<aside className="lg-list" />}>
        <ChangeList state={state} compared={loaded.compared} onSelect={on.pick} onWhy={onWhy} />
      </Suspense>
    )
  }
  return rootKey === null ? null : (
    <ListTwin
      graph={loaded.graph}
      visible={scene.listed}
      root={rootKey}
      selected={view.selected}
      path={view.path}
      phone={view.phone}
      onSelect={on.pick}
      onMore={actions.more}
      head={view.phone && <Filters view={view} on={on} />}
    />
  )
})

/** What the filters leave undrawn; a phone, where the list is in front, has it there. */
function Filters({ view, on }: Pick<Props, 'view' | 'on'>) {
  const { state, loaded, scene } = view
  if (scene.terms.length === 0 || scene.only) return null
  return (
    <Suspense fallback={null}>
      <FilterPills state={state} loaded={loaded} scene={scene} change={on.change} ask={on.ask} />
    </Suspense>
  )
}

/** What is known of the selected node, or why an edge is there. */
export const Right = memo(function Right({ view, on, actions, onWhy }: WithWhy) {
  const { state, loaded, why, rolled, selected, pin } = view
  const node = selected === null ? undefined : loaded.graph.nodes.get(selected)
  if (why) {
    return (
      <Suspense fallback={null}>
        <WhyPanel state={state} from={why.from} to={why.to} onClose={() => on.change({ why: null }, 'replace')} />
      </Suspense>
    )
  }
  if (rolled) {
    return (
      <Suspense fallback={null}>
        <RolledPanel rolled={rolled} graph={loaded.graph} change={on.change} />
      </Suspense>
    )
  }
  if (!node) return null
  const panel = {
    close: on.close,
    show: on.pick,
    pin: actions.pin,
    toggleColumns: actions.toggleColumns,
    setTab: on.setTab,
    why: onWhy,
  }
  return (
    <SidePanel
      key={node.key}
      node={node}
      graph={loaded.graph}
      visible={view.scene.listed}
      isRoot={selected === view.rootKey}
      pin={pin}
      columnsOpen={state.columns.includes(node.short)}
      tab={view.tab}
      asOf={state.asOf}
      actions={panel}
    />
  )
})

/** What lies over the graph. */
export const Around = memo(function Around({ view, on, actions, handle }: Props & { readonly handle: RefObject<ViewportHandle | null> }) {
  const { state, loaded, scene, drawn } = view
  const { change } = on
  return (
    <>
      <TopPills state={state} loaded={loaded} scene={scene} change={change} onExpandAll={on.expandAll} onCloseGroup={actions.closeGroup}>
        <Suspense fallback={null}>
          {state.before !== null && <ComparePill since={state.before} compared={loaded.compared} change={change} />}
        </Suspense>
        {!(view.phone && view.listOpen) && <Filters view={view} on={on} />}
      </TopPills>
      <Legend
        graph={loaded.graph}
        visible={scene.visible}
        path={view.path}
        state={state}
        lines={scene.legend}
        change={change}
        phone={view.phone}
      />
      {drawn && <Controls handle={handle} drawn={drawn} kind={view.kind} />}
    </>
  )
})
