/** Stops the caller when the program itself is wrong. Bad input is a value with a reason, never an assertion. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${why}`)
}

/** The value, which cannot be missing because of `why`. */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new Error(`Missing: ${why}`)
  return value
}
