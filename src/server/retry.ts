import type { IntakeService } from '../api/context.ts'
import type { RetryResult } from '../contract/rejections.ts'
import { explain } from '../control/rejection-causes.ts'
import type { RejectionCode } from '../control/rejection-causes.ts'
import type { RejectionForRetry } from '../control/rejection-retries.ts'
import { takeBatch } from '../ingest/batch.ts'
import type { BatchOutcome } from '../ingest/batch.ts'
import type { GroupCommit, Outcome } from '../ingest/group-commit.ts'
import type { Inspection } from '../ingest/inspect.ts'
import type { IntakeLimits, RefusedNote } from '../ingest/intake.ts'
import { endpointOf } from '../ingest/paths.ts'
import { unpackKept } from '../ingest/request-body.ts'
import type { ImportedNote } from './transfer.ts'

interface Parts {
  readonly commit: GroupCommit
  readonly limits: IntakeLimits
  readonly now: () => number
  readonly inspectElsewhere: (bytes: Uint8Array) => Promise<Inspection>
  readonly observer: { imported(note: ImportedNote): void; refused(note: RefusedNote): void }
}

const largeBytes = 1 << 20

/** Takes a refused request once more, the same way as a fresh one: same bounds, same look, same commit, and it arrives now. */
export function createRetry(parts: Parts): IntakeService['retry'] {
  const { commit, limits, inspectElsewhere, now } = parts
  return async (request) => {
    if (request.shut === 'paused') return refusedAgain('source_paused')
    if (request.shut === 'removed') return refusedAgain('token_revoked', 'The data source of this request was removed.')
    if (commit.bytes > limits.maxBytesInFlight) return refusedAgain('overloaded')
    const kept = await unpackKept(Buffer.from(request.body), limits)
    if (!kept.ok) return refusedAgain(kept.code)
    const store = async (body: Uint8Array): Promise<Outcome> => {
      const submission = { sourceId: request.sourceId, receivedAt: now(), body }
      if (body.length <= largeBytes) return commit.submitted(submission)
      const inspection = await inspectElsewhere(body)
      return inspection.ok ? commit.submitted({ ...submission, inspection }) : inspection
    }
    if (request.isElement || endpointOf(request.path) !== 'batch') return ofOne(await store(kept.bytes), request, parts)
    const outcome = await takeBatch(kept.bytes, limits.maxBatchEvents, store, inspectElsewhere)
    return 'refusal' in outcome ? refusedAgain(outcome.refusal.code, outcome.refusal.cause) : ofBatch(outcome, request, parts)
  }
}

function refusedAgain(code: RejectionCode, cause?: string, refused = 1): RetryResult {
  const known = explain(code, { ...(cause !== undefined && { cause }) })
  return { status: known.status, code, cause: known.cause, position: null, accepted: 0, duplicates: 0, refused }
}

function ofOne(outcome: Outcome, request: RejectionForRetry, { observer, now }: Parts): RetryResult {
  if (!outcome.ok) return refusedAgain(outcome.code, outcome.cause)
  const { position, duplicate, producer } = outcome
  const accepted = Number(!duplicate)
  observer.imported({ ...senderOf(request, now()), accepted, producer, position })
  return { status: 201, code: null, cause: null, position, accepted, duplicates: 1 - accepted, refused: 0 }
}

/** Its good events are taken in; each of the others becomes a refused request of its own, unless that was done before. */
function ofBatch({ accepted: stored, refused }: BatchOutcome, request: RejectionForRetry, { observer, now }: Parts): RetryResult {
  const first = refused.find(({ refusal }) => refusal.code === 'storage_failed') ?? refused[0]
  if (stored.length === 0 && first !== undefined) return refusedAgain(first.refusal.code, first.refusal.cause, refused.length)
  const last = stored.at(-1)?.stored
  const duplicates = stored.filter((event) => event.stored.duplicate).length
  const accepted = stored.length - duplicates
  const sender = senderOf(request, now())
  observer.imported({ ...sender, accepted, producer: last?.producer ?? null, position: last?.position ?? null })
  for (const { refusal, element, answer } of request.wasAccepted ? [] : refused)
    observer.refused({
      sourceId: request.sourceId,
      tokenId: null,
      sender: { ...request, at: now() },
      refusal,
      status: explain(refusal.code).status,
      answer: { ...answer, reason: 'Retry' },
      body: element,
      whole: true,
    })
  return {
    status: 200,
    code: null,
    cause: null,
    position: stored[0]?.stored.position ?? null,
    accepted,
    duplicates,
    refused: refused.length,
  }
}

const senderOf = ({ sourceId, client, from }: RejectionForRetry, at: number) => ({ sourceId, by: client, from, at })
