import { isObject, member, pointerToken } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Scope } from './facet-reader.ts'

/** The list of that name in a part of a facet; what stands there and is no list is warned of. `pointer`: of the part, within the facet. */
export function listIn(of: unknown, name: string, scope: Scope, pointer = ''): readonly unknown[] {
  const value = member(of, name)
  if (Array.isArray(value)) return value
  if (value !== undefined && value !== null) scope.warn(`${name} is no list; left out`, `${pointer}/${pointerToken(name)}`)
  return []
}

/** The same for an object. */
export function objectIn(of: unknown, name: string, scope: Scope, pointer = ''): JsonObject {
  const value = member(of, name)
  if (isObject(value)) return value
  if (value !== undefined && value !== null) scope.warn(`${name} is no object; left out`, `${pointer}/${pointerToken(name)}`)
  return {}
}
