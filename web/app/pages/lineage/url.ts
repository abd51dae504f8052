import type { Side } from '../../../../src/graph/keys.ts'
import { type Grouping, GROUPINGS } from '../../../../src/graph/groups.ts'
import { type Lens, LENSES } from '../../graph/lens.ts'

export type Direction = 'upstream' | 'downstream' | 'both'
/** In an address so many hops are all of them. */
export const ALL_HOPS = 100
/** As far as the server goes. */
export const hopsAsked = (hops: number): number => (hops >= ALL_HOPS ? 1_000 : hops)
/** Depths to choose from. */
export const DEPTHS = [1, 2, 3, 5, 10, ALL_HOPS] as const

interface Named {
  readonly namespace: string
  readonly name: string
}

/** Everything about the explorer that can be sent to someone else. Nodes other than the root go by their short names. */
export interface ExplorerState {
  readonly type: 'dataset' | 'job'
  readonly namespace: string
  readonly name: string
  readonly direction: Direction
  readonly depth: number
  /** `short.u`, `short.d` to the number of children shown; 0 is collapsed. */
  readonly sides: ReadonlyMap<string, number>
  /** The same to hops over datasets that were opened at once. */
  readonly hops: ReadonlyMap<string, number>
  /** Nodes that were found beyond what is open. */
  readonly shown: readonly string[]
  readonly selected: string | null
  /** Cards whose columns are open. */
  readonly columns: readonly string[]
  /** The column whose path is lit. `dataset` null: of the root. */
  readonly pin: { readonly dataset: Named | null; readonly field: string } | null
  /** Further columns whose paths are lit. */
  readonly also: readonly PinnedColumn[]
  /** Only the path of the pinned column is drawn. */
  readonly only: boolean
  readonly indirect: boolean
  /** Steps, ways of running one thing and what is inside the root are drawn as one job. */
  readonly fold: boolean
  /** Control flow is drawn too. */
  readonly control: boolean
  readonly list: boolean | null
  readonly asOf: string | null
  /** The moment that the graph is compared with; null: not compared. */
  readonly before: string | null
  /** Only what was said again in so many days, or by the last run of each job; null: ever. */
  readonly window: Window
  /** The whole answer as a table instead of the picture. */
  readonly table: boolean
  /** Columns of the root of which the table shows what is made of them. */
  readonly fields: readonly string[]
  /** The edge that is asked why; its ends by short name, and its columns where it is one of columns. */
  readonly why: { readonly from: string; readonly to: string; readonly fields: readonly [string, string] | null } | null
  /** Terms of the one box, as they are written. */
  readonly filter: string
  /** Null: by itself, once there is too much to see. */
  readonly group: Grouping | null
  readonly groupsOpen: readonly string[]
  readonly lens: Lens
  /** Values of the lens that are kept; none: all. */
  readonly keep: readonly string[]
  /** The middle of what is seen, in the graph's own units, and how near. */
  readonly eye: Eye | null
}
export interface PinnedColumn extends Named {
  readonly field: string
}
export interface Eye {
  readonly x: number
  readonly y: number
  readonly k: number
}
export type Window = (typeof WINDOWS)[number] | null
export const WINDOWS = ['last', '30', '7', '1'] as const
export type Raw = Readonly<Record<string, string | undefined>>

const SIDE = /^([0-9a-z]{1,12})\.([ud])(\d{0,4})$/
const SHORT = /^[0-9a-z]{1,12}$/
const MOST = 400

const readSides = (text: string | undefined): Map<string, number> => {
  const sides = new Map<string, number>()
  for (const part of (text ?? '').split('-').slice(0, MOST)) {
    const m = SIDE.exec(part)
    if (m) sides.set(`${m[1]}.${m[2]}`, m[3] === '' ? 8 : Number(m[3]))
  }
  return sides
}
const readHops = (text: string | undefined): Map<string, number> =>
  new Map([...readSides(text)].filter(([, n]) => n >= 1).map(([id, n]) => [id, Math.min(100, n)]))
const readShorts = (text: string | undefined): string[] =>
  (text ?? '')
    .split('-')
    .filter((s) => SHORT.test(s))
    .slice(0, MOST)

/** A JSON list out of an address; anything else is an empty one. */
const readList = (text: string | undefined): readonly unknown[] => {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}
const PINS = 9
const readAlso = (text: string | undefined): PinnedColumn[] =>
  readList(text)
    .slice(0, PINS)
    .flatMap((row) => {
      if (!Array.isArray(row)) return []
      const [namespace, name, field] = row as unknown[]
      return typeof namespace === 'string' && typeof name === 'string' && typeof field === 'string' ? [{ namespace, name, field }] : []
    })
const readEye = (text: string | undefined): Eye | null => {
  const m = /^(-?\d{1,7})_(-?\d{1,7})_(\d{1,3})$/.exec(text ?? '')
  return m ? { x: Number(m[1]), y: Number(m[2]), k: Math.max(1, Math.min(200, Number(m[3]))) / 100 } : null
}
const oneOf = <T extends string>(list: readonly T[], text: string | undefined): T | null => list.find((x) => x === text) ?? null

const writeSides = (sides: ReadonlyMap<string, number>): string => [...sides].map(([id, n]) => `${id}${n === 8 ? '' : n}`).join('-')

/** The pinned column goes by its whole name: its dataset may be outside of what the root alone would load. */
const readPin = (raw: Raw): ExplorerState['pin'] => {
  const field = raw['pin'] ?? raw['field']
  if (field === undefined) return null
  if (raw['pin'] !== undefined && raw['pinName'] !== undefined) {
    return { dataset: { namespace: raw['pinNamespace'] ?? '', name: raw['pinName'] }, field }
  }
  return raw['type'] === 'job' ? null : { dataset: null, field }
}

const readWhy = (raw: Raw): ExplorerState['why'] => {
  const [from, to, more] = (raw['why'] ?? '').split('-')
  if (from === undefined || to === undefined || more !== undefined || !SHORT.test(from) || !SHORT.test(to)) return null
  const [a, b] = [raw['whyFrom'], raw['whyTo']]
  return { from, to, fields: a === undefined || b === undefined ? null : [a, b] }
}

const readFields = (text: string | undefined): readonly string[] =>
  readList(text)
    .filter((f) => typeof f === 'string')
    .slice(0, MOST)

const readDepth = (text: string | undefined): number => {
  const n = Number(text ?? 1)
  return Number.isInteger(n) && n >= 0 && n <= 100 ? n : 1
}

/** State of an address; null without a root. What cannot be read is as if it were not there. */
export const readState = (raw: Raw): ExplorerState | null => {
  const { namespace, name } = raw
  if (namespace === undefined || name === undefined) return null
  const direction = raw['dir'] === 'upstream' || raw['dir'] === 'downstream' ? raw['dir'] : 'both'
  const pin = readPin(raw)
  return {
    type: raw['type'] === 'job' ? 'job' : 'dataset',
    namespace,
    name,
    direction,
    depth: readDepth(raw['depth']),
    sides: readSides(raw['x']),
    selected: raw['sel'] !== undefined && SHORT.test(raw['sel']) ? raw['sel'] : null,
    columns: readShorts(raw['cols']),
    hops: readHops(raw['h']),
    shown: readShorts(raw['show']),
    pin,
    also: pin === null ? [] : readAlso(raw['also']),
    // who comes with a column wants its path
    only: pin !== null && raw['only'] !== '0',
    indirect: raw['indirect'] === '1',
    fold: raw['fold'] !== '0',
    control: raw['control'] === '1',
    list: raw['list'] === '1' ? true : raw['list'] === '0' ? false : null,
    asOf: raw['asOf'] || null,
    before: raw['before'] || null,
    window: WINDOWS.find((w) => w === raw['window']) ?? null,
    table: raw['view'] === 'list',
    fields: readFields(raw['fields']),
    why: readWhy(raw),
    filter: (raw['q'] ?? '').slice(0, 2000),
    group: oneOf(GROUPINGS, raw['group']),
    groupsOpen: readShorts(raw['in']),
    lens: oneOf(LENSES, raw['lens']) ?? 'none',
    keep: readList(raw['keep'])
      .filter((v) => typeof v === 'string')
      .slice(0, 50),
    eye: readEye(raw['at']),
  }
}

/** The reverse: only what differs from how a root opens by itself. */
export const writeState = (s: ExplorerState): Record<string, string | null> => ({
  type: s.type,
  namespace: s.namespace,
  name: s.name,
  dir: s.direction === 'both' ? null : s.direction,
  depth: s.depth === 1 ? null : String(s.depth),
  x: s.sides.size ? writeSides(s.sides) : null,
  sel: s.selected,
  cols: s.columns.length ? s.columns.join('-') : null,
  field: s.pin?.dataset === null ? s.pin.field : null,
  pin: s.pin?.dataset ? s.pin.field : null,
  pinNamespace: s.pin?.dataset?.namespace ?? null,
  pinName: s.pin?.dataset?.name ?? null,
  only: s.pin && !s.only ? '0' : null,
  indirect: s.indirect ? '1' : null,
  fold: s.fold ? null : '0',
  control: s.control ? '1' : null,
  list: s.list === null ? null : s.list ? '1' : '0',
  asOf: s.asOf,
  before: s.before,
  window: s.window,
  view: s.table ? 'list' : null,
  fields: s.fields.length ? JSON.stringify(s.fields) : null,
  why: s.why === null ? null : `${s.why.from}-${s.why.to}`,
  whyFrom: s.why?.fields?.[0] ?? null,
  whyTo: s.why?.fields?.[1] ?? null,
  h: s.hops.size ? writeSides(s.hops) : null,
  show: s.shown.length ? s.shown.join('-') : null,
  also: s.also.length ? JSON.stringify(s.also.map((p) => [p.namespace, p.name, p.field])) : null,
  q: s.filter || null,
  group: s.group,
  in: s.groupsOpen.length ? s.groupsOpen.join('-') : null,
  lens: s.lens === 'none' ? null : s.lens,
  keep: s.keep.length ? JSON.stringify(s.keep) : null,
  at: s.eye && `${s.eye.x}_${s.eye.y}_${Math.round(s.eye.k * 100)}`,
})

/** A side to its next number of children; the order of the map is the order of opening. */
export const withSide = (s: ExplorerState, short: string, side: Side, children: number): ExplorerState => ({
  ...s,
  sides: new Map([...s.sides, [`${short}.${side}`, children]]),
})

/** Maps and lists of a state are plain: they are alike where their texts are. */
const textOf = (value: unknown): string => JSON.stringify(value instanceof Map ? [...(value as Map<unknown, unknown>)] : value)
const alike = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && textOf(a) === textOf(b))

/** The state `now`; what it shares with the one before stays the same object, all of it where nothing changed. */
export const keptState = (before: ExplorerState, now: ExplorerState): ExplorerState => {
  if (before === now) return before
  const [x, y] = [before as unknown as Record<string, unknown>, now as unknown as Record<string, unknown>]
  const rows = Object.keys(y).map((k) => [k, alike(x[k], y[k]) ? x[k] : y[k]] as const)
  return rows.every(([k, value]) => value === x[k]) ? before : (Object.fromEntries(rows) as unknown as ExplorerState)
}
