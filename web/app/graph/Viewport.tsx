import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { GraphActions } from './actions.ts'
import { Camera } from './camera.ts'
import { blockAt, edgeAt, type Ink } from './draw.ts'
import { columnShapes, controlShapes, farPaths, shapesOf } from './edges.ts'
import { useGestures } from './gestures.ts'
import { Item } from './Item.tsx'
import type { Key, Side } from '../../../src/graph/keys.ts'
import type { Bounds } from '../../../src/graph/layout/types.ts'
import { edgesThat, rolledUp } from '../../../src/graph/marks.ts'
import { lastPart } from '../../../src/graph/names.ts'
import { onPalette, type Palette, readPalette } from './palette.ts'
import { cull, type Culled, inside, isStale, kindOf, levelOf, NONE, opening, useArrival, useEye, usePaint, useSize } from './stage.ts'
import type { ViewportHandle, ViewportProps } from './viewport-props.ts'

/** Pan, zoom and pinch over cards in the DOM (only those in sight) and one canvas with all edges. */
export function Viewport(props: ViewportProps) {
  const { drawn, graph, visible, root, selected, path, pins, tints, actions, onEdge } = props
  const locked = pins.length > 0
  const { result } = drawn
  // a column's path is worth seeing whole, a little smaller
  const least = props.expandable ? 0.74 : 0.56
  const box = useRef<HTMLDivElement>(null)
  const world = useRef<HTMLDivElement>(null)
  const dots = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [camera] = useState(() => new Camera())
  const [hoverNode, setHoverNode] = useState<Key | null>(null)
  const [hoverEdge, setHoverEdge] = useState<string | null>(null)
  const [palette, setPalette] = useState<Palette>(readPalette)
  const [last, setCulled] = useState<Culled>(() => cull(result, camera))
  // a new picture shows its cards at once, not when one has looked what of it is in sight
  const culled = useMemo(() => (last.of === result ? last : cull(result, camera)), [last, result, camera])

  useEffect(() => onPalette(() => setPalette(readPalette())), [])

  const shapes = useMemo(() => shapesOf(result, visible), [result, visible])
  const far = useMemo(() => farPaths(result, shapes), [result, shapes])
  const control = useMemo(() => controlShapes(graph.control, result), [graph.control, result])
  const { marks, asked } = props
  const dim = (locked && path !== null) || marks !== null
  const drawnMarks = useMemo(() => marks && rolledUp(marks, graph, visible.groups), [marks, graph, visible.groups])
  const came = useMemo(() => edgesThat(drawnMarks, 'added'), [drawnMarks])
  const went = useMemo(() => edgesThat(drawnMarks, 'removed'), [drawnMarks])
  const columns = useMemo(() => (path ? columnShapes(path, result, props.open, marks) : []), [path, result, props.open, marks])
  const askedColumns = useMemo(
    () => columnShapes({ edges: new Set(asked?.columns) }, result, props.open, null),
    [asked, result, props.open],
  )
  const askedEdges = useMemo(() => (asked === null || asked.columns.length > 0 ? NONE : new Set([asked.edge])), [asked])
  const lit = useMemo(() => {
    const near = !locked ? (hoverNode ?? (selected === root ? null : selected)) : null
    if (near === null && hoverEdge === null) return NONE
    return new Set(shapes.filter((s) => s.id === hoverEdge || (near !== null && (s.from === near || s.to === near))).map((s) => s.id))
  }, [hoverNode, hoverEdge, selected, root, locked, shapes])
  const covered = useMemo(() => new Set(columns.flatMap((c) => c.over)), [columns])
  const ink = useRef<Ink>({
    shapes,
    far,
    columns,
    control,
    covered,
    lit,
    dim,
    coming: NONE,
    come: 1,
    came,
    went,
    asked: askedEdges,
    askedColumns,
  })
  const names = useMemo(
    () =>
      new Map(
        [root, selected, hoverNode, ...(visible.groups?.keys() ?? [])].flatMap((k) => {
          const name = k === null ? undefined : (visible.groups?.get(k)?.name ?? graph.nodes.get(k)?.name)
          return k === null || name === undefined ? [] : [[k, lastPart(name)] as const]
        }),
      ),
    [root, selected, hoverNode, graph, visible.groups],
  )
  const kind = useMemo(
    () => kindOf({ graph, visible, marks, tints }, path, dim, selected),
    [graph, visible, marks, path, dim, selected, tints],
  )
  const paint = usePaint({ camera, world, dots, canvas, ink, palette, result, kind, names, culled, setCulled })

  useLayoutEffect(() => {
    ink.current = { ...ink.current, shapes, far, columns, control, covered, lit, dim, came, went, asked: askedEdges, askedColumns }
    paint()
  }, [shapes, far, columns, control, covered, lit, dim, came, went, askedEdges, askedColumns, names, kind, paint])
  useSize(box, canvas, camera, paint)
  useArrival(drawn, root, least, camera, world, ink, paint, props.eye)
  useEye(box, camera, props.eye, props.onEye)
  // what keeps a card in its place may have moved the camera
  useLayoutEffect(() => {
    if (isStale(culled, result, camera)) setCulled(cull(result, camera))
  }, [culled, result, camera])
  const dragged = useGestures(box, camera, world)

  useImperativeHandle(
    props.handle,
    (): ViewportHandle => {
      const boxOf = (key: Key): Bounds | undefined => result.nodes.get(key)
      return {
        camera,
        fit: () => camera.glide(camera.fitted(result.bounds)),
        home: () => camera.glide(opening(camera, result, root, least)),
        zoom: (factor) => camera.glide(camera.zoomed(factor), 120),
        show: (key, how) => {
          const at = boxOf(key)
          if (!at) return
          const seen = camera.seen(-40)
          if (how === 'middle' || !inside(at, seen)) camera.glide(camera.centred(at, Math.max(camera.k, how === 'middle' ? 0.8 : camera.k)))
        },
        focus: (key) => {
          setCulled((now) => (now.of !== result || now.ids.includes(key) ? now : { ...now, ids: [...now.ids, key] }))
          requestAnimationFrame(() =>
            box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(key)}"] .hd`)?.focus({ preventScroll: true }),
          )
        },
      }
    },
    [camera, result, root, least],
  )

  const askWhy = (event: React.MouseEvent, area: DOMRect): void => {
    const ctx = canvas.current?.getContext('2d')
    if (!ctx || (event.target instanceof Element && event.target.closest('.ov') !== null)) return
    const ratio = canvas.current === null ? 1 : canvas.current.width / Math.max(1, camera.width)
    const [x, y] = [event.clientX - area.left, event.clientY - area.top]
    const column = edgeAt(ctx, camera, ratio, columns, x, y)?.edge
    if (column) {
      const [a, b] = [column.raw.from.field, column.raw.to.field]
      return props.onWhy(column.fromKey, column.toKey, a === null || b === null ? null : [a, b])
    }
    const hit = edgeAt(ctx, camera, ratio, shapes, x, y)
    const isEnd = (key: Key): boolean => graph.nodes.has(key) || visible.groups?.has(key) === true
    if (hit && isEnd(hit.from) && isEnd(hit.to)) props.onWhy(hit.from, hit.to, null)
  }
  const act = (event: React.MouseEvent): void => {
    if (dragged()) return
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act]') : null
    const area = box.current?.getBoundingClientRect()
    if (!target && area && levelOf(camera.k) === 2 && !(event.target instanceof Element && event.target.closest('.ov'))) {
      const block = blockAt(result, camera, event.clientX - area.left, event.clientY - area.top)
      if (block !== null && graph.nodes.has(block)) actions.select(block)
      return
    }
    if (!target && area) askWhy(event, area)
    const { act: name, of, side, field } = target?.dataset ?? {}
    if (of === undefined || name === undefined) return
    if (name === 'menu' && area) return actions.menu(of, side === 'u' ? 'u' : 'd', event.clientX - area.left, event.clientY - area.top)
    // Enter on a group opens it; the pointer has the button, or clicks twice
    if (name === 'group') return event.detail === 0 ? actions.openGroup(of) : actions.enter(field ?? root)
    perform(actions, name, of, side === 'u' ? 'u' : 'd', field, event.shiftKey)
  }
  /** However the focus came there: keys act on the card that has it. */
  const focused = (event: React.FocusEvent): void => {
    const id = event.target.closest<HTMLElement>('[data-id]')?.dataset['id']
    if (id !== undefined && id !== props.active && visible.nodes.has(id)) actions.enter(id)
    const at = id === undefined ? undefined : result.nodes.get(id)
    if (at && event.target.matches(':focus-visible') && !inside(at, camera.seen())) camera.glide(camera.centred(at, camera.k))
  }
  const twice = (event: React.MouseEvent): void => {
    const group = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-group]')?.dataset['group'] : undefined
    if (group !== undefined) return actions.openGroup(group)
    const area = box.current?.getBoundingClientRect()
    if (!area || levelOf(camera.k) < 2) return
    const block = blockAt(result, camera, event.clientX - area.left, event.clientY - area.top)
    const far = block === null ? undefined : visible.groups?.get(block)
    if (far) actions.openGroup(far.short)
  }
  const menu = (event: React.MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act="expand"]') : null
    const area = box.current?.getBoundingClientRect()
    const { of, side } = button?.dataset ?? {}
    if (of === undefined || !area) return
    event.preventDefault()
    actions.menu(of, side === 'u' ? 'u' : 'd', event.clientX - area.left, event.clientY - area.top)
  }
  const hover = (event: React.PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const row = target?.closest<HTMLElement>('[data-field]')
    actions.hoverColumn(row?.dataset['of'] ?? null, row?.dataset['field'] ?? null)
    setHoverNode(target?.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? null)
  }
  const left = (): void => {
    actions.hoverColumn(null, null)
    setHoverNode(null)
    setHoverEdge(null)
    onEdge(null, 0, 0)
  }
  const pointAtEdge = useCallback(
    (event: React.PointerEvent): void => {
      const ctx = canvas.current?.getContext('2d')
      const over = event.target === box.current || event.target === canvas.current || event.target === dots.current
      const area = box.current?.getBoundingClientRect()
      if (!ctx || !area || event.buttons !== 0) return
      const [x, y] = [event.clientX - area.left, event.clientY - area.top]
      if (levelOf(camera.k) === 2) setHoverNode(over ? blockAt(result, camera, x, y) : null)
      const hit =
        over && event.pointerType === 'mouse'
          ? edgeAt(ctx, camera, canvas.current === null ? 1 : canvas.current.width / Math.max(1, camera.width), shapes, x, y)
          : null
      setHoverEdge(hit?.id ?? null)
      onEdge(hit, x, y)
    },
    [camera, shapes, result, onEdge],
  )

  const ids = useMemo(() => {
    const list = new Set(culled.ids)
    for (const key of [props.active, selected]) if (key !== null && result.nodes.has(key) && culled.level < 2) list.add(key)
    return [...list]
  }, [culled, props.active, selected, result])

  const cards = useCards(ids, props, dim)

  return (
    <div
      className={`lg-view lod${culled.level}`}
      ref={box}
      role="group"
      aria-label={props.label}
      onClick={act}
      onDoubleClick={twice}
      onFocus={focused}
      onContextMenu={menu}
      onPointerOver={hover}
      onPointerLeave={left}
      onPointerMove={pointAtEdge}
      data-layout-ms={Math.round(drawn.tookMs)}
    >
      <div className="dots" ref={dots} />
      <canvas className="edges" ref={canvas} aria-hidden="true" />
      <div className="world" ref={world}>
        {cards}
      </div>
      {props.children}
    </div>
  )
}

/** The cards in sight. Hovering, and whatever else is not about cards, leaves them as they are. */
const useCards = (ids: readonly string[], props: ViewportProps, dim: boolean): readonly React.JSX.Element[] => {
  const { drawn, graph, visible, open, root, selected, active, found, path, pins, tints, busy, expandable, actions, marks } = props
  return useMemo(() => {
    const all = { drawn, graph, visible, open, root, selected, active, found, path, pins, tints, busy, expandable, actions, marks }
    return ids.map((id) => <Item key={id} id={id} {...all} dim={dim} />)
  }, [ids, dim, drawn, graph, visible, open, root, selected, active, found, path, pins, tints, busy, expandable, actions, marks])
}

const perform = (actions: GraphActions, name: string, of: Key, side: Side, field: string | undefined, add: boolean): void => {
  if (name === 'open-group') return actions.openGroup(of)
  if (name === 'also' && field !== undefined) return actions.pin(of, field, true)
  if (name === 'select') return actions.select(of)
  if (name === 'expand') return actions.expand(of, side)
  if (name === 'collapse') return actions.collapse(of, side)
  if (name === 'more') return actions.more(of, side)
  if (name === 'list') return actions.listAll(of)
  if (name === 'columns') return actions.toggleColumns(of)
  if (name === 'rows') return actions.moreColumns(of)
  if (name === 'pin' && field !== undefined) return actions.pin(of, field, add)
}
