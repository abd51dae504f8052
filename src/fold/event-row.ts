import type { LoggedEvent } from './hear.ts'

export const eventFlags = { notFolded: 1, test: 2, leftOut: 4 } as const

/** The row of the table `event`, with no job, run or dataset yet. */
export function eventRow(
  event: LoggedEvent,
  eventType: string | null,
  eventTime: string | null,
  kind: string,
  flags: number,
  warnings: number,
): Record<string, string | number | null> {
  const { position, sourceId, receivedAt, body } = event
  return {
    position,
    kind,
    event_type: eventType,
    event_time: eventTime,
    received_at: receivedAt,
    source_id: sourceId,
    job_id: 0,
    run_id: 0,
    dataset_id: 0,
    bytes: body.length,
    warnings,
    flags,
  }
}
