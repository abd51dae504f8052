import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { type Camera, meet, MOTION, type Spot } from './camera.ts'
import type { ColumnPath } from '../../../src/graph/columns.ts'
import { BLOCKS, type BlockKind, drawBlocks, drawCounts, drawEdges, drawNames, FAR, type Ink } from './draw.ts'
import type { Key } from '../../../src/graph/keys.ts'
import type { Bounds, Placement } from '../../../src/graph/layout/types.ts'
import { type Marks, movesIn } from '../../../src/graph/marks.ts'
import type { Graph } from '../../../src/graph/model.ts'
import type { NodeGroup, Visible } from '../../../src/graph/visible.ts'
import type { Tint } from './lens.ts'
import type { Palette } from './palette.ts'
import type { Drawn } from './use-layout.ts'

const MARGIN = 260
export const NONE: ReadonlySet<string> = new Set()
export const inside = (a: Bounds, b: Bounds): boolean => a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h
type Level = 0 | 1 | 2
export const levelOf = (k: number): Level => (k < BLOCKS ? 2 : k < FAR ? 1 : 0)

export interface Culled {
  readonly of: Placement
  readonly ids: readonly string[]
  readonly level: Level
  readonly box: Bounds
  readonly k: number
}
export const cull = (result: Placement, camera: Camera): Culled => {
  const [box, level] = [camera.seen(MARGIN), levelOf(camera.k)]
  const ids: string[] = []
  if (level < 2) for (const [id, n] of result.nodes) if (meet(n, box)) ids.push(id)
  return { of: result, ids, level, box, k: camera.k }
}
/** Was it found for another picture, or for somewhere else? */
export const isStale = (culled: Culled, result: Placement, camera: Camera): boolean =>
  culled.of !== result ||
  !inside(camera.seen(), culled.box) ||
  levelOf(camera.k) !== culled.level ||
  camera.k > culled.k * 1.6 ||
  camera.k < culled.k / 1.6

const RIM = 40

/** Moves a spot as little as it takes that no part is cut off on one side while there is empty ground on the other. */
const fill = (camera: Camera, bounds: Bounds, spot: Spot): Spot => {
  const along = (at: number, start: number, length: number, room: number): number => {
    const [one, other] = [room - RIM - (start + length) * spot.k, RIM - start * spot.k]
    return Math.min(Math.max(one, other), Math.max(Math.min(one, other), at))
  }
  return { k: spot.k, x: along(spot.x, bounds.x, bounds.w, camera.width), y: along(spot.y, bounds.y, bounds.h, camera.height) }
}

/** The spot to begin with: all of it where that can be read, else as much as there is room for round the root. */
export const opening = (camera: Camera, result: Placement, root: Key, least = 0.74): Spot => {
  const fitted = camera.fitted(result.bounds)
  if (fitted.k >= least) return fitted
  const at = result.nodes.get(root)
  if (!at) return fitted
  // What is too high only, or nearly fits, is not cut off on both sides as well
  const wide = (camera.width - 2 * RIM) / result.bounds.w
  const near = least + 0.16
  const k = camera.width < 700 ? 0.8 : wide < 0.8 * least ? near : Math.min(near, Math.max(least, wide))
  return fill(camera, result.bounds, camera.centred({ ...at, h: Math.min(at.h, 60) }, k))
}

/** Did it come or go between two moments; a group goes with those of it that went. */
const movedOf = (marks: Marks, group: NodeGroup | undefined, id: string): 'came' | 'went' | null => {
  if (group) {
    const { added, removed } = movesIn(marks, group)
    return removed > 0 ? 'went' : added > 0 ? 'came' : null
  }
  const change = marks.nodes.get(id)
  return change === 'added' ? 'came' : change === 'removed' ? 'went' : null
}

interface Seen {
  readonly graph: Graph
  readonly visible: Visible
  readonly marks: Marks | null
  readonly tints: ReadonlyMap<Key, Tint>
}

/** What is lit, as the canvas and the small map need it. */
export const kindOf =
  ({ graph, visible, marks, tints }: Seen, path: ColumnPath | null, dim: boolean, selected: Key | null) =>
  (id: string): BlockKind => {
    const moved = marks === null ? null : movedOf(marks, visible.groups?.get(id), id)
    if (moved !== null) return moved
    const state = graph.nodes.get(id)?.lastState
    if (state === 'FAIL' || tints.get(id)?.tone === 'st-FAIL') return 'failed'
    if (id === selected || path?.nodes.has(id)) return 'lit'
    return dim ? 'dim' : tints.get(id)?.tone === 'st-STALE' ? 'late' : state === 'RUNNING' ? 'running' : 'rest'
  }

/** Where one looks, in the graph's own units: the middle and how near. */
export interface Eye {
  readonly x: number
  readonly y: number
  readonly k: number
}
export const eyeOf = (camera: Camera): Eye => ({
  x: Math.round((camera.width / 2 - camera.x) / camera.k),
  y: Math.round((camera.height / 2 - camera.y) / camera.k),
  k: Math.round(camera.k * 100) / 100,
})
const REST = 400

/** Tells where one looks once the picture stands still after a person moved it, and goes where an address leads back to. */
export const useEye = (box: RefObject<HTMLDivElement | null>, camera: Camera, eye: Eye | null, onEye: (eye: Eye) => void): void => {
  const told = useRef(JSON.stringify(eye))
  const latest = useRef(onEye)
  useLayoutEffect(() => {
    latest.current = onEye
  })
  useEffect(() => {
    const text = JSON.stringify(eye)
    if (eye === null || text === told.current) return
    told.current = text
    camera.glide(camera.centred({ x: eye.x, y: eye.y, w: 0, h: 0 }, eye.k))
  }, [eye, camera])
  useEffect(() => {
    const element = box.current
    let timer: ReturnType<typeof setTimeout> | undefined
    let touched = false
    const touch = (): void => void (touched = true)
    const stop = camera.subscribe(() => {
      clearTimeout(timer)
      if (!touched) return
      timer = setTimeout(() => {
        touched = false
        const at = eyeOf(camera)
        told.current = JSON.stringify(at)
        latest.current(at)
      }, REST)
    })
    const kinds = ['wheel', 'pointerdown', 'click'] as const
    window.addEventListener('keydown', touch)
    for (const kind of kinds) element?.addEventListener(kind, touch, { passive: true })
    return () => {
      clearTimeout(timer)
      stop()
      window.removeEventListener('keydown', touch)
      for (const kind of kinds) element?.removeEventListener(kind, touch)
    }
  }, [box, camera])
}

type PaintParts = {
  readonly camera: Camera
  readonly world: RefObject<HTMLDivElement | null>
  readonly dots: RefObject<HTMLDivElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly ink: RefObject<Ink>
  readonly palette: Palette
  readonly result: Placement
  readonly kind: (id: string) => BlockKind
  /** Names that the far view shows. */
  readonly names: ReadonlyMap<string, string>
  readonly culled: Culled
  readonly setCulled: (next: Culled) => void
}

const SETTLED = 200

/** Draws one frame after whatever moved: transform, canvas, and which cards are in sight; once it stands, cards are ready on all sides alike. */
export const usePaint = (parts: PaintParts): (() => void) => {
  const latest = useRef(parts)
  const frame = useRef(0)
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined)
  const settled = useCallback(() => {
    const { camera, culled, result, setCulled } = latest.current
    const [now, then] = [camera.seen(MARGIN), culled.box]
    if (Math.abs(now.x - then.x) + Math.abs(now.y - then.y) > 1) setCulled(cull(result, camera))
  }, [])
  useEffect(() => () => clearTimeout(settling.current), [])
  const paint = useCallback(() => {
    clearTimeout(settling.current)
    settling.current = setTimeout(settled, SETTLED)
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      const { camera, world, dots, canvas, ink, palette, result, kind, names, culled, setCulled } = latest.current
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
        drawCounts(ctx, camera, ratio, ink.current, palette)
        if (levelOf(camera.k) === 2) {
          drawBlocks(ctx, result, kind, palette, camera.k, 2)
          drawNames(ctx, camera, ratio, result, names, palette)
        }
      }
      if (isStale(culled, result, camera)) setCulled(cull(result, camera))
    })
  }, [settled])
  useLayoutEffect(() => {
    latest.current = parts
  })
  useEffect(paint, [parts.result, parts.palette, paint])
  useEffect(() => parts.camera.subscribe(paint), [parts.camera, paint])
  return paint
}

/** Keeps camera and canvas at the size of the element. */
export const useSize = (
  box: RefObject<HTMLDivElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
  camera: Camera,
  paint: () => void,
): void => {
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
export const useArrival = (
  drawn: Drawn,
  root: Key,
  least: number,
  camera: Camera,
  world: RefObject<HTMLDivElement | null>,
  ink: RefObject<Ink>,
  paint: () => void,
  eye: Eye | null,
): void => {
  const before = useRef<Drawn | null>(null)
  const first = useRef(eye)
  useLayoutEffect(() => {
    const old = before.current
    before.current = drawn
    if (!old || drawn.fresh) {
      camera.stop()
      const come = old ? null : first.current
      if (come) return camera.set(camera.centred({ x: come.x, y: come.y, w: 0, h: 0 }, come.k))
      const anchor = old && drawn.anchor !== null ? [old.result.nodes.get(drawn.anchor), drawn.result.nodes.get(drawn.anchor)] : []
      const [a, b] = anchor
      if (a && b && meet(a, camera.seen()))
        camera.set(
          fill(camera, drawn.result.bounds, { k: camera.k, x: camera.x + (a.x - b.x) * camera.k, y: camera.y + (a.y - b.y) * camera.k }),
        )
      else camera.set(opening(camera, drawn.result, root, least))
      return
    }
    const [a, b] = drawn.anchor === null ? [] : [old.result.nodes.get(drawn.anchor), drawn.result.nodes.get(drawn.anchor)]
    const jump = a && b ? Math.abs(a.x - b.x) + Math.abs(a.y - b.y) : 0
    if (a && b && jump > 0.5) camera.set({ k: camera.k, x: camera.x + (a.x - b.x) * camera.k, y: camera.y + (a.y - b.y) * camera.k })
    return slideIn(old, drawn, world.current, ink, paint, jump <= 0.5)
  }, [drawn, root, least, camera, world, ink, paint])
}

/** Cards move by CSS; the edges that changed come in over the same time. */
const slideIn = (
  old: Drawn,
  now: Drawn,
  world: HTMLDivElement | null,
  ink: RefObject<Ink>,
  paint: () => void,
  cards: boolean,
): (() => void) => {
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
    const t = Math.min(1, (performance.now() - start) / MOTION)
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
