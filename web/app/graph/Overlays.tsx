import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Icon } from '../ui/Icon.tsx'
import type { Camera } from './camera.ts'
import { type BlockKind, drawBlocks } from './draw.ts'
import type { Placement } from '../../../src/graph/layout/types.ts'
import { onPalette, readPalette } from './palette.ts'
import { inside } from './stage.ts'

/** Minus, percent (home), plus, fit. */
export function ZoomBar({
  camera,
  zoom,
  home,
  fit,
}: {
  readonly camera: Camera
  readonly zoom: (factor: number) => void
  readonly home: () => void
  readonly fit: () => void
}) {
  const percent = useSyncExternalStore(
    (tell) => camera.subscribe(tell),
    () => Math.round(camera.k * 100),
  )
  return (
    <div className="ov zoom" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" title="Zoom out ([)" onClick={() => zoom(0.8)}>
        <Icon name="minus" />
      </button>
      <button type="button" className="z" aria-label={`${percent} percent, back to the root`} title="Back to the root (0)" onClick={home}>
        {percent} %
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (])" onClick={() => zoom(1.25)}>
        <Icon name="plus" />
      </button>
      <button type="button" aria-label="Fit all" title="Fit all (f)" onClick={fit}>
        <Icon name="fit" />
      </button>
    </div>
  )
}

const [W, H, PAD] = [176, 96, 10]

/** All of the graph, small, with a frame for what is seen; drag the frame to go elsewhere. */
export function Minimap({
  camera,
  result,
  kind,
}: {
  readonly camera: Camera
  readonly result: Placement
  readonly kind: (id: string) => BlockKind
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [theme, setTheme] = useState(0)
  useEffect(() => onPalette(() => setTheme((n) => n + 1)), [])
  const { bounds } = result
  const scale = Math.min((W - PAD * 2) / Math.max(1, bounds.w), (H - PAD * 2) / Math.max(1, bounds.h), 0.12)
  const [ox, oy] = [(W - bounds.w * scale) / 2 - bounds.x * scale, (H - bounds.h * scale) / 2 - bounds.y * scale]
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d')
    if (!ctx) return
    const colour = readPalette()
    const still = document.createElement('canvas')
    still.width = W * 2
    still.height = H * 2
    const into = still.getContext('2d')
    into?.setTransform(scale * 2, 0, 0, scale * 2, ox * 2, oy * 2)
    if (into) drawBlocks(into, result, kind, colour, scale, 1.5)
    let frame = 0
    const draw = (): void => {
      ctx.setTransform(1, 0, 0, 1, 0, 0)
      ctx.clearRect(0, 0, W * 2, H * 2)
      ctx.drawImage(still, 0, 0)
      const seen = camera.seen()
      // It lies on what is there, and says nothing that is not seen
      canvas.current?.parentElement?.style.setProperty('visibility', inside(bounds, seen) ? 'hidden' : '')
      ctx.strokeStyle = colour['--water-lit']
      ctx.lineWidth = 2
      ctx.strokeRect((ox + seen.x * scale) * 2, (oy + seen.y * scale) * 2, seen.w * scale * 2, seen.h * scale * 2)
    }
    const later = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(draw)
    }
    draw()
    const stop = camera.subscribe(later)
    return () => {
      cancelAnimationFrame(frame)
      stop()
    }
  }, [camera, result, bounds, kind, scale, ox, oy, theme])
  const go = (event: React.PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons === 0) return
    const area = event.currentTarget.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    const [x, y] = [(event.clientX - area.left - ox) / scale, (event.clientY - area.top - oy) / scale]
    camera.stop()
    camera.set(camera.centred({ x, y, w: 0, h: 0 }))
  }
  return (
    <div className="ov mini" aria-hidden="true">
      <canvas ref={canvas} width={W * 2} height={H * 2} onPointerDown={go} onPointerMove={go} />
    </div>
  )
}
