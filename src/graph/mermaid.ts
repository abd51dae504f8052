import { isGroup } from './groups.ts'
import { isJob, type Key } from './keys.ts'
import { edgesThat, movesIn, movesText, rolledUp } from './marks.ts'
import { visible } from './name-cut.ts'
import { lastPart } from './names.ts'
import type { Scene } from './picture/types.ts'
import { groupWords } from './picture/words.ts'

/** Edges of a chart; Mermaid itself refuses more than 500 unless it is told otherwise. */
const MOST = 500
const LABEL = 120

/** A label in quotes: Mermaid has entities by number and no other way out of its quotes. */
const label = (name: string): string => {
  const shown = visible(name).toWellFormed()
  const text = shown.length > LABEL ? `${shown.slice(0, LABEL - 40).toWellFormed()}…${shown.slice(-39).toWellFormed()}` : shown
  return Array.from(text, (c) => (/[\p{L}\p{N} _./:…-]/u.test(c) ? c : `#${c.codePointAt(0) ?? 0};`)).join('')
}

/** What a chart is made of; a scene of the explorer is one. */
export type Charted = Pick<Scene, 'graph' | 'visible' | 'root' | 'pins' | 'tints' | 'marks'>

const CHANGED = { added: 'added', removed: 'removed', same: null } as const

/** The words of a node: its name, the columns of it that are pinned, what the lens says, and whether it came or went. */
const wordsOf = (key: Key, { graph, visible, pins = [], tints, marks = null }: Charted): string => {
  const group = visible.groups?.get(key)
  if (group) return [lastPart(group.name), groupWords(group), movesText(movesIn(marks, group))].filter(Boolean).join(', ')
  const fields = pins.filter((p) => p.key === key).map((p) => p.field)
  const name = lastPart(graph.nodes.get(key)?.name ?? '')
  return [name, ...fields, tints?.get(key)?.words, CHANGED[marks?.nodes.get(key) ?? 'same']].filter(Boolean).join(', ')
}

const shapeOf = (key: Key, text: string): string => (isGroup(key) ? `[[${text}]]` : isJob(key) ? `([${text}])` : `[${text}]`)

/**
 * What is drawn as a Mermaid flowchart: datasets are boxes, jobs are rounded, a group has two bars at its sides; what is inferred or no longer
 * said is dotted, and an edge that stands for several has their number. `notes`: what is left out of it, a box each that nothing leads to.
 */
export const mermaidOf = (scene: Charted, notes: readonly string[] = []): string => {
  const { graph, visible } = scene
  const nodes = [...visible.nodes].filter((key) => graph.nodes.has(key) || visible.groups?.has(key)).sort()
  const ids = new Map(nodes.map((key, i) => [key, `n${i}`]))
  const edges = visible.edges.filter((e) => ids.has(e.from) && ids.has(e.to)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const drawn = edges.slice(0, MOST)
  const lines = ['flowchart LR']
  for (const key of nodes) lines.push(`  ${ids.get(key)}${shapeOf(key, `"${label(wordsOf(key, scene)) || ' '}"`)}${classOf(key, scene)}`)
  const marks = scene.marks ? rolledUp(scene.marks, graph, visible.groups) : null
  const [came, went] = [edgesThat(marks, 'added'), edgesThat(marks, 'removed')]
  for (const e of drawn) {
    const many = visible.weights?.get(e.id) ?? 1
    const said = [many > 1 && String(many), came.has(e.id) && 'added', went.has(e.id) && 'removed'].filter(Boolean).join(' ')
    const arrow = e.stale || e.inferred || went.has(e.id) ? '-.->' : '-->'
    lines.push(`  ${ids.get(e.from)} ${arrow}${said === '' ? '' : `|${said}|`} ${ids.get(e.to)}`)
  }
  const cut = edges.length > drawn.length ? [`${edges.length - drawn.length} more edges are left out: Mermaid draws ${MOST}.`] : []
  for (const [i, note] of [...notes, ...cut].entries()) lines.push(`  note${i}>"${label(note)}"]`)
  lines.push('  classDef root stroke:#00809b,stroke-width:2px', '  classDef failed stroke:#c83122,color:#ae1507')
  return `${lines.join('\n')}\n`
}

const classOf = (key: Key, { graph, visible, root }: Charted): string => {
  const failed = graph.nodes.get(key)?.lastState === 'FAIL' || (visible.groups?.get(key)?.failed ?? 0) > 0
  return key === root ? ':::root' : failed ? ':::failed' : ''
}
