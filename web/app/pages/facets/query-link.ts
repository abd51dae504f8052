/** ExternalQueryRunFacet: the id under which another system knows the query, and its page there where that is sure. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { textAt } from './read.ts'

export type ExternalQuery = { readonly id: string; readonly source: string | null; readonly href: string | null }

const BIGQUERY_ID = /^((?:[a-z0-9-]+(?:\.[a-z0-9-]+)+:)?[a-z][a-z0-9-]{4,}):([A-Za-z0-9-]+)[.:]([\w-]+)$/
const SNOWFLAKE_SOURCE = /^snowflake:\/\/([A-Za-z0-9]+)-([\w-]+)\/?$/
const SNOWFLAKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * An address is made only of what was sent: BigQuery wants project, location and job, Snowflake the organisation and the account. An id
 * without them gets none.
 */
export function queryHref(id: string, source: string | null): string | null {
  const from = source?.trim() ?? ''
  if (/^bigquery$/i.test(from)) {
    const [, project, location, job] = BIGQUERY_ID.exec(id) ?? []
    if (project === undefined || location === undefined || job === undefined) return null
    return `https://console.cloud.google.com/bigquery?project=${encodeURIComponent(project)}&j=bq:${location}:${job}&page=queryresults`
  }
  const [, organisation, account] = SNOWFLAKE_SOURCE.exec(from) ?? []
  if (organisation === undefined || account === undefined || !SNOWFLAKE_ID.test(id)) return null
  return `https://app.snowflake.com/${organisation.toLowerCase()}/${account.toLowerCase()}/#/compute/history/queries/${id}/detail`
}

export function externalQueryIn(facet: FacetValue | null): ExternalQuery | null {
  const id = textAt(facet?.value, 'externalQueryId')
  if (id === null) return null
  const source = textAt(facet?.value, 'source')
  return { id, source, href: queryHref(id, source) }
}
