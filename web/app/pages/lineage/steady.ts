import { useRef, useState } from 'react'

const same = <T extends object>(a: T, b: T): boolean => {
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(y)
  return keys.length === Object.keys(x).length && keys.every((k) => Object.is(x[k], y[k]))
}

/** The same object for as long as the new one is the same to `alike`; by itself where each of its fields is. */
export const useKept = <T extends object>(now: T, alike: (a: T, b: T) => boolean = same): T => {
  const kept = useRef(now)
  if (kept.current !== now && !alike(kept.current, now)) kept.current = now
  return kept.current
}

type Doings = Readonly<Record<string, (...args: never[]) => unknown>>

/** Functions that stay the same for the life of a component; each does what the latest rendering means by it. */
export const useSteady = <T extends Doings>(now: T): T => {
  const latest = useRef(now)
  latest.current = now
  const [steady] = useState(
    () => Object.fromEntries(Object.keys(now).map((name) => [name, (...args: never[]) => latest.current[name]?.(...args)])) as T,
  )
  return steady
}
