import { type ReactNode, type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { GraphActions } from './actions.ts'
import { Camera, meet, type Spot } from './camera.ts'
import { DatasetCard, JobPill, StackCard } from './Cards.tsx'
import { type ColumnPath, columnId } from './columns.ts'
import { blockAt, BLOCKS, FAR, type BlockKind, drawBlocks, drawEdges, drawNames, edgeAt, type Ink } from './draw.ts'
import { columnShapes, type Shape, shapesOf } from './edges.ts'
import { isJob, type Key, type Side } from './keys.ts'
import type { Bounds, LayoutResult } from './layout/types.ts'
import type { Graph } from './model.ts'
import { forgetWidths, lastPart } from './names.ts'
import { onPalette, type Palette, readPalette } from './palette.ts'
import { useGestures } from './gestures.ts'
import type { OpenCard } from './scene.ts'
import type { Drawn } from './use-layout.ts'
import { sideId, type Stack, type Visible } from './visible.ts'

export interface ViewportHandle {
  readonly camera: Camera
  readonly fit: () => void
  readonly home: () => void
  readonly zoom: (factor: number) => void
  /** Brings a node into the middle, or only into sight. */
  readonly show: (key: Key, how: 'middle' | 'sight') => void
  readonly focus: (key: Key) => void
}
export interface ViewportProps {
  readonly drawn: Drawn
  readonly graph: Graph
  readonly visible: Visible
  readonly open: ReadonlyMap<Key, OpenCard>
  readonly root: Key
  readonly selected: Key | null
  readonly active: Key
  readonly found: Key | null
  readonly path: ColumnPath | null
  readonly pin: { readonly key: Key; readonly field: string } | null
  /** `short.side` of what is being read. */
  readonly busy: ReadonlySet<string>
  /** Sides can be opened and closed; not where only a column's path is drawn. */
  readonly expandable: boolean
  readonly label: string
  readonly actions: GraphActions
  readonly handle: Ref<ViewportHandle>
  readonly onEdge: (edge: Shape | null, x: number, y: number) => void
  readonly children: ReactNode
}

const MARGIN = 260
const NONE: ReadonlySet<string> = new Set()
const NO_SIDES = { u: 0, d: 0, openU: false, openD: false, busyU: false, busyD: false }
const inside = (a: Bounds, b: Bounds): boolean => a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h
type Level = 0 | 1 | 2
const levelOf = (k: number): Level => (k < BLOCKS ? 2 : k < FAR ? 1 : 0)

interface Culled {
  readonly ids: readonly string[]
  readonly level: Level
  readonly box: Bounds
  readonly k: number
}
const cull = (result: LayoutResult, camera: Camera): Culled => {
  const [box, level] = [camera.seen(MARGIN), levelOf(camera.k)]
  const ids: string[] = []
  if (level < 2) for (const [id, n] of result.nodes) if (meet(n, box)) ids.push(id)
  return { ids, level, box, k: camera.k }
}

/** The spot to begin with: all of it where that can be read, else the root in the middle. */
const opening = (camera: Camera, result: LayoutResult, root: Key, least = 0.74): Spot => {
  const fitted = camera.fitted(result.bounds)
  if (fitted.k >= least) return fitted
  const at = result.nodes.get(root)
  return at ? camera.centred({ ...at, h: Math.min(at.h, 60) }, camera.width < 700 ? 0.8 : 0.9) : fitted
}

/** What is lit, as the canvas and the small map need it. */
export const kindOf = (graph: Graph, path: ColumnPath | null, dim: boolean, selected: Key | null) => (id: string): BlockKind => {
  const state = graph.nodes.get(id)?.lastState
  if (state === 'FAIL') return 'failed'
  if (id === selected || path?.nodes.has(id)) return 'lit'
  return dim ? 'dim' : state === 'RUNNING' ? 'running' : 'rest'
}

/** Pan, zoom and pinch over cards in the DOM (only those in sight) and one canvas with all edges. */
export function Viewport(props: ViewportProps) {
  const { drawn, graph, root, selected, path, pin, actions } = props
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
  const [culled, setCulled] = useState<Culled>(() => cull(result, camera))
  const [fonts, setFonts] = useState(0)

  useEffect(() => onPalette(() => setPalette(readPalette())), [])
  useEffect(() => {
    void document.fonts.ready.then(() => {
      forgetWidths()
      setFonts(1)
    })
  }, [])

  const shapes = useMemo(() => shapesOf(result), [result])
  const dim = pin !== null && path !== null
  const columns = useMemo(() => (path ? columnShapes(path, result, props.open) : []), [path, result, props.open])
  const lit = useMemo(() => {
    const near = pin === null ? (hoverNode ?? (selected === root ? null : selected)) : null
    if (near === null && hoverEdge === null) return NONE
    return new Set(shapes.filter((s) => s.id === hoverEdge || (near !== null && (s.from === near || s.to === near))).map((s) => s.id))
  }, [hoverNode, hoverEdge, selected, root, pin, shapes])
  const covered = useMemo(() => new Set(columns.flatMap((c) => c.over)), [columns])
  const ink = useRef<Ink>({ shapes, columns, covered, lit, dim, coming: NONE, come: 1 })
  const names = useMemo(() => new Map([root, selected, hoverNode].flatMap((k) => (k !== null && graph.nodes.has(k) ? [[k, lastPart(graph.nodes.get(k)?.name ?? '')] as const] : []))), [root, selected, hoverNode, graph])
  const paint = usePaint({ camera, world, dots, canvas, ink, palette, result, kind: kindOf(graph, path, dim, selected), names, setCulled })

  useLayoutEffect(() => {
    ink.current = { ...ink.current, shapes, columns, covered, lit, dim }
    paint()
  }, [shapes, columns, covered, lit, dim, names, paint])
  useSize(box, canvas, camera, paint)
  useArrival(drawn, root, least, camera, world, ink, paint)
  useEffect(() => setCulled(cull(result, camera)), [result, camera])
  const dragged = useGestures(box, camera, world)

  useImperativeHandle(props.handle, (): ViewportHandle => {
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
        setCulled((now) => (now.ids.includes(key) ? now : { ...now, ids: [...now.ids, key] }))
        requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(key)}"] .hd`)?.focus({ preventScroll: true }))
      },
    }
  }, [camera, result, root, least])

  const act = (event: React.MouseEvent): void => {
    if (dragged()) return
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act]') : null
    const area = box.current?.getBoundingClientRect()
    if (!target && area && levelOf(camera.k) === 2 && !(event.target instanceof Element && event.target.closest('.ov'))) {
      const block = blockAt(result, camera, event.clientX - area.left, event.clientY - area.top)
      if (block !== null && graph.nodes.has(block)) actions.select(block)
      return
    }
    const { act: name, of, side, field } = target?.dataset ?? {}
    if (of === undefined || name === undefined) return
    perform(actions, name, of, side === 'u' ? 'u' : 'd', field)
  }
  const hover = (event: React.PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const row = target?.closest<HTMLElement>('[data-field]')
    actions.hoverColumn(row?.dataset['of'] ?? null, row?.dataset['field'] ?? null)
    setHoverNode(target?.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? null)
  }
  const pointAtEdge = useCallback(
    (event: React.PointerEvent): void => {
      const ctx = canvas.current?.getContext('2d')
      const over = event.target === box.current || event.target === canvas.current || event.target === dots.current
      const area = box.current?.getBoundingClientRect()
      if (!ctx || !area || event.buttons !== 0) return
      const [x, y] = [event.clientX - area.left, event.clientY - area.top]
      if (levelOf(camera.k) === 2) setHoverNode(over ? blockAt(result, camera, x, y) : null)
      const hit = over && event.pointerType === 'mouse' ? edgeAt(ctx, camera, canvas.current === null ? 1 : canvas.current.width / Math.max(1, camera.width), shapes, x, y) : null
      setHoverEdge(hit?.id ?? null)
      props.onEdge(hit, x, y)
    },
    [camera, shapes, result, props.onEdge],
  )

  const ids = useMemo(() => {
    const list = new Set(culled.ids)
    for (const key of [props.active, selected]) if (key !== null && result.nodes.has(key) && culled.level < 2) list.add(key)
    return [...list]
  }, [culled, props.active, selected, result])

  return (
    <div className={`lg-view lod${culled.level}`} ref={box} role="group" aria-label={props.label} onClick={act} onPointerOver={hover} onPointerLeave={() => actions.hoverColumn(null, null)} onPointerMove={pointAtEdge} data-ready={drawn.tookMs >= 0}>
      <div className="dots" ref={dots} />
      <canvas className="edges" ref={canvas} aria-hidden="true" />
      <div className="world" ref={world} data-fonts={fonts}>
        {ids.map((id) => (
          <Item key={id} id={id} fonts={fonts} {...props} dim={dim} />
        ))}
      </div>
      {props.children}
    </div>
  )
}

const perform = (actions: GraphActions, name: string, of: Key, side: Side, field: string | undefined): void => {
  if (name === 'select') return actions.select(of)
  if (name === 'expand') return actions.expand(of, side)
  if (name === 'collapse') return actions.collapse(of, side)
  if (name === 'more') return actions.more(of, side)
  if (name === 'list') return actions.listAll(of)
  if (name === 'columns') return actions.toggleColumns(of)
  if (name === 'rows') return actions.moreColumns(of)
  if (name === 'pin' && field !== undefined) return actions.pin(of, field)
}

const stackOf = (visible: Visible, id: string): Stack | undefined => visible.stacks.find((s) => s.id === id)

/** One card, of whatever kind; nothing while the picture and the graph are of two different moments. */
function Item({ id, ...p }: Omit<ViewportProps, 'children' | 'handle'> & { readonly id: string; readonly dim: boolean; readonly fonts: number }) {
  const at = p.drawn.result.nodes.get(id)
  if (!at) return null
  if (id.startsWith('s')) {
    const stack = stackOf(p.visible, id)
    const of = stack && p.graph.nodes.get(stack.of)
    return stack && of ? <StackCard stack={stack} of={of} at={at} dim={p.dim} /> : null
  }
  const node = p.graph.nodes.get(id)
  if (!node) return null
  const lit = p.path?.nodes.has(id) ?? false
  const look = { lit, dim: p.dim && !lit, selected: id === p.selected, root: id === p.root, active: id === p.active, found: id === p.found }
  const hidden = p.visible.hidden.get(id)
  const has = (set: ReadonlySet<string>, side: Side): boolean => set.has(sideId(node.short, side))
  const sides = !p.expandable ? NO_SIDES : { u: hidden?.u ?? 0, d: hidden?.d ?? 0, openU: has(p.visible.open, 'u'), openD: has(p.visible.open, 'd'), busyU: has(p.busy, 'u'), busyD: has(p.busy, 'd') }
  if (isJob(id)) return <JobPill node={node} at={at} look={look} sides={sides} />
  const open = p.open.get(id)
  const on = open && p.path ? open.rows.filter((r) => p.path?.columns.has(columnId(id, r.field))).map((r) => r.field) : []
  return <DatasetCard node={node} at={at} look={look} sides={sides} open={open} lit={on.length ? JSON.stringify(on) : ''} pinned={p.pin?.key === id ? p.pin.field : null} />
}

type PaintParts = {
  readonly camera: Camera
  readonly world: React.RefObject<HTMLDivElement | null>
  readonly dots: React.RefObject<HTMLDivElement | null>
  readonly canvas: React.RefObject<HTMLCanvasElement | null>
  readonly ink: React.RefObject<Ink>
  readonly palette: Palette
  readonly result: LayoutResult
  readonly kind: (id: string) => BlockKind
  /** Names that the far view shows. */
  readonly names: ReadonlyMap<string, string>
  readonly setCulled: (next: Culled) => void
}

/** Draws one frame after whatever moved: transform, canvas, and which cards are in sight. */
const usePaint = (parts: PaintParts): (() => void) => {
  const latest = useRef(parts)
  const last = useRef<Culled | null>(null)
  const frame = useRef(0)
  const paint = useCallback(() => {
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      const { camera, world, dots, canvas, ink, palette, result, kind, names, setCulled } = latest.current
      if (world.current) world.current.style.transform = `translate(${camera.x}px,${camera.y}px) scale(${camera.k})`
      if (dots.current) {
        const step = 24 * camera.k
        dots.current.style.transform = `translate(${(camera.x % step) - step}px,${(camera.y % step) - step}px)`
        dots.current.style.backgroundSize = `${step}px ${step}px`
        dots.current.style.display = camera.k < FAR ? 'none' : ''
      }
      const ctx = canvas.current?.getContext('2d')
      const ratio = canvas.current === null ? 1 : canvas.current.width / Math.max(1, camera.width)
      if (ctx) {
        drawEdges(ctx, camera, ratio, ink.current, palette)
        if (levelOf(camera.k) === 2) {
          drawBlocks(ctx, result, kind, palette, camera.k, 2)
          drawNames(ctx, camera, ratio, result, names, palette)
        }
      }
      const before = last.current
      const stale = !before || !inside(camera.seen(), before.box) || levelOf(camera.k) !== before.level || camera.k > before.k * 1.6 || camera.k < before.k / 1.6
      if (!stale) return
      last.current = cull(result, camera)
      setCulled(last.current)
    })
  }, [])
  useLayoutEffect(() => {
    latest.current = parts
  })
  useEffect(() => {
    last.current = null
    paint()
  }, [parts.result, parts.palette, paint])
  useEffect(() => parts.camera.subscribe(paint), [parts.camera, paint])
  return paint
}

/** Keeps camera and canvas at the size of the element. */
const useSize = (box: React.RefObject<HTMLDivElement | null>, canvas: React.RefObject<HTMLCanvasElement | null>, camera: Camera, paint: () => void): void => {
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (): void => {
      const [w, h, ratio] = [element.clientWidth, element.clientHeight, Math.min(2, devicePixelRatio || 1)]
      if (canvas.current) {
        canvas.current.width = Math.round(w * ratio)
        canvas.current.height = Math.round(h * ratio)
      }
      camera.resize(w, h)
      paint()
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, canvas, camera, paint])
}

/** A new picture has come: opens it, or keeps the clicked card under the pointer and lets the rest slide in. */
const useArrival = (drawn: Drawn, root: Key, least: number, camera: Camera, world: React.RefObject<HTMLDivElement | null>, ink: React.RefObject<Ink>, paint: () => void): void => {
  const before = useRef<Drawn | null>(null)
  useLayoutEffect(() => {
    const old = before.current
    before.current = drawn
    if (!old || drawn.fresh) {
      camera.stop()
      const anchor = old && drawn.anchor !== null ? [old.result.nodes.get(drawn.anchor), drawn.result.nodes.get(drawn.anchor)] : []
      const [a, b] = anchor
      if (a && b && meet(a, camera.seen())) camera.set({ k: camera.k, x: camera.x + (a.x - b.x) * camera.k, y: camera.y + (a.y - b.y) * camera.k })
      else camera.set(opening(camera, drawn.result, root, least))
      return
    }
    const [a, b] = drawn.anchor === null ? [] : [old.result.nodes.get(drawn.anchor), drawn.result.nodes.get(drawn.anchor)]
    const jump = a && b ? Math.abs(a.x - b.x) + Math.abs(a.y - b.y) : 0
    if (a && b && jump > 0.5) camera.set({ k: camera.k, x: camera.x + (a.x - b.x) * camera.k, y: camera.y + (a.y - b.y) * camera.k })
    return slideIn(old, drawn, world.current, ink, paint, jump <= 0.5)
  }, [drawn, root, least, camera, world, ink, paint])
}

/** Cards move by CSS in 240 ms; the edges that changed come in over the same time. */
const slideIn = (old: Drawn, now: Drawn, world: HTMLDivElement | null, ink: React.RefObject<Ink>, paint: () => void, cards: boolean): (() => void) => {
  const moved = (id: string): boolean => {
    const [a, b] = [old.result.nodes.get(id), now.result.nodes.get(id)]
    return !a || !b || Math.abs(a.x - b.x) + Math.abs(a.y - b.y) > 1
  }
  const coming = new Set<string>()
  for (const r of now.result.routes.values()) if (!old.result.routes.has(r.id) || moved(r.from) || moved(r.to)) coming.add(r.id)
  if (cards) world?.classList.add('slide')
  const start = performance.now()
  let frame = 0
  const step = (): void => {
    const t = Math.min(1, (performance.now() - start) / 240)
    ink.current = { ...ink.current, coming, come: t * t }
    paint()
    if (t < 1) frame = requestAnimationFrame(step)
    else world?.classList.remove('slide')
  }
  step()
  return () => {
    cancelAnimationFrame(frame)
    ink.current = { ...ink.current, coming: NONE, come: 1 }
    world?.classList.remove('slide')
  }
}
