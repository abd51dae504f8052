import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { nodeLabel } from '../../graph/Cards.tsx'
import { Around, Bar, Left, Right } from './Chrome.tsx'
import type { FindHit } from '../../graph/find.ts'
import { type Key, shortOf, type Side, SIDES } from '../../../../src/graph/keys.ts'
import type { Shape } from '../../graph/edges.ts'
import { useLayout } from '../../graph/use-layout.ts'
import { type Eye, kindOf } from '../../graph/stage.ts'
import { Viewport } from '../../graph/Viewport.tsx'
import type { ViewportHandle } from '../../graph/viewport-props.ts'
import { canOpen, sideId } from '../../../../src/graph/visible.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { Body } from './Body.tsx'
import { nearest } from './nearest.ts'
import type { PanelTab } from './panel.ts'
import { useKept, useSteady } from './steady.ts'
import { summary } from './summary.ts'
import { TimeLine } from './time/TimeLine.tsx'
import { useAsked } from './time/use-asked.ts'
import { usePinPills } from './TopPills.tsx'
import { ALL_HOPS, type ExplorerState } from './url.ts'
import { CLOSED, type SideMenuAt, useGraphActions } from './use-actions.ts'
import { ASK_FROM, useExpandFar } from './use-expand.ts'
import { useGraph } from './use-graph.ts'
import { useKeyboard } from './use-keyboard.ts'
import { useMedia } from './use-media.ts'
import { type Column, hoverPath, useScene } from './use-scene.ts'
import { useSteps } from './use-steps.ts'
import type { View } from './view.ts'

const Alone = lazy(() => import('./States.tsx').then((m) => ({ default: m.Alone })))
const AllHidden = lazy(() => import('./States.tsx').then((m) => ({ default: m.AllHidden })))
const AskMany = lazy(() => import('./AskMany.tsx').then((m) => ({ default: m.AskMany })))
const EdgeTip = lazy(() => import('./EdgeTip.tsx').then((m) => ({ default: m.EdgeTip })))
const SideMenu = lazy(() => import('./SideMenu.tsx').then((m) => ({ default: m.SideMenu })))
const TooMany = lazy(() => import('./States.tsx').then((m) => ({ default: m.TooMany })))

/** The graph round one root. All that can be sent to someone is in the address; the rest is of the moment. */
export function Explorer({ state: told }: { readonly state: ExplorerState }) {
  const phone = useMedia('(max-width: 720px)')
  const narrow = useMedia('(max-width: 1100px)')
  const tight = useMedia('(max-width: 1320px)')
  const foresee = useRef<(next: ExplorerState) => void>(() => undefined)
  const { state, latest, change } = useSteps(told, foresee)
  useCrumbs([{ label: 'Lineage', to: paths.lineage() }, { label: state.name }])

  usePinPills(state.pin !== null)
  const loaded = useGraph(state)
  const { graph, rootKey, byShort } = loaded
  foresee.current = loaded.foresee
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
  const pins = useMemo(
    (): readonly Column[] => (pinned ? loaded.pins.map(({ key, field }) => ({ key, field })) : []),
    [pinned, loaded.pins],
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
    // What was shown stays, and stacks open: else they would be offered for ever
    const stacks = listed.stacks.slice(0, 100).map((s) => [sideId(shortOf(s.of), s.side), s.total] as const)
    const go = (): void =>
      change({ depth: ALL_HOPS, sides: new Map([...[...state.sides].filter(([, n]) => n > 0), ...stacks]), hops: new Map() })
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
  const pick = (key: Key): void => {
    actions.select(key)
    if (!visible.nodes.has(key)) actions.reveal(key)
    if (phone) change({ list: false }, 'replace')
    requestAnimationFrame(() => handle.current?.show(key, 'middle'))
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
      if (!canOpen(visible, active, side) || scene.only) return
      if (hasSide(active, side)) actions.more(active, side)
      else actions.expand(active, side)
    },
    close: (side) => {
      if (hasSide(active, side)) actions.collapse(active, side)
    },
    menu: (side) => {
      const [at, camera] = [drawn?.result.nodes.get(active), handle.current?.camera]
      const sides = SIDES.filter((s) => (side === null || s === side) && canOpen(visible, active, s))
      if (!at || !camera || sides.length === 0 || scene.only) return false
      setMenu({ key: active, sides, x: camera.x + (at.x + at.w) * camera.k, y: camera.y + (at.y + at.h) * camera.k })
      return true
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
  const { why, rolled, asked } = useAsked(state, byShort, scene)
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
  const activeNode = activeKey === null ? undefined : graph.nodes.get(active)
  const on = useSteady({
    change,
    pick,
    toggleList,
    expandAll,
    onHit,
    clearFilters,
    tidy: () => setTidied((n) => n + 1),
    fit: () => handle.current?.fit(),
    home: () => handle.current?.home(),
    leave: () => handle.current?.focus(active),
    close: () => actions.select(null),
    setTab,
    ask: far.ask,
  })
  // the card that was asked for comes first, what lies round the graph right after
  const view = useDeferredValue(
    useKept<View>({
      state,
      loaded,
      scene,
      drawn,
      rootKey,
      selected,
      path: pin ? path : null,
      pin,
      why,
      rolled,
      kind,
      tab,
      listOpen,
      phone,
      tight,
      dim: locked || marks !== null,
    }),
  )
  const { selected: beside } = view

  return (
    <div
      className={`lg${view.listOpen ? ' with-list' : ''}${view.why || view.rolled || (beside !== null && view.loaded.graph.nodes.has(beside)) ? ' with-side' : ''}`}
    >
      <h1 className="sr">Lineage of {state.name}</h1>
      <Bar view={view} on={on} actions={actions} />
      <Left view={view} on={on} actions={actions} onWhy={onWhy} />
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
              tints={tints}
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
              <Around view={view} on={on} actions={actions} handle={handle} />
              <Suspense fallback={null}>
                {menu && (
                  <SideMenu
                    at={menu}
                    onClose={closeMenu}
                    onChoose={(side, hops) => {
                      const node = graph.nodes.get(menu.key)
                      setMenu(null)
                      if (node) void far.expand(node, side, hops)
                    }}
                  />
                )}
                {edge && <EdgeTip at={edge} graph={graph} />}
                {visible.nodes.size === 1 && scene.hidden > 0 && <AllHidden hidden={scene.hidden} onClear={on.clearFilters} />}
                {visible.nodes.size === 1 && scene.hidden === 0 && !waiting && <Alone root={rootNode} asOf={state.asOf} />}
              </Suspense>
            </Viewport>
          )}
        </Body>
        <Suspense fallback={null}>
          {scene.tooMany && <TooMany count={visible.nodes.size} change={change} onAnyway={() => setAnyway(true)} />}
        </Suspense>
      </div>
      <Right view={view} on={on} actions={actions} onWhy={onWhy} />
      <TimeLine state={view.state} change={change} />
      <Suspense fallback={null}>{far.asking && <AskMany asking={far.asking} onClose={() => far.ask(null)} />}</Suspense>
      <p className="sr" role="status">
        {drawn
          ? `${plural(visible.nodes.size, 'node')} drawn${scene.hidden > 0 ? `, ${formatNumber(scene.hidden)} hidden by filters` : ''}. `
          : ''}
        {activeNode ? nodeLabel(activeNode, { root: active === rootKey, tint: tints.get(active) ?? null }) : ''}
      </p>
    </div>
  )
}
