import { expect, test } from 'vitest'
import { eventually } from '../../test/harness/eventually.ts'
import { newToken } from '../lib/token.ts'
import { startGateRefresh } from './gate-refresh.ts'
import { TokenGate } from './token-gate.ts'
import type { GateRow } from './token-gate.ts'

test('changes of other processes reach the gate, and an outage of the store does not open or close it', async () => {
  const made = newToken('hws')
  const header = `Bearer ${made.token}`
  const row: GateRow = { tokenId: 1, sourceId: 1, publicId: made.publicId, hash: made.hash, expiresAt: null, revokedAt: null, paused: false }
  const store = { revision: '1', rows: [row] as GateRow[], down: false }
  const guarded = async <T>(value: () => T): Promise<T> => {
    if (store.down) throw new Error('connection refused')
    return value()
  }
  const gate = new TokenGate()
  const refresh = await startGateRefresh({ gateRevision: () => guarded(() => store.revision), gateRows: () => guarded(() => store.rows) }, gate, 5)
  expect(gate.check(header).ok).toBe(true)
  store.down = true
  await expect(refresh.refresh()).rejects.toThrow(/refused/)
  expect(gate.check(header).ok).toBe(true)
  store.rows = [{ ...row, revokedAt: 1 }]
  store.revision = '2'
  store.down = false
  await eventually(() => expect(gate.check(header)).toMatchObject({ code: 'token_revoked' }))
  refresh.stop()
})
