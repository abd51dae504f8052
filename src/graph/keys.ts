import { nodeKey, shortOf } from '../contract/short.ts'

/** Identity of a node inside one page. */
export type Key = string

export type Side = 'u' | 'd'
export const SIDES: readonly Side[] = ['u', 'd']

export const keyOf = nodeKey
export { shortOf }

export const isJob = (key: Key): boolean => key.startsWith('j')

/** Order of code units: the same on every machine, unlike a locale's. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
