/** Where events are taken in. */
export type Endpoint = 'event' | 'batch'

/** What clients make of a URL and an endpoint that were put together wrongly (reference: OpenLineage clients, joins of url and endpoint). */
const wrongJoins = new Set(['/', '/lineage', '/v1/lineage', '/api', '/api/v1', '/api/lineage'])
const eventEnd = '/api/v1/lineage'
const batchEnd = '/api/v1/lineage/batch'

/**
 * The endpoint that a POST to this path means, or null. Doubled and trailing slashes, a path in front (a base path that a proxy did not
 * take off, or the endpoint twice) and the usual wrong joins are all served: a client that gets 404 loses its event.
 */
export function endpointOf(url: string): Endpoint | null {
  if (url === eventEnd) return 'event'
  const query = url.indexOf('?')
  const path = (query < 0 ? url : url.slice(0, query)).replaceAll(/\/{2,}/g, '/')
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  if (bare.startsWith('/api/v2')) return null
  if (bare.endsWith(batchEnd) || bare === '/lineage/batch' || bare === '/v1/lineage/batch') return 'batch'
  return bare.endsWith(eventEnd) || wrongJoins.has(bare) ? 'event' : null
}
