/**
 * Resolves to what `look` gives as soon as it neither throws nor gives false, null or undefined. Rejects after `timeoutMs` with the
 * last error, or with `what`. Tests wait for conditions with this, never for time.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  options: { timeoutMs?: number; what?: string } = {},
): Promise<Exclude<NonNullable<T>, false>> {
  const { timeoutMs = 45_000, what = 'the condition' } = options
  const end = Date.now() + timeoutMs
  let last: unknown = null
  for (;;) {
    try {
      const value = await look()
      if (value !== false && value !== null && value !== undefined) return value as Exclude<NonNullable<T>, false>
      last = null
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw last ?? new Error(`Not so after ${timeoutMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
