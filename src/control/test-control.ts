/** For tests: control on a store of its own, with a clock to move. */
import { afterEach, beforeEach, describe } from 'vitest'
import { stores } from '../../test/harness/databases.ts'
import type { OpenStore } from '../../test/harness/databases.ts'
import type { Database } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { createControl } from './control.ts'
import type { ControlHandlers } from './control.ts'
import type { OpenedSession } from './sessions.ts'
import type { SourceRecord } from './sources.ts'

export const limits = {
  sessionIdleHours: 8,
  sessionMaxHours: 24,
  linkHours: 48,
  rejectionDays: 7,
  maxRejections: 50,
  maxRejectionBytes: 300_000,
  maxSourceRejections: 30,
  maxSourceRejectionBytes: 100_000,
}
export const password = 'ochre-river-stones-41'
export const hour = 3_600_000
export const here = { from: '10.0.0.1', client: 'test' }
const noon = Date.UTC(2026, 0, 15, 12)

export interface TestControl {
  readonly clock: { now: number }
  readonly control: ControlHandlers
  readonly database: Database
  /** Another process on the same store: a connection of its own where the engine allows one writer each. */
  another(): ControlHandlers
  firstAdmin(): Promise<OpenedSession>
  source(name?: string): Promise<{ source: SourceRecord; apiToken: string }>
}

/** Runs the suite on each engine; each test gets a store of its own. */
export function describeControl(name: string, suite: (t: TestControl) => void): void {
  describe.each(stores)(`${name} on $name`, ({ open }) => {
    const clock = { now: noon }
    const now = (): number => clock.now
    let store: OpenStore | null = null
    let control: ControlHandlers | null = null
    beforeEach(async () => {
      clock.now = noon
      store = await open()
      control = createControl(store.database, { ...limits, now })
      await control.start({})
    })
    afterEach(async () => store?.remove())

    const own = (): ControlHandlers => must(control, 'each test opens one')
    const opened = (): OpenStore => must(store, 'each test opens one')
    suite({
      clock,
      get control() {
        return own()
      },
      get database() {
        return opened().database
      },
      another: () => createControl(opened().database.dialect === 'postgres' ? opened().again() : opened().database, { ...limits, now }),
      firstAdmin: async () => {
        const link = await own().firstAdminLink({})
        return own().acceptLink({ token: link?.token ?? '', name: 'Ann', email: 'Ann@Example.com', password, ...here })
      },
      source: (sourceName = 'Airflow') =>
        own().addSource({ type: 'openlineage', name: sourceName, baseUrl: null, syncMode: 'continuous', createdBy: 'Ann' }),
    })
  })
}
