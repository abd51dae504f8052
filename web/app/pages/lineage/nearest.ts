import type { Placement } from '../../../../src/graph/layout/types.ts'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'
export const isArrow = (key: string): key is Arrow =>
  key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown'

/** The node to which an arrow key leads: the nearest in that direction. Null at the rim. */
export const nearest = (result: Placement, from: string, arrow: Arrow, may: (id: string) => boolean): string | null => {
  const at = result.nodes.get(from)
  if (!at) return null
  const [cx, cy] = [at.x + at.w / 2, at.y + at.port]
  const sideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight'
  const sign = arrow === 'ArrowLeft' || arrow === 'ArrowUp' ? -1 : 1
  let best: string | null = null
  let least = Infinity
  for (const [id, n] of result.nodes) {
    if (id === from || !may(id)) continue
    const [dx, dy] = [n.x + n.w / 2 - cx, n.y + n.port - cy]
    const [along, across] = sideways ? [dx * sign, Math.abs(dy)] : [dy * sign, Math.abs(dx)]
    // up and down stay in the column, left and right leave it
    if (along < 8 || (sideways ? along < 30 : across > (at.w + n.w) / 2)) continue
    const score = along + across * 1.2
    if (score >= least) continue
    least = score
    best = id
  }
  return best
}
