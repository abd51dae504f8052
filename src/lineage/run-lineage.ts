import type { ReadContext } from '../catalog/context.ts'
import { identOf, runIdent } from '../catalog/keys.ts'
import { groupNames, shown } from '../catalog/names.ts'
import { runItems, runNames } from '../catalog/run-items.ts'
import type { RunName } from '../catalog/run-items.ts'
import type { Identity } from '../contract/common.ts'
import type { RunLineage, RunLineageLink, RunLineageNode, RunLineageQuery } from '../contract/run-lineage.ts'
import { must } from '../lib/assert.ts'
import { encodeText } from '../lib/text.ts'
import { readersOf } from './run-readers.ts'
import { runTimes, sidesOf } from './run-times.ts'
import type { RunTimes } from './run-times.ts'
import { writersOf } from './run-writers.ts'
import type { Written } from './run-writers.ts'

/** Links of one answer. */
const linksAtMost = 5_000

/** Which run wrote what a run read, which runs read what it wrote, and so on; null when no event names the run. */
export async function runLineage(context: ReadContext, query: RunLineageQuery): Promise<RunLineage | null> {
  const ident = runIdent(identOf(encodeText(query.namespace), encodeText(query.name)), encodeText(query.runId))
  const known = await context.db.get<{ id: number }>('SELECT id FROM run WHERE ident = ?', [ident])
  if (known === undefined) return null
  const walk = new RunWalk(context, must((await runTimes(context.db, [known.id]))[0], 'a run has a job'), query.limit)
  if (query.direction !== 'downstream') await walk.go(-1, query.depth)
  if (query.direction !== 'upstream') await walk.go(1, query.depth)
  return walk.answer()
}

class RunWalk {
  readonly #context: ReadContext
  readonly #root: RunTimes
  readonly #limit: number
  readonly #depths: Map<number, number>
  readonly #links = new Map<string, Written>()
  #truncated = false

  constructor(context: ReadContext, root: RunTimes, limit: number) {
    this.#context = context
    this.#root = root
    this.#limit = limit
    this.#depths = new Map([[root.id, 0]])
  }

  async go(sign: 1 | -1, depth: number): Promise<void> {
    const seen = new Set([this.#root.id])
    let frontier = [this.#root]
    for (let layer = 1; layer <= depth && frontier.length > 0; layer++) {
      const next = await this.#step(sign, layer, frontier)
      frontier = next.filter((run) => !seen.has(run.id) && seen.add(run.id))
    }
  }

  async #step(sign: 1 | -1, layer: number, frontier: readonly RunTimes[]): Promise<RunTimes[]> {
    const runs = new Map(frontier.map((run) => [run.id, run]))
    const sides = await sidesOf(this.#context.db, runs.keys(), sign === -1 ? 0 : 1)
    const own = sides.map((side) => ({ side, run: must(runs.get(side.run_id), 'sides are of these runs') }))
    const { written, truncated } = sign === -1 ? await writersOf(this.#context, own) : await readersOf(this.#context, own)
    this.#truncated ||= truncated
    return written.flatMap((w) => this.#take(w, sign, layer))
  }

  #take(written: Written, sign: 1 | -1, layer: number): RunTimes[] {
    const far = sign === -1 ? written.writer : written.read.run
    const key = `${written.writer?.id ?? 0} ${written.read.run.id} ${written.read.side.group_id}`
    const isFull = this.#links.size >= linksAtMost || (far !== null && !this.#depths.has(far.id) && this.#depths.size >= this.#limit)
    if (isFull) this.#truncated = true
    if (isFull) return []
    this.#links.set(key, written)
    if (far === null) return []
    if (!this.#depths.has(far.id)) this.#depths.set(far.id, sign * layer)
    return [far]
  }

  async answer(): Promise<RunLineage> {
    const { db } = this.#context
    const all = [...this.#links.values()]
    const [items, names, groups] = await Promise.all([
      runItems(this.#context, [...this.#depths.keys()]),
      runNames(db, this.#depths.keys()),
      groupNames(
        db,
        all.map((w) => w.read.side.group_id),
      ),
    ])
    const depths = [...this.#depths.values()]
    const nodes = items.map(({ runId, job, state, startedAt, endedAt }, i): RunLineageNode => ({
      runId,
      job,
      state,
      startedAt,
      endedAt,
      depth: depths[i] ?? 0,
    }))
    const name = (run: RunTimes): RunName => must(names.get(run.id), 'runs of links are runs of the answer')
    const dataset = (w: Written): Identity => must(groups.get(w.read.side.group_id), 'a group has a name')
    return {
      root: name(this.#root),
      runs: nodes.toSorted((a, b) => Math.abs(a.depth) - Math.abs(b.depth) || a.depth - b.depth),
      links: all.flatMap((w): RunLineageLink[] => {
        if (w.writer === null) return []
        const by = w.version === null ? ('time' as const) : ('version' as const)
        return [{ from: name(w.writer), to: name(w.read.run), dataset: dataset(w), by, version: w.version, writtenAt: shown(w.at) }]
      }),
      unknown: all.flatMap((w) => (w.writer === null ? [{ run: name(w.read.run), dataset: dataset(w) }] : [])),
      truncated: this.#truncated,
    }
  }
}
