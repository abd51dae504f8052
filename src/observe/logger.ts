import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

export type { Logger } from 'pino'

const secretKeys = ['authorization', 'cookie', 'token', 'password', 'apiToken', 'databaseUrl', 'link', 'secret', 'current', 'next']
const redacted = [...secretKeys, ...secretKeys.map((k) => `*.${k}`), ...secretKeys.map((k) => `*.*.${k}`), '*["set-cookie"]', '*.*["set-cookie"]', '["set-cookie"]']

/** Tokens and the password of a URL, wherever text carries them. */
const secretText: readonly (readonly [RegExp, string])[] = [
  [/\b(hws|hwp|hwl)_[a-z0-9]{4}[a-z0-9]+/gi, '$1_…'],
  [/([?&#](?:token|api_key|code)=)[^&#\s"']+/gi, '$1…'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s/@"']+@/gi, '$1:…@'],
  [/\b(Bearer|Basic) +[^\s"',]+/gi, '$1 …'],
]

/** Takes secrets out of a line of text. */
export function withoutSecrets(text: string): string {
  let clean = text
  for (const [pattern, replacement] of secretText) clean = clean.replace(pattern, replacement)
  return clean
}

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
