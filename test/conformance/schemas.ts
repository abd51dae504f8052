import fs from 'node:fs'
import path from 'node:path'
import { isObject, member, stringMember } from '../../src/lib/json.ts'
import type { JsonObject } from '../../src/lib/json.ts'

/** The official JSON Schemas lie beside a checkout, or nowhere: they are not ours to copy. Without them there is nothing to compare with. */
const officialFolder = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'openlineage')

export interface OfficialFacet {
  readonly file: string
  readonly key: string
  readonly className: string
  readonly container: 'run' | 'job' | 'dataset' | 'input' | 'output'
  /** Paths as `memberLines` writes them, and which of them the schema requires. */
  readonly members: ReadonlyMap<string, boolean>
  readonly definition: unknown
  /** The whole file, in which the definition's references are. */
  readonly root: JsonObject
}

const containers: Readonly<Record<string, OfficialFacet['container']>> = {
  RunFacet: 'run',
  JobFacet: 'job',
  DatasetFacet: 'dataset',
  InputDatasetFacet: 'input',
  OutputDatasetFacet: 'output',
}

/** Every facet class of the core and of the registry; none where the schemas are not there. */
export function officialFacets(): OfficialFacet[] {
  return schemaFiles().flatMap((file) => {
    const schema = JSON.parse(fs.readFileSync(file, 'utf8')) as JsonObject
    const [key = ''] = Object.keys(schema['properties'] ?? {})
    return Object.entries(schema['$defs'] ?? {}).flatMap(([className, definition]) => {
      const base = partsOf(definition)
        .map((part) => stringMember(part, '$ref')?.split('/').at(-1) ?? '')
        .find((ref) => ref in containers)
      const container = base === undefined ? undefined : containers[base]
      return container === undefined
        ? []
        : [
            {
              file: path.basename(file),
              key,
              className,
              container,
              members: membersOf(definition, schema, '', []),
              definition,
              root: schema,
            },
          ]
    })
  })
}

/** The official examples, by the facet's folder; none where they are not there. */
export function officialExamples(): { facet: string; file: string; value: JsonObject }[] {
  const root = path.join(officialFolder, 'tests')
  if (!fs.existsSync(root)) return []
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      facet: name.split(path.sep)[0] ?? '',
      file: name,
      value: JSON.parse(fs.readFileSync(path.join(root, name), 'utf8')) as JsonObject,
    }))
}

function schemaFiles(): string[] {
  if (!fs.existsSync(officialFolder)) return []
  return ['facets', 'registry'].flatMap((folder) =>
    fs
      .readdirSync(path.join(officialFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('Facet.json'))
      .map((name) => path.join(officialFolder, folder, name)),
  )
}

const listIn = (value: unknown, key: string): unknown[] => {
  const list = member(value, key)
  return Array.isArray(list) ? (list as unknown[]) : []
}

/** A definition and all that it is put together from. */
const partsOf = (schema: unknown): unknown[] => [
  schema,
  ...['allOf', 'anyOf', 'oneOf'].flatMap((word) => listIn(schema, word).flatMap((part) => partsOf(part))),
]

function membersOf(schema: unknown, root: JsonObject, prefix: string, within: readonly string[]): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const part of partsOf(schema)) {
    const required = new Set(listIn(part, 'required'))
    for (const [name, value] of Object.entries(member(part, 'properties') ?? {})) {
      const at = prefix === '' ? name : `${prefix}.${name}`
      found.set(at, required.has(name) || found.get(at) === true)
      for (const [inner, need] of innerOf(value, root, at, within)) found.set(inner, need)
    }
    const inner = reference(part, root, within)
    if (inner !== null) for (const [at, need] of membersOf(inner.schema, root, prefix, inner.within)) found.set(at, need)
  }
  return found
}

function innerOf(value: unknown, root: JsonObject, at: string, within: readonly string[]): Map<string, boolean> {
  const own = membersOf(value, root, at, within)
  const items = member(value, 'items')
  if (items !== undefined) for (const [inner, need] of membersOf(items, root, `${at}[]`, within)) own.set(inner, need)
  const additional = member(value, 'additionalProperties')
  if (isObject(additional)) for (const [inner, need] of innerOf(additional, root, `${at}.*`, within)) own.set(inner, need)
  return own
}

/** Definitions of the same file; one that holds itself is followed once. */
function reference(part: unknown, root: JsonObject, within: readonly string[]): { schema: unknown; within: readonly string[] } | null {
  const ref = stringMember(part, '$ref')
  if (ref === undefined || !ref.startsWith('#/$defs/') || within.includes(ref)) return null
  return { schema: member(root['$defs'], ref.slice('#/$defs/'.length)), within: [...within, ref] }
}
