import type { Executor } from '../db/contract.ts'

/** Edges of one node that are looked at: `ofEach` however many nodes there are, and of few nodes more, up to `inAll` over all of them and `ofOne` of one. */
export interface FirstLooks {
  readonly ofEach: number
  readonly inAll: number
  readonly ofOne: number
}

/** How much one question about lineage looks at. What lies beyond a bound is left out, and the answer says so. */
export interface LineageBounds {
  /** Neighbours of one node are counted up to here. */
  readonly neighbours: number
  /** Edges that are looked at for that where it is of a moment, and where runs of then have to be looked up for each edge. */
  readonly looks: FirstLooks
  readonly looksByRun: FirstLooks
  /** Edges that are looked at once more, over all nodes of which the first look found none, and of one of them. */
  readonly deeper: { readonly inAll: number; readonly ofOne: number }
  readonly deeperByRun: { readonly inAll: number; readonly ofOne: number }
  /** Edges that one question of a walk looks at, where it is of a moment: where few of them hold, a hub would be read to its end. */
  readonly edgesThen: number
  /** Edges of one node that are looked at for one that held at another moment. */
  readonly edgesPerNode: number
  /** Links of an answer, for each node that it may have. */
  readonly linksPerNode: number
  /** Column edges of one answer. */
  readonly columns: number
  /** Column edges of which one time line tells the times. */
  readonly changedColumns: number
  /** Pairs of a job and a dataset that one comparison looks up. */
  readonly pairs: number
  /** Nodes and links upstream that one search for causes looks at. */
  readonly causeNodes: number
  readonly causeLinks: number
  /** Links that one question about an impact may bring, and those that are looked at to tell whether there is more behind the last depth. */
  readonly impactLinks: number
  readonly impactLooks: number
  /** Datasets that are counted within reach in one direction, and links that one step of that may bring. */
  readonly reachDatasets: number
  readonly reachLinks: number
  /** Jobs or datasets of one group, and edges from either end, that are looked at for what is between two groups. */
  readonly groupMembers: number
  readonly groupLooks: number
}

export const standardBounds: LineageBounds = {
  neighbours: 1_000,
  // A hub has many in each answer, and more would make a past moment three times as dear as now.
  looks: { ofEach: 200, inAll: 40_000, ofOne: 1_000 },
  looksByRun: { ofEach: 20, inAll: 4_000, ofOne: 200 },
  deeper: { inAll: 40_000, ofOne: 20_000 },
  deeperByRun: { inAll: 4_000, ofOne: 2_000 },
  edgesThen: 20_000,
  edgesPerNode: 1_000,
  linksPerNode: 20,
  columns: 20_000,
  changedColumns: 5_000,
  pairs: 20_000,
  causeNodes: 2_000,
  causeLinks: 40_000,
  impactLinks: 1_000_000,
  impactLooks: 20_000,
  reachDatasets: 2_000,
  reachLinks: 10_000,
  groupMembers: 5_000,
  groupLooks: 20_000,
}

const lowered = new WeakMap<Executor, LineageBounds>()

/** The bounds of questions to this catalog. */
export const boundsOf = (db: Executor): LineageBounds => lowered.get(db) ?? standardBounds

/** Questions to this catalog have other bounds until `work` is done: small graphs then run into them as large ones do. */
export async function withBounds<T>(db: Executor, bounds: LineageBounds, work: () => Promise<T>): Promise<T> {
  lowered.set(db, bounds)
  try {
    return await work()
  } finally {
    lowered.delete(db)
  }
}
