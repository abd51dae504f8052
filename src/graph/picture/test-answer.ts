/** For tests: lineage answers as short as can be. */
import type { Lineage, LineageColumnEdge, LineageEdge, LineageNode, NodeRef } from '../../contract/lineage.ts'

export const d = (name: string, namespace = 'ns'): NodeRef => ({ type: 'dataset', namespace, name })
export const j = (name: string, namespace = 'ns'): NodeRef => ({ type: 'job', namespace, name })
export const node = (ref: NodeRef, more: Partial<LineageNode> = {}): LineageNode => ({
  ...ref,
  depth: 0,
  fieldCount: 1,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: ref.type === 'job' ? 'COMPLETE' : null,
  lastRunAt: null,
  hasColumns: false,
  ...more,
})
export const edge = (from: NodeRef, to: NodeRef, more: Partial<LineageEdge> = {}): LineageEdge => ({ from, to, lastSeenAt: null, ...more })
export const column = (from: NodeRef, to: NodeRef, job: NodeRef | null, more: Partial<LineageColumnEdge> = {}): LineageColumnEdge => ({
  from: { ...from, field: 'a' },
  to: { ...to, field: 'b' },
  job,
  type: 'DIRECT',
  subtype: null,
  masking: false,
  description: null,
  ...more,
})
export const lineage = (nodes: readonly LineageNode[], edges: readonly LineageEdge[] = [], more: Partial<Lineage> = {}): Lineage => ({
  root: nodes[0] ?? d('gone'),
  nodes: [...nodes],
  edges: [...edges],
  columns: [],
  truncated: false,
  leftOut: 0,
  ...more,
})
