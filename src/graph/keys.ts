import type { NodeRef } from '../contract/lineage.ts'

/** Identity of a node inside one page: unambiguous for any names, also those with separators, NUL or emoji in them. */
export type Key = string

export type Side = 'u' | 'd'
export const SIDES: readonly Side[] = ['u', 'd']

export const keyOf = (ref: NodeRef): Key => `${ref.type === 'job' ? 'j' : 'd'}${ref.namespace.length}:${ref.namespace}${ref.name}`

export const isJob = (key: Key): boolean => key.startsWith('j')

/**
 * Short name of a node for the address bar: 53 bits of hash in base 36. A long name would make an address that no chat keeps
 * whole; a collision opens one node too many and does no other harm.
 */
export const shortOf = (key: Key): string => {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i)
    a = Math.imul(a ^ c, 2654435761)
    b = Math.imul(b ^ c, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

/** Order of code units: the same on every machine, unlike a locale's. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
