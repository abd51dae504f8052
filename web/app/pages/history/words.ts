/** What a content of a facet says, in one line. Pure. */

const LONGEST = 240
const MOST = 12

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands in a member: of owners the name, of tags key and value, of others all texts. */
function partOf(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST).map(partOf).filter(Boolean).join(', ')
    return value.length > MOST ? `${shown} and ${value.length - MOST} more` : shown
  }
  if (typeof value === 'string') return value
  if (!isObject(value)) return value === null || value === undefined ? '' : JSON.stringify(value)
  const { key, name, value: held } = value
  if (typeof key === 'string') return held === undefined ? key : `${key}: ${partOf(held)}`
  return typeof name === 'string' ? name : allParts(value)
}

const allParts = (value: Readonly<Record<string, unknown>>): string =>
  Object.keys(value)
    .filter((key) => !key.startsWith('_'))
    .map((key) => partOf(value[key]))
    .filter(Boolean)
    .join(', ')

/** `Deleted`, `Orders of the shop`, `pii: yes, gold`; cut where it is long. */
export function wordsOf(value: unknown): string {
  if (!isObject(value)) return 'cannot be read again'
  if (value['_deleted'] === true) return 'Deleted'
  const words = allParts(value).replaceAll(/\s+/g, ' ')
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words === '' ? 'Nothing' : words
}
