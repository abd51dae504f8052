/** The thread that reads SQL: what it does when SQL hangs it or ends it. */
import { afterEach, describe, expect, test } from 'vitest'
import type { SqlRequest } from './infer.ts'
import { sqlReader } from './sql-reader.ts'
import type { SqlReader } from './sql-reader.ts'

const asked = (sql: string): SqlRequest => ({ sql, dialect: 'generic', datasets: [] })
/** Stands in for a parser with faults: the SQL says which. */
const faulty = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ type, sql }) => {
      if (type === 'end') return parentPort.close()
      if (sql === 'hang') for (;;);
      if (sql === 'throw') throw new Error('unreachable executed')
      if (sql === 'exit') process.exit(3)
      parentPort.postMessage({ type: 'answer', answer: { edges: [], problem: sql } })
    })
    parentPort.postMessage({ type: 'ready' })`)}`,
)

describe('the reader of SQL', () => {
  let reader: SqlReader
  afterEach(() => reader.close())

  test('SQL that hangs, throws or ends the thread is answered so, and the next is read', async () => {
    reader = sqlReader({ file: faulty, limitMs: 500 })
    const answers = await Promise.all(['first', 'hang', 'second', 'throw', 'third', 'exit', 'fourth'].map((sql) => reader.read(asked(sql))))
    expect(answers.map((a) => a.problem)).toEqual([
      'first',
      'Reading it took longer than 0.5 s',
      'second',
      'Reading it failed: unreachable executed',
      'third',
      'Reading it ended the thread that reads SQL',
      'fourth',
    ])
  })

  test('a thread that does not start is an error, which is no fault of the SQL', async () => {
    reader = sqlReader({ file: new URL('data:text/javascript,throw new Error("no parser")') })
    await expect(reader.read(asked('select 1'))).rejects.toThrow('did not start: Reading it failed: no parser')
  })

  test('once closed it reads nothing more: not what waits, nor by a thread that is just starting', async () => {
    reader = sqlReader({ file: faulty })
    const waiting = ['first', 'second'].map((sql) => reader.read(asked(sql)))
    await Promise.resolve()
    await reader.close()
    const late = reader.read(asked('third'))
    expect((await Promise.all([...waiting, late])).map((a) => a.problem)).toEqual(Array.from({ length: 3 }, () => 'Nothing more is read'))
  })

  test('the parser itself stands what is deep, long and broken', { timeout: 60_000 }, async () => {
    reader = sqlReader()
    const bad = [
      `select ${'('.repeat(50_000)}`,
      `select ${'case when a then '.repeat(5_000)}`,
      `select ${Array.from({ length: 20_000 }, () => 'a').join('+')} from t`,
      `with ${Array.from({ length: 300 }, (_, i) => `c${i} as (select * from ${i === 0 ? 't' : `c${i - 1}`})`).join(', ')} select * from c299`,
      `select '${'\u{1f600}'.repeat(10_000)}`,
      '\0\u{feff}/* ',
    ]
    for (const sql of bad) expect((await reader.read(asked(sql))).edges).toEqual([])
    expect(await reader.read(asked('select 1'))).toEqual({ edges: [], problem: null })
  })
})
