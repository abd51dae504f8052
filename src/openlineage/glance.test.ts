import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depthMax, isDeeper, readBody } from './body.ts'
import { identify } from './event.ts'
import { glance } from './glance.ts'

const look = (text: string): ReturnType<typeof glance> => glance(Buffer.from(text))

/** What a whole reading says; null where it has any doubt. */
function readWhole(bytes: Buffer): unknown {
  const read = readBody(bytes)
  if (!read.ok || read.warnings.length > 0 || isDeeper(read.value, depthMax) || 'pointer' in identify(read.value)) return null
  return read.value
}

const names = fc.constantFrom('job', 'dataset', 'run', 'producer', 'name', 'namespace', '__proto__', 'größe', 'j"b', '')
const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', 'n', '\\', '"', '\n', '🛢'))
const values = fc.oneof(
  texts,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
)
const holders = fc.dictionary(names, values, { maxKeys: 4 })
const events = fc.dictionary(names, fc.oneof(values, holders), { maxKeys: 5 })
const written = fc.tuple(events, fc.constantFrom(undefined, 1, '\t', '\r\n')).map(([event, space]) => JSON.stringify(event, null, space))

describe('glance', () => {
  test('never sees an event where a whole reading does not, nor another producer', () => {
    fc.assert(
      fc.property(written, (text) => {
        const seen = look(text)
        if (seen === null) return
        const event = readWhole(Buffer.from(text)) as Record<string, unknown> | null
        expect(event).not.toBeNull()
        expect(seen.producer).toBe(typeof event?.['producer'] === 'string' ? event['producer'] : null)
      }),
      { numRuns: 5_000 },
    )
  })

  test('sees each event whose members are written once', () => {
    const identity = fc.record({ namespace: texts, name: fc.string({ minLength: 1 }) })
    fc.assert(
      fc.property(identity, fc.constantFrom('job', 'dataset'), values, texts, (holder, which, value, producer) => {
        const event = { eventTime: 'now', producer, [which]: holder, inputs: [{ namespace: 'x', facets: { value } }] }
        expect(look(JSON.stringify(event))).toEqual({ producer })
        expect(look(` ${JSON.stringify(event, null, 2)}\n`)).toEqual({ producer })
      }),
    )
  })

  test('of a damaged event it sees no more than a whole reading', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '\0', ' ', '1', '-', 'e', '.', 'u', '\xff'),
    )
    fc.assert(
      fc.property(written, damage, fc.nat({ max: 2 }), (text, [where, by], cut) => {
        const bytes = Buffer.from(`{"job":{"namespace":"n","name":"j"},"other":${text}}`)
        const at = where % bytes.length
        const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.from(by, 'latin1'), bytes.subarray(at + cut)])
        if (glance(damaged) !== null) expect(readWhole(damaged)).not.toBeNull()
      }),
      { numRuns: 20_000 },
    )
  })

  test.each([
    ['nothing', ''],
    ['a list', '[{"job":{"namespace":"n","name":"j"}}]'],
    ['two events', '{"job":{"namespace":"n","name":"j"}} {}'],
    ['a member twice', '{"job":{"namespace":"n","name":"j"},"job":null}'],
    ['a name twice', '{"job":{"namespace":"n","name":"j","name":1}}'],
    ['a key with escapes', '{"job":{"namespace":"n","name":"j"},"j\\u006fb":null}'],
    ['NaN', '{"job":{"namespace":"n","name":"j"},"n":NaN}'],
    ['a byte order mark', '\ufeff{"job":{"namespace":"n","name":"j"}}'],
    ['an empty name', '{"job":{"namespace":"n","name":""}}'],
    ['a name in a list', '{"job":["name","n","namespace","n"]}'],
    ['a name further in', '{"job":{"namespace":"n","facets":{"name":"j"}}}'],
    ['names in two places', '{"job":{"namespace":"n"},"dataset":{"name":"j"}}'],
    ['a level too many', `{"job":{"namespace":"n","name":"j"},"a":${'['.repeat(depthMax)}${']'.repeat(depthMax)}}`],
  ])('doubts %s', (_, text) => expect(look(text)).toBeNull())

  test('takes as many levels as the fold reads', () => {
    const levels = depthMax - 1
    expect(look(`{"job":{"namespace":"n","name":"j"},"a":${'['.repeat(levels)}${']'.repeat(levels)}}`)).toEqual({ producer: null })
  })

  test('doubts bytes that are no UTF-8', () => {
    expect(glance(Buffer.from('{"job":{"namespace":"n","name":"j\xff"}}', 'latin1'))).toBeNull()
  })
})
