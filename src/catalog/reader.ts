export type ReaderHandlers = Record<never, never>
export function createReader(_: unknown): Record<string, (argument: never) => unknown> {
  return {}
}
