import type { Side } from './keys.ts'
import { fitName, lastPartAt, visible } from './name-cut.ts'
import type { Part } from './name-cut.ts'
import type { GraphNode } from './model.ts'
import { textWidth } from './text-width.ts'

/** Ends that say nothing without what stands before them: `orders.test`, `orders.build.run`, `orders.sql.7`. */
const weak = /[.][^./]+(?:[.](?:build|query|run|seed|snapshot|sql|test|\d{1,4}))+$/

/** The last part of a name: what a card says in its first line. A hash at the end (dbt's tests) says nothing: the part before it does. */
export const lastPart = (name: string): string => {
  const more = name.includes('/') ? null : weak.exec(name)
  if (more) return name.slice(more.index + 1)
  const last = name.slice(lastPartAt(name))
  const hash = /[.](?=[0-9a-f]{8,}$)(?=[^.]*[0-9])(?=[^.]*[a-f])/.exec(name)
  return (hash ? name.slice(lastPartAt(name.slice(0, hash.index)), hash.index) : last) || name
}

/** What stands before the last part, else the namespace: the second line of a card. */
export const qualifier = (node: { readonly namespace: string; readonly name: string }): string => {
  const cut = lastPartAt(node.name)
  return visible(cut > 0 ? node.name.slice(0, cut - 1) : node.namespace)
}

/** A text cut in the middle so that it fits. */
export const cutText = (text: string, width: number, px: number): string => {
  const shown = visible(text)
  if (shown.length > 300) return cutText(`${shown.slice(0, 120)}${shown.slice(-120)}`, width, px)
  if (textWidth(shown, px) <= width) return shown
  const cut = fitName(shown, width, (p: Part) => textWidth(p.text, px))
    .map((p) => p.text)
    .join('')
  return textWidth(cut, px) <= width ? cut : squeeze(shown, width, px)
}

/** Where even the last word is too long: a little of the start, more of the end. */
const squeeze = (text: string, width: number, px: number): string => {
  for (let n = Math.min(text.length, 40); n > 3; n--) {
    const head = Math.ceil(n / 3)
    const cut = `${text.slice(0, head)}…${text.slice(-(n - head))}`
    if (textWidth(cut, px) <= width) return cut
  }
  return text.slice(0, 2)
}

export const JOB_MAX = 140
const JOB_CHROME = 33

/** Names are measured letter by letter, and of a thousand that are drawn few are new. */
const texts = new WeakMap<GraphNode, string>()
const widths = new WeakMap<GraphNode, number>()
const once = <T>(known: WeakMap<GraphNode, T>, node: GraphNode, make: (node: GraphNode) => T): T => {
  const before = known.get(node)
  if (before !== undefined) return before
  const made = make(node)
  known.set(node, made)
  return made
}

/** The text of a job's pill: all of the name where there is room, else its last part. */
export const jobText = (node: GraphNode): string => once(texts, node, fitted)
const fitted = (node: GraphNode): string => {
  const room = JOB_MAX - JOB_CHROME
  const whole = visible(node.name)
  return whole.length < 40 && textWidth(whole, 11) <= room ? whole : cutText(lastPart(node.name), room, 11)
}
export const jobWidth = (node: GraphNode): number => once(widths, node, measured)
const measured = (node: GraphNode): number =>
  Math.min(JOB_MAX, Math.ceil(textWidth(jobText(node), 11, node.lastState === 'FAIL' ? 500 : 400)) + JOB_CHROME)

/** `decimal(12,2)` as `decimal`: there is no room for more. */
export const shortType = (type: string): string => {
  const base = type.replace(/[(<].*$/s, '')
  return base.length > 12 ? `${base.slice(0, 11)}…` : base
}

/** What the children of a stack card do with the node that it hangs on. */
export const STACK_VERB: Readonly<Record<'dataset' | 'job', Readonly<Record<Side, string>>>> = {
  dataset: { d: 'read', u: 'write' },
  job: { d: 'written by', u: 'read by' },
}
