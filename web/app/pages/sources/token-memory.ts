/** API tokens that were just made. They live in this page's memory only: a reload forgets them, as the server did at once. */
const tokens = new Map<number, string>()

export const rememberToken = (sourceId: number, token: string): void => void tokens.set(sourceId, token)
export const forgetToken = (sourceId: number): void => void tokens.delete(sourceId)
/** The whole token while it is known, else null. */
export const knownToken = (sourceId: number): string | null => tokens.get(sourceId) ?? null
