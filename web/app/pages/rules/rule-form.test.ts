import { expect, test } from 'vitest'
import { RuleBody } from '../../../../src/contract/rules.ts'
import { FORM_KINDS, bodyOf } from './rule-form.ts'
import type { FormKind, Values } from './rule-form.ts'

const typed: Readonly<Record<FormKind, Values>> = {
  case: { namespaces: 'db' },
  host: { hosts: '10.0.0.5, db:5432', to: 'db.prod' },
  scheme: { from: 'gcs gfs', to: 'gs' },
  trim: { namespaces: '*', trimmers: 'DateTrimmer KeyValueTrimmer' },
  pattern: { namespaces: '*', match: '_\\d+$' },
  same: { datasetNamespace: 'a', datasetName: 'x', asNamespace: '', asName: 'y' },
  apart: { aNamespace: 'a', aName: 'x', bNamespace: 'b', bName: 'y' },
  prefix: { sourceId: '3', prefix: 'eu/' },
  hide: { namespace: 'dev_*', what: 'job' },
  leaveOut: { sourceId: '3' },
}

test.each(FORM_KINDS)('%s: what is typed is a rule that the server takes; with nothing typed there is none', (kind) => {
  const body = bodyOf(kind, typed[kind])
  expect(RuleBody.parse(body)).toEqual(body)
  expect(bodyOf(kind, {})).toBeNull()
})

test('lists, and what may stay empty', () => {
  expect(bodyOf('host', typed.host)).toEqual({ kind: 'host', hosts: ['10.0.0.5', 'db:5432'], to: 'db.prod' })
  expect(bodyOf('hide', { what: 'namespace', namespace: 'n', name: 'x', runId: 'r' })).toMatchObject({ name: null, runId: null })
  expect(bodyOf('leaveOut', { from: '2026-01-01T00:00:00Z' })).toEqual({
    kind: 'leaveOut',
    sourceId: null,
    from: '2026-01-01T00:00:00Z',
    to: null,
  })
})
