/** A catalog folded from events, on a real log, for tests of the read side: `catalogOf(store)`. */
import { createReader } from '../../src/api/reader.ts'
import type { ReaderHandlers } from '../../src/api/reader.ts'
import { exportCatalog } from '../../src/catalog/export.ts'
import { createCatalogSql, catalogVersion, checkpointTable } from '../../src/catalog/tables.ts'
import type { Database } from '../../src/db/contract.ts'
import { migrate } from '../../src/db/migrate.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { Appender } from '../../src/log/appender.ts'
import { LogReader } from '../../src/log/reader.ts'
import { logMigrations } from '../../src/log/tables.ts'
import { appendRequest } from './append.ts'
import type { OpenStore } from './databases.ts'
import type { RuleBody } from '../../src/contract/rules.ts'
import { Rules } from '../../src/rules/rules.ts'

export interface TestCatalog {
  readonly database: Database
  readonly reader: ReaderHandlers
  readonly clock: { now: number }
  /** Appends events to the log, as they arrive from `sourceId`; resolves to their positions. */
  send(events: readonly (object | string)[], sourceId?: number): Promise<number[]>
  /** Brings the catalog up to the end of the log. */
  sync(): Promise<void>
  /** From now on events of this source wait for a sync by hand. */
  hold(sourceId: number): Promise<void>
  /** Sends, then syncs. */
  add(events: readonly (object | string)[], sourceId?: number): Promise<number[]>
  /** Lines of `export catalog`. */
  lines(): Promise<string[]>
  close(): Promise<void>
}

export const dayMs = 86_400_000
/** When events of these tests happen, unless told. */
export const noon = '2026-11-20T12:00:00Z'

/** `rules`: those by which the catalog is made. */
export async function catalogOf(store: OpenStore, rules: readonly RuleBody[] = []): Promise<TestCatalog> {
  const { database } = store
  await migrate(database, 'log', logMigrations)
  await database.script(createCatalogSql(database.dialect))
  await database.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0, rules: new Rules(rules).text }])
  const appender = await Appender.open(database)
  const log = new LogReader(database)
  const build = await CatalogBuild.open('test', database, log)
  const clock = { now: Date.parse('2026-11-20T18:00:00Z') }
  const reader = createReader({ catalog: database, log, settings: { lostAfterMs: dayMs }, now: () => clock.now })
  const send: TestCatalog['send'] = async (events, sourceId = 1) => {
    const bodies = events.map((e) => Buffer.from(typeof e === 'string' ? e : JSON.stringify(e)))
    const request = appendRequest(bodies.map((body) => ({ sourceId, receivedAt: clock.now, body })))
    return [...(await appender.append(request)).positions]
  }
  const sync = async (): Promise<void> => {
    for (let step = await build.advance(Number.MAX_SAFE_INTEGER); step.events > 0;) step = await build.advance(Number.MAX_SAFE_INTEGER)
  }
  return {
    database,
    reader,
    clock,
    send,
    sync,
    hold: (sourceId) => build.holdSource(sourceId),
    add: async (events, sourceId) => {
      const positions = await send(events, sourceId)
      await sync()
      return positions
    },
    lines: async () => Array.fromAsync(exportCatalog({ catalog: database })),
    close: () => store.remove(),
  }
}

export interface RunParts {
  readonly job: string
  readonly jobNamespace?: string
  readonly runId?: string
  readonly type?: string
  readonly time?: string
  /** Names, or whole datasets with facets. */
  readonly inputs?: readonly (string | object)[]
  readonly outputs?: readonly (string | object)[]
  readonly runFacets?: object
  readonly jobFacets?: object
  readonly producer?: string
}

/** A RunEvent. Datasets given by name are in namespace `db`, jobs in `jobs`. */
export const run = (parts: RunParts): object => ({
  eventType: parts.type ?? 'COMPLETE',
  eventTime: parts.time ?? noon,
  producer: parts.producer ?? 'https://example.com/test',
  schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  run: { runId: parts.runId ?? `run-of-${parts.job}`, facets: parts.runFacets ?? {} },
  job: { namespace: parts.jobNamespace ?? 'jobs', name: parts.job, facets: parts.jobFacets ?? {} },
  inputs: (parts.inputs ?? []).map(dataset),
  outputs: (parts.outputs ?? []).map(dataset),
})

const dataset = (of: string | object): object => (typeof of === 'string' ? { namespace: 'db', name: of } : of)

/** A dataset in namespace `db` with a schema, and column lineage where `from` says it: `{ b: ['other.a'] }`. */
export function table(name: string, fields: readonly string[], from: Readonly<Record<string, readonly string[]>> = {}): object {
  const inputField = (text: string): object => ({
    namespace: 'db',
    name: text.split('.')[0],
    field: text.split('.')[1],
    transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }],
  })
  const columnLineage = {
    fields: Object.fromEntries(Object.entries(from).map(([field, inputs]) => [field, { inputFields: inputs.map(inputField) }])),
  }
  const schema = { fields: fields.map((f) => ({ name: f, type: 'text' })) }
  return { namespace: 'db', name, facets: { schema, ...(Object.keys(from).length > 0 ? { columnLineage } : {}) } }
}
