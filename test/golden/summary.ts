import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { corpusFolder, eventFiles, recordedEvents } from '../harness/corpus.ts'
import type { HistoryEvent } from '../property/histories.ts'

/** A catalog as the repository remembers it: small, and enough to say which lines are new. */
export interface Summary {
  readonly events: number
  /** Lines by kind. */
  readonly lines: Readonly<Record<string, number>>
  /** Runs by state. */
  readonly states: Readonly<Record<string, number>>
  /** What jobs read and wrote: pairs of a job and a dataset. */
  readonly inputs: number
  readonly outputs: number
  /** Of all bytes of the export. */
  readonly sha256: string
  /** The start of the SHA-256 of each line, by kind and its first digit; of column edges, of all of a job together. */
  readonly prints: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Folders of the corpora with their events. */
export const corpora = ['airflow', 'airflow-2.10', 'spark', 'dbt', 'clients', 'poison', 'wide', 'compatibility'] as const

/** Every event of the corpora is older. */
const arrival = Date.UTC(2026, 11, 1)

/** The events of a corpus; null where it is not on this machine. */
export function corpusEvents(name: string): HistoryEvent[] | null {
  const folder = corpusFolder(name)
  if (folder === null) return null
  const bodies = fs.existsSync(path.join(folder, 'events.ndjson.gz')) ? recordedEvents(folder) : scenarios(folder)
  return bodies.map((body) => ({ body, sourceId: 1, receivedAt: arrival }))
}

/** One event a file, in a folder for each scenario. */
const scenarios = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .toSorted()
    .flatMap((scenario) => eventFiles(path.join(folder, scenario, 'events')))

interface Line {
  readonly kind: string
  readonly state?: string
  readonly job?: unknown
  readonly inputs?: readonly unknown[]
  readonly outputs?: readonly unknown[]
}

export function summaryOf(catalog: string, events: number): Summary {
  const lines = linesIn(catalog)
  const sum = (of: (line: Line) => number): number => lines.reduce((n, { line }) => n + of(line), 0)
  return {
    events,
    lines: counted(lines.map(({ line }) => line.kind)),
    states: counted(lines.flatMap(({ line }) => (line.kind === 'run' ? [line.state ?? ''] : []))),
    inputs: sum((line) => line.inputs?.length ?? 0),
    outputs: sum((line) => line.outputs?.length ?? 0),
    sha256: createHash('sha256').update(catalog).digest('hex'),
    prints: printed(units(lines)),
  }
}

/** For people: what is not as it was; the new forms of lines are shown whole. Empty: nothing. */
export function changes(catalog: string, now: Summary, before: Summary | null): string {
  if (before === null) return 'There is no golden catalog yet: npm run golden writes it'
  if (now.sha256 === before.sha256 && now.events === before.events) return ''
  const known = new Set(Object.values(before.prints).flatMap((byDigit) => Object.values(byDigit).flatMap((prints) => prints.split(' '))))
  const fresh = units(linesIn(catalog)).filter(({ print }) => !known.delete(print))
  const shown = fresh.flatMap(({ texts }) => texts)
  return [
    `${known.size} lines of before are gone, ${shown.length} are new (npm run golden, when that is as it should be):`,
    ...difference('events', before.events, now.events),
    ...difference('inputs', before.inputs, now.inputs),
    ...difference('outputs', before.outputs, now.outputs),
    ...[...new Set([...Object.keys(before.lines), ...Object.keys(now.lines)])].flatMap((k) => difference(k, before.lines[k], now.lines[k])),
    ...shown.slice(0, shownMax).map((text) => `+ ${text}`),
    ...(shown.length > shownMax ? [`and ${shown.length - shownMax} more`] : []),
  ].join('\n')
}

const shownMax = 40

const difference = (what: string, before = 0, now = 0): string[] => (before === now ? [] : [`${what}: ${before} -> ${now}`])

export const goldenFile = (name: string): string => path.join(import.meta.dirname, `${name}.json`)

export function readGolden(name: string): Summary | null {
  const file = goldenFile(name)
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Summary) : null
}

interface ParsedLine {
  readonly text: string
  readonly line: Line
}
const linesIn = (catalog: string): ParsedLine[] =>
  catalog
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => ({ text, line: JSON.parse(text) as Line }))

interface Unit {
  readonly kind: string
  readonly print: string
  readonly texts: readonly string[]
}

/** A line each; the column edges of one job together, because there are many. */
function units(lines: readonly ParsedLine[]): Unit[] {
  const groups = new Map<string, ParsedLine[]>()
  for (const [i, parsed] of lines.entries()) {
    const id = parsed.line.kind === 'columnEdge' ? JSON.stringify(parsed.line.job) : String(i)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [parsed])
    else group.push(parsed)
  }
  return [...groups.values()].map((group) => {
    const texts = group.map((g) => g.text)
    return { kind: group[0]?.line.kind ?? '', print: createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8), texts }
  })
}

function printed(all: readonly Unit[]): Summary['prints'] {
  const prints: Record<string, Record<string, string>> = {}
  for (const { kind, print } of all.toSorted((a, b) => (a.kind + a.print < b.kind + b.print ? -1 : 1))) {
    const byDigit = (prints[kind] ??= {})
    const digit = `${print[0]}…`
    byDigit[digit] = byDigit[digit] === undefined ? print : `${byDigit[digit]} ${print}`
  }
  return prints
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
