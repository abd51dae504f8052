import { expect, test } from 'vitest'
import { PRODUCERS, curlEvent, namespaceFor } from './snippets.ts'

const values = { url: 'https://lineage.example.com', endpoint: 'api/v1/lineage', token: 'hws_k7f2m9qd4xw8', namespace: 'shop' }
const all = PRODUCERS.flatMap((producer) =>
  producer.snippets(values).map((snippet) => ({ at: `${producer.key}.${snippet.key}`, ...snippet })),
)

test.each(all)('$at has the real URL and token', ({ code, at }) => {
  expect(code, at).not.toContain('undefined')
  expect(code).toContain(values.url)
  expect(code).toContain(values.token)
})

test('the transports of Airflow are one line of JSON', () => {
  const line = all
    .find((snippet) => snippet.at === 'airflow.cfg')
    ?.code.split('\n')
    .find((text) => text.startsWith('transport'))
  expect(JSON.parse(line?.replace('transport = ', '') ?? '')).toEqual({
    type: 'http',
    url: values.url,
    endpoint: 'api/v1/lineage',
    auth: { type: 'api_key', apiKey: values.token },
    compression: 'gzip',
  })
})

test('the body that curl sends is JSON', () => {
  const text = curlEvent(values, '2026-01-01T00:00:00Z', '3f5e83fa-3480-44ff-99c5-ff943904e5e8')
  expect(JSON.parse(text.slice(text.indexOf("-d '") + 4, -1))).toMatchObject({ eventType: 'COMPLETE', job: { namespace: 'shop' } })
})

test('a namespace comes out of the display name, but not out of the default one', () => {
  expect(namespaceFor('Airflow production', 'airflow')).toBe('airflow-production')
  expect(namespaceFor('OpenLineage', 'spark')).toBe('spark-prod')
  expect(namespaceFor('日本', 'dbt')).toBe('dbt-prod')
})
