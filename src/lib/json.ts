export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The member of that name, if `value` is an object that has it itself: a column may be called `__proto__` or `constructor`. */
export function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export const objectMember = (value: unknown, key: string): JsonObject | undefined => {
  const found = member(value, key)
  return isObject(found) ? found : undefined
}

export const stringMember = (value: unknown, key: string): string | undefined => {
  const found = member(value, key)
  return typeof found === 'string' ? found : undefined
}

export const arrayMember = (value: unknown, key: string): readonly unknown[] => {
  const found = member(value, key)
  return Array.isArray(found) ? found : []
}

/** One token of a JSON pointer (RFC 6901). */
export function pointerToken(key: string | number): string {
  const token = String(key)
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token
}
