/**
 * Short names of nodes, for addresses, and what they stand for: the pages make them and the server finds the nodes behind them. No
 * schema here, so that the pages can have it without the library of schemas.
 */
import type { NodeRef } from './lineage.ts'

/** Identity of a node as one text: unambiguous for any names, also those with separators, NUL or emoji in them. */
export const nodeKey = (ref: NodeRef): string => `${ref.type === 'job' ? 'j' : 'd'}${ref.namespace.length}:${ref.namespace}${ref.name}`

/**
 * 53 bits of hash in base 36. A long name would make an address that no chat keeps whole; a collision opens one node too many and
 * does no other harm.
 */
export const shortOf = (key: string): string => {
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

export interface RootQuestion {
  readonly direction: 'upstream' | 'downstream' | 'both'
  readonly depth: number
}

/** Whether the question about the root reads this side of a dataset already. `depth`: of the dataset in its answer. */
export const readsSide = (ask: RootQuestion, depth: number, side: 'u' | 'd'): boolean => {
  const hop = side === 'u' ? -depth : depth
  return ask.direction !== (side === 'u' ? 'downstream' : 'upstream') && hop >= 0 && hop < ask.depth
}
