import { isObject, member, objectMember, stringMember } from '../../src/lib/json.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import type { Shape } from '../../src/fold/facets/shape.ts'
import { anything, fields, identity, runIds, textFor, time, wholeNumber } from './pools.ts'
import type { Random } from './random.ts'

/** Draws a value; `depth`: levels that may still be opened. */
export type Draw = (random: Random, depth: number) => unknown

interface Part {
  readonly draw: Draw
  readonly required: boolean
}

/** How many of the members that a schema does not require are there, and how many of all are not as it says. */
const optionalShare = 0.5
const brokenShare = 0.02

/** An object with these members. A namespace and a name become an id of the small world: that of a job where the object says or is called so. */
function objectOf(name: string, parts: ReadonlyMap<string, Part>, additional: Draw | null): Draw {
  const hasIdentity = parts.has('namespace') && parts.has('name')
  return (random, depth) => {
    const value: Record<string, unknown> = {}
    if (depth <= 0) return value
    for (const [key, { draw, required }] of parts) {
      if (random.chance(required ? 1 - brokenShare : optionalShare))
        value[key] = random.chance(brokenShare) ? anything(random) : draw(random, depth - 1)
    }
    if (additional !== null) for (const key of random.list(0, 2, () => random.pick(fields))) value[key] = additional(random, depth - 1)
    if (hasIdentity && typeof value['namespace'] === 'string' && typeof value['name'] === 'string')
      Object.assign(value, identity(random, name === 'job' || value['type'] === 'JOB' ? 'job' : 'dataset'))
    return value
  }
}

const listOf =
  (item: Draw): Draw =>
  (random, depth) =>
    depth <= 0 ? [] : random.list(0, 2, () => (random.chance(brokenShare) ? anything(random) : item(random, depth - 1)))

function textDraw(name: string, format: string | undefined): Draw {
  if (format === 'date-time' || /Time$|At$/.test(name)) return time
  if (format === 'uuid') return (random) => random.pick(runIds)
  return (random) => textFor(random, name)
}

/** Values of a JSON schema; `root`: the file in which its references are. */
export function drawOfSchema(name: string, schema: unknown, root: JsonObject, known = new Map<string, Draw>()): Draw {
  const ref = stringMember(schema, '$ref')
  if (ref !== undefined) return drawOfReference(name, ref, root, known)
  const choices = [...list(schema, 'oneOf'), ...list(schema, 'anyOf')].map((s) => drawOfSchema(name, s, root, known))
  const { parts, additional } = objectParts(schema, root, known)
  if (choices.length > 0 && parts.size === 0) return (random, depth) => random.pick(choices)?.(random, depth)
  if (parts.size > 0 || additional !== null) return objectOf(name, parts, additional)
  const allowed = member(schema, 'const') === undefined ? list(schema, 'enum') : [member(schema, 'const')]
  if (allowed.length > 0) return (random) => random.pick(allowed)
  switch (stringMember(schema, 'type')) {
    case 'array':
      return listOf(drawOfSchema(name, member(schema, 'items'), root, known))
    case 'string':
      return textDraw(name, stringMember(schema, 'format'))
    case 'integer':
    case 'number':
      return wholeNumber
    case 'boolean':
      return (random) => random.chance(0.5)
    default:
      return anything
  }
}

/** Definitions may hold themselves: each is made once, when it is first drawn. What lies in another file is the base of all facets. */
function drawOfReference(name: string, ref: string, root: JsonObject, known: Map<string, Draw>): Draw {
  if (!ref.startsWith('#/$defs/')) return () => ({})
  const id = `${name} ${ref}`
  return (random, depth) => {
    let draw = known.get(id)
    if (draw === undefined) {
      draw = drawOfSchema(name, member(root['$defs'], ref.slice('#/$defs/'.length)), root, known)
      known.set(id, draw)
    }
    return draw(random, depth)
  }
}

/** The members of an object schema with those of all that it is put together from. */
function objectParts(schema: unknown, root: JsonObject, known: Map<string, Draw>): { parts: Map<string, Part>; additional: Draw | null } {
  const parts = new Map<string, Part>()
  const required = new Set(list(schema, 'required'))
  for (const [key, value] of Object.entries(objectMember(schema, 'properties') ?? {}))
    parts.set(key, { draw: drawOfSchema(key, value, root, known), required: required.has(key) })
  const more = member(schema, 'additionalProperties')
  let additional = isObject(more) ? drawOfSchema('', more, root, known) : null
  for (const part of list(schema, 'allOf')) {
    const inner = objectParts(part, root, known)
    for (const [key, value] of inner.parts) parts.set(key, value)
    additional ??= inner.additional
  }
  return { parts, additional }
}

function list(value: unknown, name: string): unknown[] {
  const found = member(value, name)
  return Array.isArray(found) ? (found as unknown[]) : []
}

/** Values of a facet's members as its reader declares them: for where the official schemas are not there. */
export function drawOfShape(name: string, shape: Shape): Draw {
  if (shape.members !== undefined) return objectOf(name, partsOf(shape.members), null)
  const item = shape.items === undefined ? anything : drawOfShape(name, shape.items)
  switch (shape.type) {
    case 'list':
      return listOf(item)
    case 'map':
      return objectOf(name, new Map(), item)
    case 'time':
      return textDraw(name, 'date-time')
    case 'text':
      return textDraw(name, undefined)
    case 'number':
    case 'integer':
      return wholeNumber
    case 'boolean':
      return (random) => random.chance(0.5)
    case 'any':
    case 'object':
      return anything
  }
}

const partsOf = (members: Readonly<Record<string, Shape>>): Map<string, Part> =>
  new Map(Object.entries(members).map(([key, shape]) => [key, { draw: drawOfShape(key, shape), required: shape.required === true }]))
