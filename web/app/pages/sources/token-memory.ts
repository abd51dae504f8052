/** API tokens that were just made. They live in this page's memory only: a reload forgets them, as the server did at once. */
import { useSyncExternalStore } from 'react'

const tokens = new Map<number, string>()
const listeners = new Set<() => void>()
const tell = (): void => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function rememberToken(sourceId: number, token: string): void {
  tokens.set(sourceId, token)
  tell()
}

export function forgetToken(sourceId: number): void {
  tokens.delete(sourceId)
  tell()
}

/** The whole token while it is known, else null. */
export function useKnownToken(sourceId: number): string | null {
  return useSyncExternalStore(subscribe, () => tokens.get(sourceId) ?? null)
}
