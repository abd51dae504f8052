import { GLYPHS, type StateGlyph } from '../glyphs.ts'
import { edgesThat, rolledUp } from '../marks.ts'
import { textWidth } from '../text-width.ts'
import { tintSign } from './cards.ts'
import { glyph } from './glyph.ts'
import { cutText } from '../names.ts'
import { line } from './text.ts'
import type { Scene } from './types.ts'
import { count } from './words.ts'
import { el } from './xml.ts'

const WORDS: Readonly<Record<StateGlyph, string>> = {
  NEW: 'New',
  RUNNING: 'Running',
  COMPLETE: 'Complete',
  FAIL: 'Failed',
  ABORT: 'Aborted',
  LOST: 'Lost',
  STALE: 'Late',
}
const STATES = Object.keys(GLYPHS) as StateGlyph[]

/** A sign of the legend: what is drawn in its 22 by 16 pixels, and what it means. */
interface Sign {
  readonly svg: (x: number, y: number) => string
  readonly word: string
}

const stroke =
  (look: string) =>
  (x: number, y: number): string =>
    el('path', { class: look, d: `M${x} ${y + 8}h22` })

/** Lines of a lens that a picture has room for, as the page. */
const TINTS = 9

/** What the lens says, the commonest first. */
const tintSigns = (scene: Scene): Sign[] => {
  const counts = new Map<string, { tone: string; words: string; n: number }>()
  for (const [key, { value, tone, words }] of scene.tints ?? []) {
    if (!scene.result.nodes.has(key)) continue
    const known = counts.get(value)
    if (known) known.n++
    else counts.set(value, { tone, words, n: 1 })
  }
  const all = [...counts.values()].sort((a, b) => b.n - a.n || (a.words < b.words ? -1 : 1))
  return all.slice(0, TINTS).map(({ tone, words, n }) => ({
    svg: (x, y) => tintSign(tone, x + 4, y + 1, 14),
    word: `${cutText(words, 220, 12)} ${count(n)}`,
  }))
}

const stateSigns = (scene: Scene): Sign[] => {
  if ((scene.tints?.size ?? 0) > 0) return tintSigns(scene)
  const counts = new Map<StateGlyph, number>()
  for (const key of scene.result.nodes.keys()) {
    const node = scene.graph.nodes.get(key)
    const state = node?.type === 'job' ? node.lastState : node?.dueAt ? 'STALE' : null
    if (state) counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return STATES.filter((s) => counts.has(s)).map((s) => ({
    svg: (x, y) => glyph(s, x + 4, y + 1, 14),
    word: `${WORDS[s]} ${count(counts.get(s) ?? 0)}`,
  }))
}

const lineSigns = ({ graph, visible, path, result, marks }: Scene): Sign[] => {
  const columns = [...(path?.edges ?? [])]
  const edges = [...result.routes.values()]
  const known = new Map(visible.edges.map((e) => [e.id, e]))
  const shown = edges.flatMap((r) => known.get(r.id) ?? [])
  const moved = marks ? rolledUp(marks, graph, visible.groups) : null
  const has = (change: 'added' | 'removed'): boolean => {
    const ids = edgesThat(moved, change)
    return edges.some((r) => ids.has(r.id))
  }
  const kinds: readonly (readonly [string, string, boolean])[] = [
    ['lit', 'Direct', columns.some((e) => !e.indirect && !e.raw.inferred)],
    ['lit indirect', 'Indirect', columns.some((e) => e.indirect && !e.raw.inferred)],
    ['lit dots', 'Inferred from SQL', columns.some((e) => e.raw.inferred)],
    ['e dots', 'Inferred or no longer said', shown.some((e) => e.stale || e.inferred)],
    ['e bridge', 'Over hidden nodes', shown.some((e) => e.bridge)],
    ['e came', 'Added', has('added')],
    ['e went', 'Removed', has('removed')],
    ['e back', 'Comes back', edges.some((r) => r.back)],
    ['ctl', 'Runs before', graph.control.some((e) => result.nodes.has(e.from) && result.nodes.has(e.to))],
  ]
  return kinds.filter(([, , is]) => is).map(([look, word]) => ({ svg: stroke(look), word }))
}

export interface Legend {
  readonly svg: string
  readonly height: number
}

/** What the signs of a picture mean, only those that are in it, in rows of `width` from x, y down. */
export const legend = (scene: Scene, x: number, y: number, width: number): Legend => {
  const signs = [...stateSigns(scene), ...lineSigns(scene)]
  let [at, top] = [0, 0]
  const parts = signs.map((sign) => {
    const wide = 28 + textWidth(sign.word, 12, 400)
    if (at > 0 && at + wide > width) [at, top] = [0, top + 22]
    const svg = sign.svg(x + at, y + top) + line(x + at + 28, y + top + 12, sign.word, { look: 's12 t2', px: 12 })
    at += wide + 20
    return svg
  })
  return { svg: parts.join(''), height: signs.length === 0 ? 0 : top + 16 }
}
