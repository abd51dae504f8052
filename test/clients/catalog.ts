import { expect } from 'vitest'
import type { Headwater } from '../harness/server.ts'

interface CatalogLine {
  readonly kind: string
  readonly [member: string]: unknown
}

/** Brings the catalog up to date and expects all that one run of `send.py` or `Send.java` says of `job`. */
export async function expectRunOf(headwater: Headwater, job: string, runId: string): Promise<void> {
  await headwater.json(['sync', '--wait'])
  const lines = (await headwater.cli(['export', 'catalog'])).split('\n').filter(Boolean)
  const catalog = lines.map((line) => JSON.parse(line) as CatalogLine)
  const identity = { namespace: 'clients', name: job }
  const dataset = (name: string) => ({ namespace: 'postgres://shop:5432', name: `shop.public.${name}` })
  const expected: CatalogLine[] = [
    { kind: 'job', ...identity, inputs: [dataset('customers')], outputs: [dataset('contacts')] },
    { kind: 'run', runId, job: identity, state: 'COMPLETE' },
    {
      kind: 'columnEdge',
      job: identity,
      from: { ...dataset('customers'), field: 'email' },
      to: { ...dataset('contacts'), field: 'email_hash' },
      type: 'DIRECT',
      subtype: 'TRANSFORMATION',
    },
  ]
  for (const line of expected) expect(catalog.filter((l) => l.kind === line.kind && mentions(l, job))).toMatchObject([line])
}

const mentions = (line: CatalogLine, job: string): boolean => JSON.stringify(line).includes(`"${job}"`)
