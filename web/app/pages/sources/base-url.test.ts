import { expect, test } from 'vitest'
import { checkBaseUrl } from './base-url.ts'

test('an empty base URL is none, and a good one loses its last slash', () => {
  expect(checkBaseUrl('  ')).toEqual({ ok: true, value: null })
  expect(checkBaseUrl(' http://airflow.example.com/ ')).toEqual({ ok: true, value: 'http://airflow.example.com' })
  expect(checkBaseUrl('https://tools.example.com/airflow')).toEqual({ ok: true, value: 'https://tools.example.com/airflow' })
  expect(checkBaseUrl('http://10.4.2.17:8080')).toEqual({ ok: true, value: 'http://10.4.2.17:8080' })
})

test.each([
  ['airflow.example.com/home', 'https://airflow.example.com'],
  ['https://airflow.example.com/home', 'https://airflow.example.com'],
  ['https://airflow.example.com/?next=1', 'https://airflow.example.com'],
  ['https://ada:secret@airflow.example.com', 'https://airflow.example.com'],
  ['https://air flow.example.com', 'https://airflow.example.com'],
  ['ftp://airflow.example.com', 'https://airflow.example.com'],
])('%s is explained and mended', (typed, suggestion) => {
  const check = checkBaseUrl(typed)
  expect(check).toMatchObject({ ok: false, suggestion })
  expect(checkBaseUrl(suggestion)).toEqual({ ok: true, value: suggestion })
})

test('what is no address at all gets no guess', () => {
  expect(checkBaseUrl('https://')).toMatchObject({ ok: false, suggestion: null })
  expect(checkBaseUrl('javascript:alert(1)')).toMatchObject({ ok: false })
})
