/** Every reason to refuse a request: the answer, and what a person reads about it. */
export interface RejectionCause {
  readonly status: number
  /** For the status line, the only thing that Python clients show. Printable ASCII. */
  readonly reason: string
  readonly cause: string
  readonly fix: string
  /** Seconds after which a client should come back. Never above 4: Java's client gives up beyond 5. */
  readonly retryAfter?: number
}

const cause = (status: number, reason: string, causeText: string, fix: string, retryAfter?: number): RejectionCause =>
  retryAfter === undefined ? { status, reason, cause: causeText, fix } : { status, reason, cause: causeText, fix, retryAfter }

export const rejectionCauses = {
  no_token: cause(
    401,
    'No token: send Authorization: Bearer',
    'The request carries no token.',
    'Set the API token in the producer. In Airflow the auth part needs "type": "api_key" as well, or nothing is sent.',
  ),
  token_malformed: cause(
    401,
    'Malformed token',
    'What was sent as token does not have the shape of one.',
    'Copy the API token again, whole and without quotes. It starts with hws_ and has 51 characters.',
  ),
  token_unknown: cause(
    401,
    'Unknown token',
    'The token is not known here.',
    'Copy the API token of the data source again, or rotate it and set the new one. A token of another server does not work here.',
  ),
  token_expired: cause(
    401,
    'Token expired',
    'The token was rotated and its overlap is over.',
    'Set the newer token of this source in the producer.',
  ),
  token_revoked: cause(
    401,
    'Token revoked',
    'The token was revoked.',
    'Rotate the token of this source and set the new one in the producer.',
  ),
  source_paused: cause(401, 'Data source paused', 'The data source is paused.', 'Resume it under Settings, Data.'),
  not_json: cause(400, 'Body is not JSON', 'The body is not JSON.', 'Send one OpenLineage event as a JSON object.'),
  not_utf8: cause(400, 'Body is not UTF-8', 'The body is not UTF-8.', 'Send JSON in UTF-8.'),
  not_object: cause(
    400,
    'Body is not a JSON object',
    'The body is JSON, but not an object.',
    'Send one event as an object. Arrays of events go to /api/v1/lineage/batch.',
  ),
  not_array: cause(
    400,
    'Body is not a JSON array',
    'The body of a batch is not an array.',
    'Send an array of events, or send one event to /api/v1/lineage.',
  ),
  no_identity: cause(
    400,
    'Event names neither job nor dataset',
    'The event names neither a job nor a dataset.',
    'An event needs job.namespace and job.name (a RunEvent also run.runId), or dataset.namespace and dataset.name.',
  ),
  too_large: cause(
    413,
    'Body too large',
    'The body is larger than this server takes.',
    'Raise maxBodyBytes, or make events smaller: in Spark, columnLineage.datasetLineageEnabled=true; in Airflow, disable_source_code.',
  ),
  ratio_exceeded: cause(
    413,
    'Body unpacks to too much',
    'The compressed body unpacks to far more than its size.',
    'Send it uncompressed, or raise maxCompressionRatio.',
  ),
  batch_too_large: cause(
    413,
    'Batch has too many events',
    'The batch has more events than this server takes at once.',
    'Send smaller batches, or raise maxBatchEvents.',
  ),
  corrupt_gzip: cause(
    400,
    'Body is not valid gzip',
    'The body says that it is gzip, and cannot be unpacked.',
    'Something between the producer and this server changes or cuts the body, or the header Content-Encoding is wrong.',
  ),
  unsupported_encoding: cause(
    415,
    'Content-Encoding not supported',
    'The body is compressed in a way that this server does not read.',
    'Use gzip or no compression.',
  ),
  unsupported_type: cause(415, 'Content-Type not supported', 'The body is not sent as JSON.', 'Send Content-Type: application/json.'),
  wrong_path: cause(
    404,
    'Wrong path: use /api/v1/lineage',
    'Nothing is received at this path.',
    'Use the events URL without a path, and api/v1/lineage as endpoint.',
  ),
  wrong_method: cause(
    405,
    'Use POST',
    'Events are sent with POST.',
    'A redirect in front of this server turns POST into GET: use the address that needs no redirect, with https where it is used.',
  ),
  body_incomplete: cause(
    400,
    'Body incomplete',
    'The connection ended before the whole body had come.',
    'Look at time limits of the producer and of proxies between.',
  ),
  body_timeout: cause(
    408,
    'Body too slow',
    'The body took too long to come.',
    'Look at the network between the producer and this server, or raise bodyTimeoutMs.',
  ),
  bad_request: cause(
    400,
    'Bad request',
    'The request could not be read.',
    'Something between the producer and this server breaks the request.',
  ),
  headers_too_large: cause(
    431,
    'Headers too large',
    'The head of the request is larger than this server takes.',
    'Send fewer headers, or raise maxHeaderBytes.',
  ),
  overloaded: cause(
    503,
    'Behind: try again',
    'More came in than could be written to disk.',
    'Producers try again by themselves, some only once. Give the server a faster disk, or raise maxBytesInFlight.',
    2,
  ),
  storage_failed: cause(
    503,
    'Cannot store',
    'The event log could not be written.',
    'Look at the free space of the disk, or at the database, and at the server log.',
    4,
  ),
  shutting_down: cause(503, 'Stopping', 'The server is being stopped.', 'Producers try again by themselves, some only once.', 2),
  internal: cause(503, 'Failed here', 'The server failed on this request.', 'Look at the server log for the request id, and report it.', 2),
} as const satisfies Record<string, RejectionCause>

export type RejectionCode = keyof typeof rejectionCauses

/** A cause with what is known of this case: `detail` replaces the general sentence, `fix` what to do. */
export function explain(
  code: RejectionCode,
  special: { readonly cause?: string; readonly fix?: string } = {},
): { code: RejectionCode; cause: string; fix: string; status: number } {
  const known = rejectionCauses[code]
  return { code, status: known.status, cause: special.cause ?? known.cause, fix: special.fix ?? known.fix }
}
