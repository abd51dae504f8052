import type { Lineage } from '../../../src/contract/lineage.ts'
import { CausesQuery } from '../../../src/contract/causes.ts'
import { ImpactQuery } from '../../../src/contract/impact.ts'
import { ChangesQuery } from '../../../src/contract/changes.ts'
import { CompareQuery, LineageQuery } from '../../../src/contract/lineage.ts'
import type { Random } from '../random.ts'
import { boundedCauses, boundedField, boundedImpact, boundedLineage, lowBounds } from './bounded.ts'
import { comparedInPart, timeLine } from './changes.ts'
import { aliasOf, dayAt, days, fields, nameOf, placeKey } from './graphs.ts'
import type { DrawnGraph, Place } from './graphs.ts'
import { kindOf, modelAt } from './model.ts'
import type { Model, Span, Told } from './model.ts'
import type { Question } from './question.ts'
import { lastSchemaChange, schemaCauses, schemasSaid, schemasThen } from './schemas.ts'
import { columnWords, directionsOf, neighbours, searchField, searchFieldImpact, searchImpact, searchTables } from './search.ts'
import type { Found, Impacted } from './search.ts'

/** The moment of all questions that name none. */
export const now = Date.parse('2026-11-20T18:00:00Z')
const dayMs = 86_400_000
const unlimited = 100

export interface Known {
  readonly graph: DrawnGraph
  /** By the export: asked about as it is now, and as of moments. */
  readonly told: Told
  /** By the events, which also know when something was said last. */
  readonly said: Model
}

/** The questions about one graph; the same for the same numbers. */
export function questionsAbout(known: Known, random: Random): Question[] {
  const drawn = new Draw(known, random)
  return [
    drawn.tables({}),
    drawn.tables({ job: random.chance(0.5) }),
    drawn.tables({ job: random.chance(0.3), moment: true }),
    drawn.field(false),
    drawn.field(true),
    drawn.impact(),
    drawn.fieldImpact(),
    random.chance(0.3) ? drawn.causes() : drawn.cutShort(),
    ...(random.chance(0.25) ? [drawn.compared()] : []),
    ...(random.chance(0.3) ? [drawn.comparedInPart()] : []),
    ...(random.chance(0.3) ? [drawn.timeLine()] : []),
    ...(random.chance(0.4) ? [drawn.bounded()] : []),
    ...(known.graph.events.some((e) => e.schemas !== undefined) ? [drawn.schemas()] : []),
  ]
}

interface Moment {
  readonly query: { readonly asOf?: string; readonly window?: number | 'last' }
  readonly model: Model
}

class Draw {
  readonly #known: Known
  readonly #random: Random

  constructor(known: Known, random: Random) {
    this.#known = known
    this.#random = random
  }

  tables({ job = false, moment = false }): Question {
    const { query, model } = moment ? this.#moment() : { query: {}, model: this.#known.told }
    const root = job ? this.#job() : this.#dataset()
    const [direction, depth, columns] = [this.#direction(), this.#depth(), this.#random.chance(0.4)]
    const asked = LineageQuery.parse({ type: root.kind, ...root.place, direction, depth, columns: String(columns), ...query })
    const found = searchTables(model, root, directionsOf(direction), depth)
    return {
      says: `lineage ${JSON.stringify(asked)}`,
      asked: async (reader) => answered(await reader.lineage(asked)),
      expected: expectedOf(columns ? found : { ...found, columns: new Set() }, model),
    }
  }

  field(moment: boolean): Question {
    const { query, model } = moment ? this.#moment() : { query: {}, model: this.#known.told }
    const [root, field, direction, depth] = [this.#dataset(), this.#random.pick(fields), this.#direction(), this.#depth()]
    const asked = LineageQuery.parse({ ...root.place, field, direction, depth, ...query })
    const found = searchField(model, { dataset: root.key, field }, directionsOf(direction), depth)
    const isThere = this.#isKnown(root.key, field) || found.columns.size > 0
    return {
      says: `lineage ${JSON.stringify(asked)}`,
      asked: async (reader) => answered(await reader.lineage(asked)),
      expected: isThere ? expectedOf(found, model) : ['nothing'],
    }
  }

  impact(): Question {
    const { query, model } = this.#random.chance(0.3) ? this.#moment() : { query: {}, model: this.#known.told }
    const [root, depth] = [this.#dataset(), this.#random.pick([1, 2, 3, 1_000])]
    return impactQuestion({ ...root.place, depth, ...query }, searchImpact(model, root.key, depth), false)
  }

  fieldImpact(): Question {
    const { query, model } = this.#random.chance(0.3) ? this.#moment() : { query: {}, model: this.#known.told }
    const [root, depth] = [this.#dataset(), this.#random.pick([1, 2, 3, 1_000])]
    const some = [...new Set(this.#random.list(1, 2, () => this.#random.pick(fields)))]
    const roots = some.map((field) => ({ dataset: root.key, field }))
    const isKnown = some.every((field) => this.#isKnown(root.key, field))
    const found = isKnown ? searchFieldImpact(model, roots, depth) : null
    return impactQuestion({ ...root.place, fields: JSON.stringify(some), depth, ...query }, found, true)
  }

  /** Whether any column edge ever named the field: these events say no schemas. */
  #isKnown(dataset: string, field: string): boolean {
    const { columns } = this.#known.told
    return columns.some((c) => (c.from === dataset && c.fromField === field) || (c.to === dataset && c.toField === field))
  }

  causes(): Question {
    const root = this.#random.chance(0.5) ? this.#job() : this.#dataset()
    const asked = CausesQuery.parse({ type: root.kind, ...root.place, depth: Math.max(1, this.#depth()) })
    const { depths, truncated } = searchTables(this.#known.told, root, ['upstream'], asked.depth)
    const failed = [...depths].filter(([key]) => this.#known.told.failed.has(key.replace(/^job /, '')))
    return {
      says: `causes ${JSON.stringify(asked)}`,
      asked: async (reader) => {
        const found = await reader.causes(asked)
        // What failed before a run that is still running is told as well; the search knows last runs only.
        const items = (found?.items ?? []).filter((c) => c.kind === 'failed' && c.says.startsWith('Its last run'))
        return [...items.map((c) => `${c.depth} ${c.node.type} ${placeKey(c.node)}`), `${found?.lookedAt} ${found?.truncated}`].toSorted()
      },
      expected: [...failed.map(([key, depth]) => `${Math.abs(depth)} ${key}`), `${depths.size} ${truncated}`].toSorted(),
    }
  }

  /** With less room than there is to show: as many nodes as fit, no others, and that it says so. */
  cutShort(): Question {
    const [root, direction] = [this.#dataset(), this.#direction()]
    const full = searchTables(this.#known.told, root, directionsOf(direction), unlimited)
    const limit = this.#random.int(1, Math.max(1, full.depths.size))
    const asked = LineageQuery.parse({ ...root.place, direction, depth: unlimited, limit })
    return {
      says: `lineage ${JSON.stringify(asked)}`,
      asked: async (reader) => {
        const answer = await reader.lineage(asked)
        const own = new Set((answer?.nodes ?? []).map((n) => `${n.type} ${placeKey(n)}`))
        const strange = [...own].filter((key) => !full.depths.has(key))
        const loose = (answer?.edges ?? []).filter((e) => !full.edges.has(`${placeKey(e.from)} > ${placeKey(e.to)}`))
        return [`${own.size} nodes`, `${strange.length} strange`, `${loose.length} loose`, `truncated ${answer?.truncated}`]
      },
      expected: [`${limit} nodes`, '0 strange', '0 loose', `truncated ${limit < full.depths.size}`],
    }
  }

  compared(): Question {
    const [root, window] = [this.#dataset(), this.#random.pick([undefined, 'last' as const, 14])]
    const [before, after] = [this.#random.pick(days), this.#random.pick(days)].map(dayAt)
    const asked = CompareQuery.parse({ ...root.place, depth: unlimited, before, after, ...(window === undefined ? {} : { window }) })
    const at = (asOf: string | undefined): Found =>
      searchTables(modelAt(this.#known.said, spanOf(asOf, window ?? 'last')), root, ['upstream', 'downstream'], unlimited)
    const [old, late] = [at(before), at(after)]
    return {
      says: `compare ${JSON.stringify(asked)}`,
      asked: async (reader) => {
        const answer = await reader.compareLineage(asked)
        const nodes = (answer?.nodes ?? []).map((n) => `${n.change} ${n.type} ${placeKey(n)}`)
        return [...nodes, ...(answer?.edges ?? []).map((e) => `${e.change} ${placeKey(e.from)} > ${placeKey(e.to)}`)].toSorted()
      },
      expected: [...changes(old.depths.keys(), late.depths.keys()), ...changes(old.edges, late.edges)].toSorted(),
    }
  }

  /** With less room, or fewer steps, than there is to compare: no change that a whole comparison does not have. */
  comparedInPart(): Question {
    const root = this.#random.chance(0.3) ? this.#job() : this.#dataset()
    const [before, after] = [this.#random.pick(days), this.#random.pick(days)].map(dayAt)
    const [direction, depth, limit] = [this.#direction(), this.#depth(), this.#random.pick([1, 2, 3, 4, 6, 9, 1_000])]
    const asked = CompareQuery.parse({ type: root.kind, ...root.place, direction, depth, before, after, limit })
    return comparedInPart(asked, root, (asOf) => modelAt(this.#known.said, spanOf(asOf, 'last')))
  }

  timeLine(): Question {
    const root = this.#random.chance(0.3) ? this.#job() : this.#dataset()
    return timeLine(ChangesQuery.parse({ type: root.kind, ...root.place, depth: unlimited, newest: 200 }), root, this.#known.said)
  }

  schemas(): Question {
    const { graph, told } = this.#known
    const said = schemasSaid(graph, told.canonical)
    const root = this.#random.chance(0.3) ? this.#job() : this.#dataset()
    const at = dayAt(this.#random.pick(days))
    const asked = this.#random.int(0, 2)
    const query = { type: root.kind, ...root.place, depth: unlimited }
    if (asked === 0) return schemasThen(LineageQuery.parse({ ...query, ...(this.#random.chance(0.8) ? { asOf: at } : {}) }), said)
    const found = (directions: ReturnType<typeof directionsOf>) => [...searchTables(told, root, directions, unlimited).depths.keys()]
    if (asked === 1) return schemaCauses(CausesQuery.parse({ ...query, since: at }), found(['upstream']), said)
    return lastSchemaChange(ChangesQuery.parse({ ...query, newest: 1 }), found(['upstream', 'downstream']), said)
  }

  /** With bounds so low that these graphs run into them as large ones do. */
  bounded(): Question {
    const random = this.#random
    const bounds = lowBounds(random)
    const root = random.chance(0.3) ? this.#job() : this.#dataset()
    const [before, after] = [random.pick(days), random.pick(days)].map(dayAt)
    const { query, model } = random.chance(0.6) ? this.#moment() : { query: {}, model: this.#known.told }
    const [direction, depth, limit] = [this.#direction(), this.#depth(), random.pick([1, 2, 3, 5, 1_000])]
    const tables = { type: root.kind, ...root.place, direction, depth }
    const [dataset, field] = [this.#dataset(), random.pick(fields)]
    const asked = random.int(0, 9)
    if (asked <= 3)
      return boundedLineage(
        LineageQuery.parse({ ...tables, limit, columns: 'true', facts: String(asked === 0), ...query }),
        root,
        model,
        bounds,
      )
    if (asked === 4)
      return boundedField(LineageQuery.parse({ ...dataset.place, field, direction, depth, limit, ...query }), dataset.key, model, bounds)
    if (asked === 5)
      return boundedImpact(ImpactQuery.parse({ ...dataset.place, depth: random.pick([1, 2, 1_000]), ...query }), dataset.key, model, bounds)
    if (asked === 6)
      return boundedCauses(CausesQuery.parse({ type: root.kind, ...root.place, depth: Math.max(1, depth) }), root, this.#known.told, bounds)
    if (asked === 7)
      return timeLine(ChangesQuery.parse({ type: root.kind, ...root.place, depth: unlimited, newest: 200 }), root, this.#known.said, bounds)
    const compared = CompareQuery.parse({ ...tables, before, after, limit: random.pick([limit, 1_000]) })
    return comparedInPart(compared, root, (asOf) => modelAt(this.#known.said, spanOf(asOf, 'last')), { bounds, ever: this.#known.said })
  }

  /** Now and then by another id than the one that is shown. */
  #dataset(): { kind: 'dataset'; key: string; place: Place } {
    const { graph, told } = this.#known
    const named = graph.events.flatMap((e) => [...e.inputs, ...e.outputs])
    const place = this.#random.pick(named) ?? nameOf(graph.id, 0)
    const alias = aliasOf(graph.id, this.#random.int(0, graph.datasets - 1))
    const asked = told.canonical.has(placeKey(alias)) && this.#random.chance(0.3) ? alias : place
    return { kind: 'dataset', key: told.canonical.get(placeKey(asked)) ?? placeKey(asked), place: asked }
  }

  #job(): { kind: 'job'; key: string; place: Place } {
    const place = this.#random.pick(this.#known.graph.jobs) ?? nameOf(0, 0)
    return { kind: 'job', key: placeKey(place), place }
  }

  #direction(): LineageQuery['direction'] {
    return this.#random.pick(['upstream', 'downstream', 'both'])
  }

  #depth(): number {
    return this.#random.pick([0, 1, 1, 2, 3, unlimited, unlimited])
  }

  /** As of a day, in a window of days or by the last runs, or both. */
  #moment(): Moment {
    const asOf = this.#random.chance(0.75) ? dayAt(this.#random.pick(days)) : undefined
    const isInWindow = asOf === undefined || this.#random.chance(0.6)
    const window = !isInWindow ? undefined : this.#random.chance(0.4) ? 'last' : this.#random.int(asOf === undefined ? 12 : 1, 19)
    const { told, said } = this.#known
    const model = modelAt(window === undefined ? told : said, spanOf(asOf, window))
    return { query: { ...(asOf === undefined ? {} : { asOf }), ...(window === undefined ? {} : { window }) }, model }
  }
}

const spanOf = (asOf: string | undefined, window: number | 'last' | undefined): Span => ({
  asOf: asOf ?? null,
  lastRun: window === 'last',
  since:
    window === undefined || window === 'last'
      ? null
      : new Date((asOf === undefined ? now : Date.parse(asOf)) - window * dayMs).toISOString(),
})

/** The answer in lines: nodes with their neighbours in all, edges, columns. */
function answered(answer: Lineage | null): string[] {
  if (answer === null) return ['nothing']
  const nodes = answer.nodes.map((n) => `${n.depth} ${n.type} ${placeKey(n)} ${n.upstream}/${n.downstream}`)
  const edges = answer.edges.map((e) => `${placeKey(e.from)} > ${placeKey(e.to)}`)
  const columns = answer.columns.map((c) =>
    columnWords({
      job: c.job === null ? '' : placeKey(c.job),
      from: placeKey(c.from),
      fromField: c.from.field,
      to: placeKey(c.to),
      toField: c.to.field,
      kind: kindOf(c.type, c.subtype, c.masking),
    }),
  )
  return [...nodes, ...edges, ...columns, `truncated ${answer.truncated}, left out ${answer.leftOut}`].toSorted()
}

function expectedOf(found: Found, model: Model): string[] {
  const nodes = [...found.depths].map(([key, depth]) => `${depth} ${key} ${neighbours(model, key)}`)
  return [...nodes, ...found.edges, ...found.columns, `truncated ${found.truncated}, left out 0`].toSorted()
}

/** `found` null: there is no such column. */
function impactQuestion(query: object, found: Impacted | null, ofFields: boolean): Question {
  const asked = ImpactQuery.parse(query)
  return {
    says: `impact ${JSON.stringify(asked)}`,
    asked: async (reader) => {
      const answer = await reader.impact(asked)
      if (answer === null) return ['nothing']
      const rows = answer.items.map(
        (r) => `${r.depth} ${r.type} ${placeKey(r)} ${r.field ?? '-'}${ofFields ? ` ${r.dependency ?? '-'}` : ''}`,
      )
      return [...rows, `truncated ${answer.truncated}`].toSorted()
    },
    expected: found === null ? ['nothing'] : [...found.rows, `truncated ${found.truncated}`].toSorted(),
  }
}

function changes(old: Iterable<string>, late: Iterable<string>): string[] {
  const [before, after] = [new Set(old), new Set(late)]
  return [
    ...[...after].map((key) => `${before.has(key) ? 'same' : 'added'} ${key}`),
    ...[...before].filter((key) => !after.has(key)).map((key) => `removed ${key}`),
  ]
}
