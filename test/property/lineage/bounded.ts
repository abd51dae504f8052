/** Answers with less room than there is to look at: nothing in them is wrong, what is left out is said, and counts are no more than there is. */
import type { CausesQuery } from '../../../src/contract/causes.ts'
import type { ImpactQuery } from '../../../src/contract/impact.ts'
import type { Lineage, LineageEdge, LineageQuery } from '../../../src/contract/lineage.ts'
import type { LineageBounds } from '../../../src/lineage/bounds.ts'
import type { Random } from '../random.ts'
import { placeKey } from './graphs.ts'
import { kindOf } from './model.ts'
import type { Model, Told } from './model.ts'
import type { Question } from './question.ts'
import { columnWords, directionsOf, neighbours, searchField, searchImpact, searchTables } from './search.ts'
import type { Found } from './search.ts'

type Root = Parameters<typeof searchTables>[1]

/** Each by itself low or as good as none. */
export function lowBounds(random: Random): LineageBounds {
  const some = (): number => (random.chance(0.5) ? random.int(1, 4) : 1_000)
  const deeper = (): LineageBounds['deeper'] => ({ inAll: some(), ofOne: some() })
  return {
    neighbours: some(),
    looks: { ofEach: some(), ...deeper() },
    looksByRun: { ofEach: some(), ...deeper() },
    deeper: deeper(),
    deeperByRun: deeper(),
    edgesThen: some(),
    edgesPerNode: some(),
    linksPerNode: some(),
    columns: some(),
    changedColumns: some(),
    pairs: some(),
    causeNodes: some(),
    causeLinks: some(),
    impactLinks: some(),
    impactLooks: some(),
    reachDatasets: some(),
    reachLinks: some(),
    groupMembers: some(),
    groupLooks: some(),
  }
}

const none: readonly string[] = []

export function boundedLineage(asked: LineageQuery, root: Root, model: Model, bounds: LineageBounds): Question {
  const full = searchTables(model, root, directionsOf(asked.direction), asked.depth)
  return {
    says: `lineage ${JSON.stringify(asked)} within ${JSON.stringify(bounds)}`,
    asked: async (reader) => {
      const answer = await reader.lineage(asked)
      return answer === null ? ['nothing'] : [...wrongIn(answer, full, model), ...wrongReach(answer, root, model)]
    },
    expected: none,
    bounds,
  }
}

/** A field that nothing says at that moment may not be there at all. */
export function boundedField(asked: LineageQuery, dataset: string, model: Model, bounds: LineageBounds): Question {
  const full = searchField(model, { dataset, field: asked.field ?? '' }, directionsOf(asked.direction), asked.depth)
  return {
    says: `lineage ${JSON.stringify(asked)} within ${JSON.stringify(bounds)}`,
    asked: async (reader) => {
      const answer = await reader.lineage(asked)
      return answer === null ? (full.columns.size > 0 ? ['nothing'] : []) : wrongIn(answer, full, model)
    },
    expected: none,
    bounds,
  }
}

function wrongIn(answer: Lineage, full: Found, model: Model): string[] {
  const depths = new Map(answer.nodes.map((n) => [`${n.type} ${placeKey(n)}`, n.depth]))
  const edges = new Set(answer.edges.map((e) => `${placeKey(e.from)} > ${placeKey(e.to)}`))
  const columns = new Set(answer.columns.map(wordsOf))
  const tooNear = [...depths].filter(([key, depth]) => Math.abs(depth) < Math.abs(full.depths.get(key) ?? 0))
  const [nodesLeft, edgesLeft, columnsLeft] = [full.depths, full.edges, full.columns].map((all, i) =>
    [...all.keys()].filter((key) => ![depths, edges, columns][i]?.has(key)),
  )
  const missing = [...(nodesLeft ?? []), ...(edgesLeft ?? []), ...(columnsLeft ?? [])]
  const isCut = answer.truncated
  const nodes = nodesLeft?.length ?? 0
  return [
    ...[...depths.keys()].filter((key) => !full.depths.has(key)).map((key) => `strange: ${key}`),
    ...[...edges].filter((key) => !full.edges.has(key)).map((key) => `loose: ${key}`),
    ...[...columns].filter((key) => !full.columns.has(key)).map((key) => `no such columns: ${key}`),
    ...tooNear.map(([key]) => `too near: ${key}`),
    ...(isCut ? [] : missing.map((key) => `missing, and does not say so: ${key}`)),
    ...(full.truncated && !isCut ? ['does not say that there is more'] : []),
    ...(answer.leftOut > nodes ? [`left out ${answer.leftOut} of ${nodes}`] : []),
    ...(answer.leftOut < nodes && !answer.leftOutAtLeast ? [`left out ${nodes}, says ${answer.leftOut}`] : []),
    ...answer.nodes.flatMap((n) => wrongCounts(n, neighbours(model, `${n.type} ${placeKey(n)}`), answer.edges)),
  ]
}

const wordsOf = (c: Lineage['columns'][number]): string =>
  columnWords({
    job: c.job === null ? '' : placeKey(c.job),
    from: placeKey(c.from),
    fromField: c.from.field,
    to: placeKey(c.to),
    toField: c.to.field,
    kind: kindOf(c.type, c.subtype, c.masking),
  })

/** `there`: `upstream/downstream`, as many as there are; columns may show more of them than tables do at a moment. */
function wrongCounts(node: Lineage['nodes'][number], there: string, edges: Lineage['edges']): string[] {
  const [ups = 0, downs = 0] = there.split('/').map(Number)
  const isOwn = (end: LineageEdge['from']): boolean => end.type === node.type && placeKey(end) === placeKey(node)
  const [up, down] = [Math.max(ups, edges.filter((e) => isOwn(e.to)).length), Math.max(downs, edges.filter((e) => isOwn(e.from)).length)]
  const says = (what: string, said: number, all: number, atLeast: boolean | undefined): string[] =>
    said > all || (said < (what === 'upstream' ? ups : downs) && atLeast !== true)
      ? [`${node.type} ${placeKey(node)} has ${all} ${what}, says ${said}`]
      : []
  return [
    ...says('upstream', node.upstream, up, node.upstreamAtLeast),
    ...says('downstream', node.downstream, down, node.downstreamAtLeast),
  ]
}

function wrongReach({ reach }: Lineage, root: Root, model: Model): string[] {
  if (reach === undefined) return []
  return (['upstream', 'downstream'] as const).flatMap((direction) => {
    const { depths } = searchTables(model, root, [direction], reach.hops)
    const all = [...depths.keys()].filter((key) => key.startsWith('dataset ') && key !== `${root.kind} ${root.key}`).length
    const { datasets, atLeast } = reach[direction]
    return datasets > all || (datasets < all && !atLeast) ? [`${all} within reach ${direction}, says ${datasets}`] : []
  })
}

export function boundedImpact(asked: ImpactQuery, dataset: string, model: Model, bounds: LineageBounds): Question {
  const { rows, truncated } = searchImpact(model, dataset, asked.depth)
  const full = new Map([...rows].map((row) => [row.slice(row.indexOf(' ') + 1), Number.parseInt(row, 10)]))
  return {
    says: `impact ${JSON.stringify(asked)} within ${JSON.stringify(bounds)}`,
    asked: async (reader) => {
      const answer = await reader.impact(asked)
      if (answer === null) return ['nothing']
      const own = new Map(answer.items.map((r) => [`${r.type} ${placeKey(r)} ${r.field ?? '-'}`, r.depth]))
      const isCut = answer.truncated
      return [
        ...[...own].filter(([key, depth]) => depth < (full.get(key) ?? Infinity)).map(([key]) => `strange, or too near: ${key}`),
        ...(isCut ? [] : [...full.keys()].filter((key) => !own.has(key)).map((key) => `missing, and does not say so: ${key}`)),
        ...(truncated && !isCut ? ['does not say that there is more'] : []),
      ]
    },
    expected: none,
    bounds,
  }
}

export function boundedCauses(asked: CausesQuery, root: Root, told: Told, bounds: LineageBounds): Question {
  const { depths } = searchTables(told, root, ['upstream'], asked.depth)
  const failed = new Set([...depths.keys()].filter((key) => told.failed.has(key.replace(/^job /, ''))))
  return {
    says: `causes ${JSON.stringify(asked)} within ${JSON.stringify(bounds)}`,
    asked: async (reader) => {
      const answer = await reader.causes(asked)
      const items = (answer?.items ?? []).filter((c) => c.kind === 'failed' && c.says.startsWith('Its last run'))
      const own = new Set(items.map((c) => `${c.node.type} ${placeKey(c.node)}`))
      return [
        ...[...own.difference(failed)].map((key) => `strange: ${key}`),
        ...(answer?.truncated === true ? [] : [...failed.difference(own)].map((key) => `missing, and does not say so: ${key}`)),
      ]
    },
    expected: none,
    bounds,
  }
}
