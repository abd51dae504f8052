/** A made-up answer about the shop's hub: a tree of datasets, eight under each, as deep as wanted. */
export const tree = (depth: number): object => {
  const bare = {
    fieldCount: null,
    integration: null,
    lastState: null,
    lastRunAt: null,
    hasColumns: false,
    owners: [],
    tags: [],
    dueAt: null,
  }
  const ref = (type: string, name: string): object => ({ type, namespace: type === 'job' ? 'jobs' : 'db', name })
  const nodes: object[] = [{ ...ref('dataset', 'wh.core.orders'), ...bare, depth: 0, upstream: 0, downstream: 8 }]
  const edges: object[] = []
  let layer = ['wh.core.orders']
  for (let d = 1; d <= depth; d++) {
    layer = layer.flatMap((of, p) =>
      Array.from({ length: 8 }, (_, i) => {
        const name = `s${i % 5}.t${d}_${p * 8 + i}`
        nodes.push({ ...ref('job', `load ${name}`), ...bare, depth: d - 1, upstream: 1, downstream: 1, lastState: 'COMPLETE' })
        nodes.push({ ...ref('dataset', name), ...bare, depth: d, upstream: 1, downstream: d < depth ? 8 : 0 })
        edges.push({ from: ref('dataset', of), to: ref('job', `load ${name}`), lastSeenAt: null })
        edges.push({ from: ref('job', `load ${name}`), to: ref('dataset', name), lastSeenAt: null })
        return name
      }),
    )
  }
  const reach = { hops: 5, upstream: { datasets: 0, atLeast: false }, downstream: { datasets: 4_680, atLeast: true } }
  const none = { columns: [], sides: [], cards: [], pins: [], fields: [], truncated: false, leftOut: 0 }
  return { ...none, root: ref('dataset', 'wh.core.orders'), nodes, edges, own: nodes.length, reach }
}
