/** Every setting of the program, declared once: names, types, defaults, units and words for the documentation. */
import { z } from 'zod'
import { networksOf } from '../lib/client-address.ts'

export interface Definition<T extends z.ZodType = z.ZodType> {
  readonly type: T
  /** Undefined: unset unless given. */
  readonly default: z.output<T> | undefined
  readonly unit?: 'bytes' | 'hours' | 'ms' | 'days' | 'events' | 'requests' | 'clients' | 'levels' | 'times'
  readonly description: string
  /** Never printed; `HEADWATER_…_FILE` names a file that holds it. */
  readonly secret?: true
}

const define = <T extends z.ZodType, const D extends z.output<T> | undefined>(
  definition: Definition<T> & { readonly default: D },
): Definition<T> & { readonly default: D } => definition

const units: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KIB: 1024, MIB: 1024 ** 2, GIB: 1024 ** 3 }

/** A number of bytes: `33554432`, `32 MiB`, `10MB`. */
const bytes = (least: number, most: number) =>
  z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(String(value)) ?? []
      const factor = units[(unit ?? '?').toUpperCase()]
      if (digits !== undefined && factor !== undefined) return Math.round(Number(digits) * factor)
      context.addIssue({ code: 'custom', message: 'give a number of bytes, or one with a unit such as 32 MiB' })
      return z.NEVER
    })
    .pipe(z.number().int().min(least, `give at least ${least} bytes`).max(most, `give at most ${most} bytes`))

/** A number, or a text that is one: not true, not an empty text. */
const numeric = (words: string) => z.union([z.number(), z.string().regex(/^\s*\d+(\.\d+)?\s*$/, words)], { error: words }).transform(Number)

const whole = (least: number, most: number) => {
  const words = `give a whole number from ${least} to ${most}`
  return numeric(words).pipe(z.number().int(words).min(least, words).max(most, words))
}
const hours = (most: number) => {
  const words = `give a number of hours above 0, up to ${most}`
  return numeric(words).pipe(z.number().positive(words).max(most, words))
}
const yesNo = z.union([z.boolean(), z.stringbool()], { error: 'give true or false' })

const httpUrl = z.string().trim().refine(isHttpUrl, 'give a web address such as https://headwater.example.com')
const postgresUrl = z
  .string()
  .trim()
  .refine((v) => /^postgres(ql)?:\/\//.test(v), 'give a PostgreSQL URL such as postgresql://user:password@host:5432/database')

/** `10.0.0.0/8, ::1`, or a list. */
const networks = z
  .union([z.string().transform((text) => text.split(',').flatMap((part) => part.trim() || [])), z.array(z.string())])
  .refine((list) => networksOf(list) !== null, 'give networks such as 10.0.0.0/8, 192.0.2.7')

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value)
}

export const definitions = {
  host: define({
    type: z.string().trim().min(1),
    default: '127.0.0.1',
    description: 'Address to listen on. 0.0.0.0 or :: listens on all of them.',
  }),
  port: define({ type: whole(0, 65_535), default: 8321, description: 'Port to listen on. 0 takes a free one.' }),
  dataDir: define({
    type: z.string().min(1),
    default: './data',
    description: 'Folder of the embedded store and of the file that lets the command line in.',
  }),
  databaseUrl: define({
    type: postgresUrl,
    default: undefined,
    secret: true,
    description: 'PostgreSQL 15 or later instead of the embedded store.',
  }),
  kafkaBrokers: define({
    type: z.string().refine(() => false, 'this version does not read from Kafka; leave it out'),
    default: undefined,
    description: 'Kafka in front of the log. Not in this version.',
  }),
  publicUrl: define({
    type: httpUrl,
    default: undefined,
    description:
      'The address that producers and people use, such as https://headwater.example.com. Unset: set in the web pages, else guessed.',
  }),
  trustedProxies: define({
    type: networks,
    default: [],
    description:
      'Addresses or networks of the proxies in front, whose X-Forwarded-For says who the sender is. Without them the sender is who connects.',
  }),
  role: define({
    type: z.enum(['all'], { error: 'this version does all in each process; leave it out' }),
    default: 'all',
    description: 'What this process does.',
  }),
  logLevel: define({
    type: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    default: 'info',
    description: 'Least level of the lines on standard error.',
  }),

  maxBodyBytes: define({
    type: bytes(1024, 256 * 1024 ** 2),
    default: 32 * 1024 ** 2,
    unit: 'bytes',
    description: 'Largest body of a request that brings events, unpacked. More is answered 413.',
  }),
  maxCompressionRatio: define({
    type: whole(2, 100_000),
    default: 200,
    unit: 'times',
    description: 'A compressed body that unpacks to more than this many times its size is refused.',
  }),
  compressionRatioFromBytes: define({
    type: bytes(0, 256 * 1024 ** 2),
    default: 1024 ** 2,
    unit: 'bytes',
    description: 'Unpacked size from which the ratio counts.',
  }),
  maxBatchEvents: define({
    type: whole(1, 1_000_000),
    default: 10_000,
    unit: 'events',
    description: 'Most events of one batch. More is answered 413.',
  }),
  maxHeaderBytes: define({
    type: bytes(4096, 1024 ** 2),
    default: 16 * 1024,
    unit: 'bytes',
    description: 'Largest head of a request. More is answered 431.',
  }),
  maxBytesInFlight: define({
    type: bytes(1024 ** 2, 16 * 1024 ** 3),
    default: 256 * 1024 ** 2,
    unit: 'bytes',
    description: 'Bodies held in memory until they are on disk. Beyond it requests are answered 503.',
  }),
  maxQueuedRequests: define({
    type: whole(1, 1_000_000),
    default: 10_000,
    unit: 'requests',
    description: 'Requests that wait for the disk at one time. Beyond it requests are answered 503.',
  }),
  maxApiBodyBytes: define({
    type: bytes(1024, 64 * 1024 ** 2),
    default: 1024 ** 2,
    unit: 'bytes',
    description: 'Largest body of a request to the API, imports aside.',
  }),
  maxStreamClients: define({
    type: whole(1, 100_000),
    default: 200,
    unit: 'clients',
    description: 'Open streams of server-sent events. Beyond it the answer is 503.',
  }),
  headerTimeoutMs: define({ type: whole(100, 600_000), default: 10_000, unit: 'ms', description: 'Time for the head of a request.' }),
  bodyTimeoutMs: define({ type: whole(100, 3_600_000), default: 30_000, unit: 'ms', description: 'Time for the whole of a request.' }),

  lostAfterHours: define({
    type: hours(24 * 365),
    default: 24,
    unit: 'hours',
    description:
      'A run without an end is shown as lost when nothing was heard of it for so long; where its job has ended runs, four times the longest of the last 20 counts instead.',
  }),
  sessionIdleHours: define({
    type: hours(24 * 365),
    default: 8,
    unit: 'hours',
    description: 'A session ends when it was not used for so long.',
  }),
  sessionMaxHours: define({
    type: hours(24 * 365),
    default: 24 * 7,
    unit: 'hours',
    description: 'A session ends after so long in any case.',
  }),
  linkHours: define({ type: hours(24 * 30), default: 48, unit: 'hours', description: 'How long a one-time link can be used.' }),
  rejectionDays: define({ type: whole(1, 365), default: 7, unit: 'days', description: 'How long refused requests are kept.' }),
  maxRejections: define({
    type: whole(10, 1_000_000),
    default: 10_000,
    unit: 'requests',
    description: 'Most refused requests kept, of all sources. Beyond it whoever has most of them loses its oldest.',
  }),
  maxSourceRejections: define({
    type: whole(10, 1_000_000),
    default: 5_000,
    unit: 'requests',
    description: 'Most refused requests kept of one source, and of all that came without a valid token; the oldest go first.',
  }),
  maxSourceRejectionBytes: define({
    type: bytes(1024 ** 2, 16 * 1024 ** 3),
    default: 32 * 1024 ** 2,
    unit: 'bytes',
    description: 'Most bytes of refused bodies kept of one source, compressed.',
  }),
  maxRejectionBytes: define({
    type: bytes(1024 ** 2, 16 * 1024 ** 3),
    default: 64 * 1024 ** 2,
    unit: 'bytes',
    description: 'Most bytes of refused bodies kept, of all sources, compressed.',
  }),
  openMetrics: define({ type: yesNo, default: false, description: 'Answer /metrics without a credential.' }),
} satisfies Record<string, Definition>

export type SettingKey = keyof typeof definitions

/** `HEADWATER_MAX_BODY_BYTES` of `maxBodyBytes`. */
export const environmentName = (key: string): string => `HEADWATER_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`
/** `--max-body-bytes` of `maxBodyBytes`. */
export const flagName = (key: string): string => `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`
