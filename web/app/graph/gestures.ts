import { type RefObject, useEffect, useRef } from 'react'
import type { Camera } from './camera.ts'

const SLACK = 4
const OVERLAY = '.ov, input, select'

interface Finger {
  x: number
  y: number
}

/**
 * Drag to pan, wheel and pinch to zoom (shift or a sideways wheel pans), double click to come nearer. Returns a question: was the
 * click that just came the end of a drag?
 */
export const useGestures = (
  box: RefObject<HTMLDivElement | null>,
  camera: Camera,
  world: RefObject<HTMLDivElement | null>,
): (() => boolean) => {
  const moved = useRef(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const fingers = new Map<number, Finger>()
    let rest: ReturnType<typeof setTimeout> | undefined
    /** While it moves the cards are one layer for the compositor; at rest their text is drawn sharp again. */
    const moving = (): void => {
      world.current?.classList.add('moving')
      clearTimeout(rest)
      rest = setTimeout(() => world.current?.classList.remove('moving'), 160)
    }
    const overlay = (event: Event): boolean => event.target instanceof Element && event.target.closest(OVERLAY) !== null
    const wheel = (event: WheelEvent): void => {
      if (overlay(event)) return
      event.preventDefault()
      moving()
      const area = element.getBoundingClientRect()
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
      if (event.ctrlKey || (!event.shiftKey && Math.abs(dx) < 1)) {
        camera.zoomAt(Math.exp(-dy * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX - area.left, event.clientY - area.top)
      } else camera.panBy(event.shiftKey && dx === 0 ? -dy : -dx, event.shiftKey && dx === 0 ? 0 : -dy)
    }
    const down = (event: PointerEvent): void => {
      if (overlay(event) || event.button !== 0) return
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      moved.current = false
      camera.stop()
    }
    const move = (event: PointerEvent): void => {
      const finger = fingers.get(event.pointerId)
      if (!finger) return
      const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y]
      if (!moved.current) {
        if (Math.abs(dx) + Math.abs(dy) < SLACK) return
        moved.current = true
        element.setPointerCapture(event.pointerId)
        element.classList.add('drag')
      }
      moving()
      if (fingers.size === 1) camera.panBy(dx, dy)
      else pinch(element, camera, fingers, event)
      finger.x = event.clientX
      finger.y = event.clientY
    }
    const up = (event: PointerEvent): void => {
      fingers.delete(event.pointerId)
      if (fingers.size === 0) element.classList.remove('drag')
    }
    const twice = (event: MouseEvent): void => {
      if (overlay(event) || (event.target instanceof Element && event.target.closest('[data-id]'))) return
      const area = element.getBoundingClientRect()
      camera.glide(camera.zoomed(1.6, event.clientX - area.left, event.clientY - area.top))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', up)
    element.addEventListener('dblclick', twice)
    return () => {
      clearTimeout(rest)
      element.removeEventListener('wheel', wheel)
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', up)
      element.removeEventListener('dblclick', twice)
    }
  }, [box, camera, world])
  return () => {
    const was = moved.current
    moved.current = false
    return was
  }
}

/** Two fingers: the distance zooms, the middle pans. */
const pinch = (element: HTMLElement, camera: Camera, fingers: ReadonlyMap<number, Finger>, event: PointerEvent): void => {
  const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
  const mine = fingers.get(event.pointerId)
  if (!other || !mine) return
  const area = element.getBoundingClientRect()
  const before = Math.hypot(mine.x - other.x, mine.y - other.y)
  const after = Math.hypot(event.clientX - other.x, event.clientY - other.y)
  if (before > 0) camera.zoomAt(after / before, (event.clientX + other.x) / 2 - area.left, (event.clientY + other.y) / 2 - area.top)
  camera.panBy((event.clientX - mine.x) / 2, (event.clientY - mine.y) / 2)
}
