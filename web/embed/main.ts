/** The page of a signed link: a picture that was drawn by the server, to be moved and zoomed. It asks the server for nothing. */
import '../app/assets/tokens.css'
import './embed.css'
import { fitted, moved, opening, type Spot, zoomed } from './spot.ts'

const STEP = 60

const start = (box: HTMLElement, picture: SVGSVGElement): void => {
  const size = { w: picture.width.baseVal.value, h: picture.height.baseVal.value }
  const room = (): { w: number; h: number } => ({ w: box.clientWidth, h: box.clientHeight })
  const root = middleOf(picture)
  let spot: Spot = opening(size, room(), root)
  let touched = false
  const draw = (next: Spot): void => {
    spot = next
    picture.style.transform = `translate(${spot.x}px, ${spot.y}px) scale(${spot.k})`
  }
  const show = (next: Spot): void => {
    touched = true
    draw(next)
  }
  const middle = (factor: number): void => show(zoomed(spot, factor, room().w / 2, room().h / 2))
  const fit = (): void => show(fitted(size, room()))

  box.classList.add('live')
  box.tabIndex = 0
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', `${document.title}. Arrows move, plus and minus zoom, f shows all.`)
  box.addEventListener('wheel', (event) => {
    event.preventDefault()
    const at = box.getBoundingClientRect()
    if (event.ctrlKey || event.metaKey || event.deltaMode !== 0 || (event.deltaX === 0 && Math.abs(event.deltaY) >= 100))
      show(zoomed(spot, Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) / 300), event.clientX - at.left, event.clientY - at.top))
    else show(moved(spot, -event.deltaX, -event.deltaY))
  })
  drags(
    box,
    (dx, dy) => show(moved(spot, dx, dy)),
    (factor, x, y) => show(zoomed(spot, factor, x, y)),
  )
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => show(moved(spot, STEP, 0)),
    ArrowRight: () => show(moved(spot, -STEP, 0)),
    ArrowUp: () => show(moved(spot, 0, STEP)),
    ArrowDown: () => show(moved(spot, 0, -STEP)),
    '+': () => middle(1.25),
    '-': () => middle(0.8),
    f: fit,
  }
  box.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  addEventListener('resize', () => {
    if (!touched) draw(opening(size, room(), root))
  })
  buttons([
    ['Zoom out', '−', () => middle(0.8)],
    ['Zoom in', '+', () => middle(1.25)],
    ['Show all', 'All', fit],
  ])
  draw(spot)
}

/** Where the root lies in the picture. */
const middleOf = (picture: SVGSVGElement): { x: number; y: number } | null => {
  const [root, whole] = [picture.querySelector('.root')?.getBoundingClientRect(), picture.getBoundingClientRect()]
  return root ? { x: root.x + root.width / 2 - whole.x, y: root.y + root.height / 2 - whole.y } : null
}

/** One finger or the mouse moves, two fingers zoom. */
const drags = (box: HTMLElement, move: (dx: number, dy: number) => void, zoom: (factor: number, x: number, y: number) => void): void => {
  const down = new Map<number, { x: number; y: number }>()
  box.addEventListener('pointerdown', (event) => {
    down.set(event.pointerId, { x: event.clientX, y: event.clientY })
    box.setPointerCapture(event.pointerId)
  })
  box.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    down.set(event.pointerId, now)
    if (!other) return move(now.x - before.x, now.y - before.y)
    const far = (p: { x: number; y: number }): number => Math.max(1, Math.hypot(p.x - other.x, p.y - other.y))
    zoom(far(now) / far(before), (now.x + other.x) / 2, (now.y + other.y) / 2)
  })
  for (const end of ['pointerup', 'pointercancel'] as const) box.addEventListener(end, (event) => down.delete(event.pointerId))
}

const buttons = (list: readonly (readonly [string, string, () => void])[]): void => {
  const bar = document.createElement('div')
  bar.className = 'zoom'
  bar.setAttribute('role', 'group')
  bar.setAttribute('aria-label', 'Zoom')
  for (const [label, text, act] of list) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = text
    button.setAttribute('aria-label', label)
    button.addEventListener('click', act)
    bar.append(button)
  }
  document.querySelector('main')?.append(bar)
}

const box = document.querySelector<HTMLElement>('#picture')
const picture = box?.querySelector('svg')
if (box && picture) start(box, picture)
