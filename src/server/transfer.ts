import type { ExportService, ImportResult, IntakeService } from '../api/context.ts'
import type { ControlHandlers } from '../control/control.ts'
import type { IntakeLimits } from '../ingest/intake.ts'
import type { GroupCommit, Outcome } from '../ingest/group-commit.ts'
import { unwrapLine, splitImport } from '../ingest/import-lines.ts'
import type { Client } from '../lib/rpc.ts'
import type { ReadHandlers } from './threads/read-thread.ts'

/** Imports are read in pieces of at most this; a line may be as large as an event may be. */
const importBytesMax = 64 << 20
const problemsMax = 20
/** Events that are given to the log before the first answer is awaited. */
const windowMax = 1_000

/** What came to a source by an import or a retry. */
export interface ImportedNote {
  readonly sourceId: number
  /** Who sent it, and from where. */
  readonly by: string | null
  readonly from: string | null
  readonly accepted: number
  readonly at: number
  readonly producer: string | null
  readonly position: number | null
}

/** Imports: events that do not come through the intake's HTTP path, stored by the same commit. */
export function createIntakeService(
  commit: GroupCommit,
  limits: IntakeLimits,
  now: () => number,
  imported: (note: ImportedNote) => void,
): Pick<IntakeService, 'importStream'> {
  return {
    async importStream({ sourceId, body }) {
      const chunks: Uint8Array[] = []
      let length = 0
      for await (const chunk of body) {
        chunks.push(chunk)
        length += chunk.length
        if (length > Math.max(importBytesMax, limits.maxBodyBytes * 2))
          throw new RangeError(`An import may have ${importBytesMax} bytes a request; send it in pieces`)
      }
      const note = {
        sourceId,
        by: 'import',
        from: null,
        accepted: 0,
        at: now(),
        producer: null as string | null,
        position: null as number | null,
      }
      const result = await importAll(Buffer.concat(chunks), limits, async (event, receivedAt) => {
        const outcome = await commit.submitted({ sourceId, receivedAt: receivedAt ?? now(), body: event })
        if (outcome.ok) Object.assign(note, { producer: outcome.producer, position: outcome.position })
        return outcome
      })
      imported({ ...note, accepted: result.accepted })
      return result
    },
  }
}

async function importAll(
  bytes: Buffer,
  limits: IntakeLimits,
  store: (body: Uint8Array, receivedAt: number | null) => Promise<Outcome>,
): Promise<ImportResult> {
  const result = { received: 0, accepted: 0, duplicates: 0, rejected: 0, problems: [] as { index: number; code: string; cause: string }[] }
  const reject = (index: number, code: string, cause: string): void => {
    result.rejected++
    if (result.problems.length < problemsMax) result.problems.push({ index, code, cause })
  }
  let window: Promise<void>[] = []
  for (const element of splitImport(bytes)) {
    const index = result.received++
    const { body, receivedAt } = unwrapLine(element)
    if (body.length > limits.maxBodyBytes) reject(index, 'too_large', `The event is larger than ${limits.maxBodyBytes} bytes`)
    else
      window.push(
        store(body, receivedAt).then((outcome) => {
          if (!outcome.ok) reject(index, outcome.code, outcome.cause)
          else if (outcome.duplicate) result.duplicates++
          else result.accepted++
        }),
      )
    if (window.length < windowMax) continue
    await Promise.all(window)
    window = []
  }
  await Promise.all(window)
  return result
}

/** Reads the log and the catalog out as lines, in pieces, so that an export of any size takes little memory. */
export function createExportService(reader: Client<ReadHandlers>, control: Client<ControlHandlers>): ExportService {
  return {
    async *events({ json }) {
      const upTo = await reader.head({})
      const sources = (await control.listSources({})).map((s): [number, string] => [s.id, s.name])
      for (let after = 0; ;) {
        const { text, next } = await reader.eventLines({ after, upTo, json, sources })
        if (next === null) return
        yield text.slice(0, -1)
        after = next
      }
    },
    async *catalog(request) {
      yield* linesOf(reader, await reader.beginExport(request))
    },
    async impact(query, format) {
      const id = await reader.beginImpact({ query, format })
      return id === null ? null : linesOf(reader, id)
    },
  }
}

async function* linesOf(reader: Client<ReadHandlers>, id: number): AsyncGenerator<string> {
  try {
    for (let text = await reader.nextOfExport(id); text !== null; text = await reader.nextOfExport(id)) yield text.slice(0, -1)
  } finally {
    await reader.endExport(id)
  }
}
