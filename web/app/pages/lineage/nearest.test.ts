import { expect, test } from 'vitest'
import { layout } from '../../../../src/graph/layout.ts'
import { isArrow, nearest } from './nearest.ts'

const ids = ['d0', 'j1', 'j2', 'd3', 'd4']
const result = layout({
  nodes: ids.map((id) => ({ id, w: id.startsWith('j') ? 100 : 184, h: id.startsWith('j') ? 22 : 44 })),
  edges: [
    ['d0', 'j1'],
    ['d0', 'j2'],
    ['j1', 'd3'],
    ['j2', 'd4'],
  ].map(([from = '', to = '']) => ({ id: from + to, from, to })),
  root: 'd0',
  widths: [184, 140],
})
const go = (from: string, arrow: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'): string | null =>
  nearest(result, from, arrow, () => true)

test('left and right follow the flow, up and down stay in the column', () => {
  const [upper, lower] =
    (result.nodes.get('j1')?.y ?? 0) < (result.nodes.get('j2')?.y ?? 0) ? (['j1', 'j2'] as const) : (['j2', 'j1'] as const)
  expect(['j1', 'j2']).toContain(go('d0', 'ArrowRight'))
  expect(go(upper, 'ArrowDown')).toBe(lower)
  expect(go(lower, 'ArrowUp')).toBe(upper)
  expect(go('j1', 'ArrowRight')).toBe('d3')
  expect(go('j1', 'ArrowLeft')).toBe('d0')
})

test('at the rim an arrow leads nowhere, and what may not be entered is passed over', () => {
  expect(go('d0', 'ArrowLeft')).toBeNull()
  expect(nearest(result, 'd0', 'ArrowRight', (id) => !id.startsWith('j'))).toMatch(/^d/)
  expect(nearest(result, 'gone', 'ArrowRight', () => true)).toBeNull()
  expect(isArrow('Enter')).toBe(false)
})
