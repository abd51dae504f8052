import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { withoutSecrets } from '../lib/secrets.ts'

export type { Logger } from 'pino'

const secretKeys = ['authorization', 'cookie', 'token', 'password', 'apiToken', 'databaseUrl', 'link', 'secret', 'current', 'next']
const redacted = [
  ...secretKeys,
  ...secretKeys.map((k) => `*.${k}`),
  ...secretKeys.map((k) => `*.*.${k}`),
  '*["set-cookie"]',
  '*.*["set-cookie"]',
  '["set-cookie"]',
]

/** JSON lines with ISO times. Values under secret names and secrets inside texts never reach the line. Bodies of events are not logged. */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted, censor: '…' },
      hooks: { streamWrite: withoutSecrets },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  )
}
