import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { nodeLabel } from '../../graph/Cards.tsx'
import type { FindHit } from '../../graph/find.ts'
import { type Key, shortOf, type Side } from '../../../../src/graph/keys.ts'
import type { Shape } from '../../graph/edges.ts'
import { useLayout } from '../../graph/use-layout.ts'
import { type Eye, kindOf } from '../../graph/stage.ts'
import { termsText } from '../../graph/selector.ts'
import { Viewport } from '../../graph/Viewport.tsx'
import type { ViewportHandle } from '../../graph/viewport-props.ts'
import { sideId } from '../../../../src/graph/visible.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useGo } from '../../ui/Link.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { address } from './address.ts'
import { Alone, AllHidden, Body, Controls, TooMany } from './Body.tsx'
import { AskMany } from './AskMany.tsx'
import { EdgeTip } from './EdgeTip.tsx'
import { ExportMenu } from './export/ExportMenu.tsx'
import { FilterPills } from './FilterPills.tsx'
import { Legend } from './Legend.tsx'
import { OneBox } from './OneBox.tsx'
import { SideMenu } from './SideMenu.tsx'
import { TopPills } from './TopPills.tsx'
import { ListTwin } from './ListTwin.tsx'
import { moreItems } from './more-items.ts'
import { nearest } from './nearest.ts'
import type { PanelTab } from './panel.ts'
import { SidePanel } from './SidePanel.tsx'
import { summary } from './summary.ts'
import { ComparePill } from './time/ComparePill.tsx'
import { TimeLine } from './time/TimeLine.tsx'
import { useAsked } from './time/use-asked.ts'
import { Toolbar } from './Toolbar.tsx'
import type { ExplorerState } from './url.ts'
import { type Change, CLOSED, type SideMenuAt, useGraphActions } from './use-actions.ts'
import { ASK_FROM, useExpandFar } from './use-expand.ts'
import { useGraph } from './use-graph.ts'
import { useKeyboard } from './use-keyboard.ts'
import { useMedia } from './use-media.ts'
import { type Column, hoverPath, useScene } from './use-scene.ts'

const ChangeList = lazy(() => import('./time/ChangeList.tsx').then((m) => ({ default: m.ChangeList })))
const WhyPanel = lazy(() => import('./time/WhyPanel.tsx').then((m) => ({ default: m.WhyPanel })))

/** The graph round one root. All that can be sent to someone is in the address; the rest is of the moment. */
export function Explorer({ state }: { readonly state: ExplorerState }) {
  const go = useGo()
  const phone = useMedia('(max-width: 720px)')
  const narrow = useMedia('(max-width: 1100px)')
  const tight = useMedia('(max-width: 1320px)')
  const latest = useRef(state)
  latest.current = state
  const change = useCallback<Change>(
    (next, how = 'push') => {
      // another picture is looked at from its own beginning
      const anew = ['direction', 'depth', 'group', 'only', 'pin'].some((k) => k in next)
      latest.current = { ...latest.current, ...(anew ? { eye: null } : {}), ...next }
      go(address(latest.current), { replace: how === 'replace' })
    },
    [go],
  )
  useCrumbs([{ label: 'Lineage', to: paths.lineage() }, { label: state.name }])

  const loaded = useGraph(state)
  const { graph, rootKey, byShort } = loaded
  const [rows, setRows] = useState<ReadonlyMap<Key, number>>(new Map())
  const [hover, setHover] = useState<Column | null>(null)
  const [activeKey, setActive] = useState<Key | null>(null)
  const [anchor, setAnchor] = useState<Key | null>(null)
  const [found, setFound] = useState<Key | null>(null)
  const [tab, setTab] = useState<PanelTab>('column')
  const [tidied, setTidied] = useState(0)
  const [edge, setEdge] = useState<{ readonly shape: Shape; readonly x: number; readonly y: number } | null>(null)

  const [columnFind, setFind] = useState<ReadonlyMap<Key, string>>(new Map())
  const [anyway, setAnyway] = useState(false)
  const [menu, setMenu] = useState<SideMenuAt | null>(null)
  const [goal, setGoal] = useState<Key | null>(null)
  const cards = useMemo(() => ({ rows, find: columnFind }), [rows, columnFind])
  const scene = useScene(state, loaded, cards, anyway)
  const { visible, listed, index, pinned, open, tints } = scene
  const { marks } = loaded.compared
  const pinText = JSON.stringify(loaded.pins.map((p) => [p.key, p.field]))
  const pins = useMemo(
    (): readonly Column[] => (pinned ? (JSON.parse(pinText) as [Key, string][]).map(([key, field]) => ({ key, field })) : []),
    [pinned, pinText],
  )
  const pin = pins[0] ?? null
  const locked = pin !== null
  const path = useMemo(
    () => (hover === null ? pinned : hoverPath(index, pins, hover, state.indirect)),
    [hover, pinned, index, pins, state.indirect],
  )
  const waiting = state.pin !== null && state.only && loaded.pins.some((p) => !p.ready) && loaded.failed.length === 0
  const { drawn, error: layoutError } = useLayout(
    waiting ? null : scene.input,
    anchor ?? rootKey,
    // another column, depth, direction, filter or way of grouping is another picture; opening and closing is not
    JSON.stringify([scene.only && pins, state.direction, state.depth, scene.grouping, state.filter, state.keep, tidied]),
  )

  const handle = useRef<ViewportHandle>(null)
  const keyOfShort = (short: string | null): Key | null => (short === null ? null : (byShort.get(short)?.key ?? null))
  const selected = state.selected === CLOSED ? null : (keyOfShort(state.selected) ?? (phone ? null : (loaded.pin?.key ?? rootKey)))
  const active = activeKey !== null && visible.nodes.has(activeKey) ? activeKey : (rootKey ?? '')
  const listOpen = state.list ?? (phone || !narrow)

  const actions = useGraphActions({
    change,
    latest,
    graph: loaded,
    listed,
    groups: scene.groups,
    setActive,
    setAnchor,
    setHover,
    setRows,
    setTab,
    setFind,
    setMenu,
    setGoal,
  })
  const far = useExpandFar(state, actions.expandFar)
  const closeMenu = useCallback(() => setMenu(null), [])
  const expandAll = (): void => {
    const go = (): void => change({ depth: 100, sides: new Map(), hops: new Map() })
    const { upstream, downstream } = loaded.reach ?? {}
    const count = (upstream?.datasets ?? 0) + (downstream?.datasets ?? 0)
    if (count > ASK_FROM) far.ask({ count, atLeast: upstream?.atLeast === true || downstream?.atLeast === true, go })
    else go()
  }
  // what was looked for comes into the middle once it is drawn
  useEffect(() => {
    if (goal === null || !drawn?.result.nodes.has(goal)) return
    setGoal(null)
    requestAnimationFrame(() => handle.current?.show(goal, 'middle'))
  }, [goal, drawn])
  const show = useCallback((key: Key): void => handle.current?.show(key, 'middle'), [])
  const pick = (key: Key): void => {
    actions.select(key)
    if (!visible.nodes.has(key)) actions.reveal(key)
    if (phone) change({ list: false }, 'replace')
    requestAnimationFrame(() => show(key))
  }
  const toggleList = (): void => change({ list: !listOpen }, 'replace')
  const hasSide = (key: Key, side: Side): boolean => visible.open.has(sideId(graph.nodes.get(key)?.short ?? '', side))

  useKeyboard({
    move: (arrow) => {
      const next = drawn && nearest(drawn.result, active, arrow, (id) => visible.nodes.has(id))
      if (!next) return
      setActive(next)
      handle.current?.show(next, 'sight')
      handle.current?.focus(next)
    },
    open: (side) => {
      const group = visible.groups?.get(active)
      if (group) return actions.openGroup(group.short)
      if ((visible.hidden.get(active)?.[side] ?? 0) === 0 || scene.only) return
      if (hasSide(active, side)) actions.more(active, side)
      else actions.expand(active, side)
    },
    close: (side) => {
      if (hasSide(active, side)) actions.collapse(active, side)
    },
    columns: () => actions.toggleColumns(active),
    list: toggleList,
    fit: () => handle.current?.fit(),
    home: () => handle.current?.home(),
    zoom: (factor) => handle.current?.zoom(factor),
    back: () => {
      if (menu !== null) setMenu(null)
      else if (state.why !== null) change({ why: null }, 'replace')
      else if (state.pin !== null) change({ pin: null, also: [], only: false })
      else if (selected !== null) actions.select(null)
      else return false
      return true
    },
  })

  const onWhy = useCallback(
    (from: Key, to: Key, fields: readonly [string, string] | null): void =>
      change({ why: { from: shortOf(from), to: shortOf(to), fields } }, 'replace'),
    [change],
  )
  const { why, asked } = useAsked(state, byShort, index)
  const kind = useMemo(
    () => kindOf({ graph, visible, marks, tints }, path, locked, selected),
    [graph, visible, marks, path, locked, selected, tints],
  )
  const onEdge = useCallback(
    (shape: Shape | null, x: number, y: number) => setEdge((now) => (shape === null ? null : now?.shape === shape ? now : { shape, x, y })),
    [],
  )
  const onEye = useCallback((eye: Eye) => change({ eye }, 'replace'), [change])
  const clearFilters = (): void => change({ filter: '', keep: [] })
  const onHit = (hit: FindHit | null): void => {
    setFound(hit?.key ?? null)
    if (!hit) return
    setActive(hit.key)
    if (visible.nodes.has(hit.key)) handle.current?.show(hit.key, 'middle')
    else actions.reveal(hit.key)
  }

  const label = rootKey === null ? 'Lineage' : summary(loaded, visible.nodes.size)
  const rootNode = rootKey === null ? null : (graph.nodes.get(rootKey) ?? null)
  const more = moreItems({
    state,
    change,
    grouping: scene.grouping,
    tight,
    phone,
    onTidy: () => setTidied((n) => n + 1),
    onExpandAll: expandAll,
    onFit: () => handle.current?.fit(),
    onHome: () => handle.current?.home(),
  })
  const activeNode = activeKey === null ? undefined : graph.nodes.get(active)
  const selectedNode = selected === null ? null : (graph.nodes.get(selected) ?? null)

  const filterPills = scene.terms.length > 0 && !scene.only && (
    <FilterPills state={state} loaded={loaded} scene={scene} change={change} ask={far.ask} />
  )

  return (
    <div className={`lg${listOpen ? ' with-list' : ''}${selectedNode || why ? ' with-side' : ''}`}>
      <h1 className="sr">Lineage of {state.name}</h1>
      <Toolbar
        state={state}
        change={change}
        listOpen={listOpen}
        toggleList={toggleList}
        share={
          <ExportMenu
            scene={
              drawn && rootKey !== null
                ? {
                    graph,
                    visible,
                    open,
                    path: pinned,
                    dim: locked || marks !== null,
                    root: rootKey,
                    result: drawn.result,
                    pins,
                    tints,
                    marks,
                  }
                : null
            }
            listed={listed}
            state={state}
            grouping={scene.grouping}
            leftOut={loaded.leftOut}
            link={location.origin + address(state)}
          />
        }
        more={more}
        grouping={scene.grouping}
        find={
          <OneBox
            graph={graph}
            index={index}
            visible={listed}
            terms={scene.terms}
            onTerms={(terms) => change({ filter: termsText(terms) })}
            hidden={scene.hidden}
            onClear={clearFilters}
            onHit={onHit}
            onReveal={(keys) => keys.forEach((key) => actions.reveal(key))}
            onLeave={() => handle.current?.focus(active)}
          />
        }
      />
      <Suspense fallback={<aside className="lg-list" />}>
        {listOpen && state.before !== null && <ChangeList state={state} compared={loaded.compared} onSelect={pick} onWhy={onWhy} />}
      </Suspense>
      {listOpen && state.before === null && rootKey !== null && (
        <ListTwin
          graph={graph}
          visible={listed}
          root={rootKey}
          selected={selected}
          path={pin ? path : null}
          phone={phone}
          onSelect={pick}
          onMore={actions.more}
          head={phone && filterPills}
        />
      )}
      <div className="lg-main">
        <Body loaded={loaded} state={state} layoutError={layoutError} ready={drawn !== null || scene.tooMany}>
          {drawn && rootKey !== null && rootNode && !scene.tooMany && (
            <Viewport
              drawn={drawn}
              graph={graph}
              visible={visible}
              open={open}
              root={rootKey}
              selected={selected}
              active={active}
              found={found}
              path={path}
              pins={pins}
              tints={scene.tints}
              eye={state.eye}
              onEye={onEye}
              busy={loaded.busy}
              label={label}
              expandable={!scene.only}
              actions={actions}
              handle={handle}
              marks={marks}
              asked={asked}
              onWhy={onWhy}
              onEdge={onEdge}
            >
              <TopPills
                state={state}
                loaded={loaded}
                scene={scene}
                change={change}
                onExpandAll={expandAll}
                onCloseGroup={actions.closeGroup}
              >
                <ComparePill state={state} compared={loaded.compared} change={change} />
                {!(phone && listOpen) && filterPills}
              </TopPills>
              <Legend graph={graph} visible={visible} path={pin ? path : null} state={state} lines={scene.legend} change={change} />
              {menu && (
                <SideMenu
                  at={menu}
                  onClose={closeMenu}
                  onChoose={(hops) => {
                    const node = graph.nodes.get(menu.key)
                    setMenu(null)
                    if (node) void far.expand(node, menu.side, hops)
                  }}
                />
              )}
              {edge && <EdgeTip at={edge} graph={graph} />}
              <Controls handle={handle} drawn={drawn} kind={kind} />
              {visible.nodes.size === 1 && scene.hidden > 0 && <AllHidden hidden={scene.hidden} onClear={clearFilters} />}
              {visible.nodes.size === 1 && scene.hidden === 0 && !waiting && <Alone root={rootNode} />}
            </Viewport>
          )}
        </Body>
        {scene.tooMany && <TooMany count={visible.nodes.size} change={change} onAnyway={() => setAnyway(true)} />}
      </div>
      <Suspense fallback={null}>
        {why && <WhyPanel state={state} from={why.from} to={why.to} onClose={() => change({ why: null }, 'replace')} />}
      </Suspense>
      {selectedNode && !why && (
        <SidePanel
          key={selectedNode.key}
          node={selectedNode}
          graph={graph}
          visible={listed}
          isRoot={selected === rootKey}
          pin={pin}
          columnsOpen={state.columns.includes(selectedNode.short)}
          tab={tab}
          asOf={state.asOf}
          actions={{
            close: () => actions.select(null),
            show: pick,
            pin: actions.pin,
            toggleColumns: actions.toggleColumns,
            setTab,
            why: onWhy,
          }}
        />
      )}
      <TimeLine state={state} change={change} />
      {far.asking && <AskMany asking={far.asking} onClose={() => far.ask(null)} />}
      <p className="sr" role="status">
        {drawn
          ? `${plural(visible.nodes.size, 'node')} drawn${scene.hidden > 0 ? `, ${formatNumber(scene.hidden)} hidden by filters` : ''}. `
          : ''}
        {activeNode ? nodeLabel(activeNode, { root: active === rootKey, tint: scene.tints.get(active) ?? null }) : ''}
      </p>
    </div>
  )
}
