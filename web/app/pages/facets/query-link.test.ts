import { expect, test } from 'vitest'
import { externalQueryIn, queryHref } from './query-link.ts'

test('BigQuery: a link only where project, location and job were sent', () => {
  const href = 'https://console.cloud.google.com/bigquery?project=shop-prod&j=bq:EU:job_1&page=queryresults'
  expect(queryHref('shop-prod:EU.job_1', 'bigquery')).toBe(href)
  expect(queryHref('shop-prod:EU:job_1', 'BigQuery')).toBe(href)
  expect(queryHref('example.com:shop-prod:EU.job_1', 'bigquery')).toContain('project=example.com%3Ashop-prod&')
  expect(queryHref('job_1', 'bigquery')).toBe(null)
  expect(queryHref('***_1732626332070201', 'bigquery')).toBe(null)
})

test('Snowflake: a link only where organisation and account were sent', () => {
  const id = '01a2b3c4-0000-1111-2222-333344445555'
  expect(queryHref(id, 'snowflake://ACME-SHOP_EU')).toBe(`https://app.snowflake.com/acme/shop_eu/#/compute/history/queries/${id}/detail`)
  for (const source of ['snowflake', 'snowflake://xy12345', 'snowflake://xy12345.eu-west-1.aws', null])
    expect(queryHref(id, source)).toBe(null)
  expect(queryHref('javascript:alert(1)', 'snowflake://a-b')).toBe(null)
})

test('other systems and broken facets', () => {
  expect(queryHref('q-1', 'postgres://db:5432')).toBe(null)
  const at = (value: unknown) =>
    externalQueryIn({ key: 'externalQuery', container: 'run', use: 'used', value, eventTime: null, eventPosition: null })
  expect(at({ externalQueryId: 'q-1', source: 'yarn' })).toEqual({ id: 'q-1', source: 'yarn', href: null })
  expect(at({ externalQueryId: 42 })).toEqual({ id: '42', source: null, href: null })
  for (const value of [{}, { externalQueryId: null }, { externalQueryId: {} }]) expect(at(value)).toBe(null)
  expect(externalQueryIn(null)).toBe(null)
})
