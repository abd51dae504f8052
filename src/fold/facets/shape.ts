import { isObject, member, pointerToken } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
import { parseInstant } from '../../openlineage/time.ts'

/** What a member of a facet holds. `time`: an ISO 8601 time; `map`: an object whose keys are data; `any`: shown as it comes. */
export type MemberType = 'text' | 'number' | 'integer' | 'boolean' | 'time' | 'any' | 'object' | 'list' | 'map'

/**
 * The members of a facet, as its reader knows them. This declaration is what `docs/facets.md` and the page of facets print, what bodies are
 * held against for the receipt, and what a test compares with the official schema.
 */
export interface Shape {
  readonly type: MemberType
  readonly required?: boolean
  /** Pages show it; no fact of the catalog is made of it. */
  readonly shownOnly?: boolean
  readonly members?: Members
  /** Of a list or map. */
  readonly items?: Shape
}
export type Members = Readonly<Record<string, Shape>>

export const text: Shape = { type: 'text' }
export const number: Shape = { type: 'number' }
export const integer: Shape = { type: 'integer' }
export const boolean: Shape = { type: 'boolean' }
export const time: Shape = { type: 'time' }
export const any: Shape = { type: 'any' }
export const object = (members: Members): Shape => ({ type: 'object', members })
export const listOf = (items: Shape): Shape => ({ type: 'list', items })
export const mapOf = (items: Shape): Shape => ({ type: 'map', items })
/** The schema wants it. */
export const need = (shape: Shape): Shape => ({ ...shape, required: true })
/** It is shown, and everything in it. */
export const shown = (shape: Shape): Shape => ({ ...shape, shownOnly: true })

/** A facet with a thousand broken entries says so for some of them. */
const warningsMax = 20

/** Says where a facet is not as its members are declared. Null stands for absent; numbers pass for text. `warn` gets a JSON pointer in the facet. */
export function checkMembers(facet: JsonObject, members: Members, warn: (says: string, pointer: string) => void): void {
  if (fitsMembers(facet, members)) return
  let left = warningsMax
  const say = (says: string, pointer: string): void => {
    if (left-- > 0) warn(says, pointer)
  }
  checkObject(facet, members, '', say)
}

/** Whether there is nothing to say: most facets are as they should be, and then no pointer is built. */
function fitsMembers(value: JsonObject, members: Members): boolean {
  for (const name in members) {
    const shape = members[name]
    if (shape !== undefined && !fits(Object.hasOwn(value, name) ? value[name] : undefined, shape)) return false
  }
  return true
}

function fits(value: unknown, shape: Shape): boolean {
  if (value === undefined || value === null) return shape.required !== true
  if (wrongFor[shape.type](value) !== null) return false
  if (shape.members !== undefined && isObject(value) && !fitsMembers(value, shape.members)) return false
  const { items } = shape
  if (items === undefined || items.type === 'any') return true
  if (Array.isArray(value)) return value.every((item) => fits(item, items))
  if (isObject(value)) for (const key in value) if (!fits(value[key], items)) return false
  return true
}

type Say = (says: string, pointer: string) => void

function checkObject(value: JsonObject, members: Members, pointer: string, say: Say): void {
  for (const name of Object.keys(members)) {
    const shape = members[name]
    if (shape !== undefined) check(member(value, name), shape, `${pointer}/${pointerToken(name)}`, name, say)
  }
}

function check(value: unknown, shape: Shape, pointer: string, name: string, say: Say): void {
  if (value === undefined || value === null) {
    if (shape.required) say(`${name} is missing`, pointer)
    return
  }
  const wrong = wrongFor[shape.type](value)
  if (wrong !== null) return say(`${name} is ${wrong}`, pointer)
  if (shape.members !== undefined && isObject(value)) checkObject(value, shape.members, pointer, say)
  const { items } = shape
  if (items === undefined) return
  if (Array.isArray(value)) for (const [i, item] of value.entries()) check(item, items, `${pointer}/${i}`, `${name}[${i}]`, say)
  else if (isObject(value)) for (const key of Object.keys(value)) check(value[key], items, `${pointer}/${pointerToken(key)}`, key, say)
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)))

/** What is wrong with a value that is there; null: nothing. */
const wrongFor: Readonly<Record<MemberType, (value: unknown) => string | null>> = {
  text: (v) => (isScalar(v) ? null : 'no text; left out'),
  number: (v) => (isNumber(v) ? null : 'no number; left out'),
  integer: (v) => (!isNumber(v) ? 'no whole number; left out' : Number.isInteger(Number(v)) ? null : 'no whole number; cut off'),
  boolean: (v) => (typeof v === 'boolean' ? null : 'neither true nor false; left out'),
  time: (v) => (parseInstant(v) !== null ? null : 'no time; left out'),
  any: () => null,
  object: (v) => (isObject(v) ? null : 'no object; left out'),
  map: (v) => (isObject(v) ? null : 'no object; left out'),
  list: (v) => (Array.isArray(v) ? null : 'no list; left out'),
}

/** One line a member: its path (`a.b`, `[]` an item of a list, `*` a key that is data), its type, and how it is used. */
export interface MemberLine {
  readonly path: string
  readonly type: MemberType
  readonly required: boolean
  readonly use: 'used' | 'shown only'
}

export function memberLines(members: Members): MemberLine[] {
  return Object.entries(members).flatMap(([name, shape]) => linesOf(name, shape, false))
}

function linesOf(path: string, shape: Shape, isShown: boolean): MemberLine[] {
  const shownOnly = isShown || shape.shownOnly === true
  const own: MemberLine = { path, type: shape.type, required: shape.required === true, use: shownOnly ? 'shown only' : 'used' }
  const inner = Object.entries(shape.members ?? {}).flatMap(([name, s]) => linesOf(`${path}.${name}`, s, shownOnly))
  if (shape.items === undefined) return [own, ...inner]
  const { items } = shape
  const itemPath = path + (shape.type === 'list' ? '[]' : '.*')
  const within = Object.entries(items.members ?? {}).flatMap(([name, s]) =>
    linesOf(`${itemPath}.${name}`, s, shownOnly || items.shownOnly === true),
  )
  const deeper = items.items === undefined ? [] : linesOf(itemPath, items, shownOnly)
  return [own, ...inner, ...(deeper.length > 0 ? deeper : within)]
}
