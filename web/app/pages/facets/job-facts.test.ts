import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { coloursOf, emissionIn, jobFactGroups, sourceCodeIn } from './job-facts.ts'

const facet = (key: string, value: unknown): FacetValue => ({
  key,
  container: 'job',
  use: 'used',
  value,
  eventTime: null,
  eventPosition: 1,
})

test('source code, also under its old name', () => {
  expect(sourceCodeIn(facet('sourceCode', { language: 'Python', sourceCode: 'x = 1' }))).toEqual({
    code: 'x = 1',
    language: 'Python',
    colours: 'python',
  })
  expect(sourceCodeIn(facet('sourceCode', { source: 'select 1' }))).toMatchObject({ code: 'select 1', language: null, colours: 'text' })
  for (const value of [{}, { sourceCode: null }, { sourceCode: [] }]) expect(sourceCodeIn(facet('sourceCode', value))).toBe(null)
})

test('languages that have colours', () => {
  expect(['python3', 'Scala', 'PostgreSQL', 'bash', 'yml', 'cobol', null].map(coloursOf)).toEqual([
    'python',
    'java',
    'sql',
    'shell',
    'yaml',
    'text',
    'text',
  ])
})

test('how a job sends its events', () => {
  const pattern = (emissionPattern: unknown) => emissionIn(facet('jobType', { emissionPattern }))
  expect(pattern({ eventTrigger: 'PERIODIC', eventContentMode: 'COMPLETE_SNAPSHOT', windowDuration: 60 })).toBe(
    'at intervals of 60 s, each says everything again',
  )
  expect(pattern({ eventTrigger: 'EVENT_BASED', eventCompleteness: 'ACCUMULATIVE' })).toBe(
    'when something happens, each adds to those before',
  )
  for (const value of [undefined, null, {}, 'x', { windowDuration: -1 }]) expect(pattern(value)).toBe(null)
})

test('Cloud Composer and Google lineage', () => {
  const groups = jobFactGroups([
    facet('gcp_composer_job', { environmentName: 'prod', dagId: 'd', airflowVersion: '2.10+composer', composerVersion: 3 }),
    facet('gcp_lineage', { displayName: 'Nightly', origin: { sourceType: 'DATAPROC', name: 'projects/p' } }),
  ])
  expect(groups.map((group) => [group.title, group.facts.length])).toEqual([
    ['Cloud Composer', 4],
    ['Google Cloud lineage', 3],
  ])
  expect(jobFactGroups([facet('gcp_lineage', { origin: 'x' })])).toEqual([])
})
