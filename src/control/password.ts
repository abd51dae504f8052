import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { ControlError } from './errors.ts'

/** OWASP's smallest setting for Argon2id: 19 MiB, 2 passes, 1 lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const maxAtOnce = 2
const maxWaiting = 32

let running = 0
const waiting: (() => void)[] = []

/** Each hash takes 19 MiB and a fifth of a second of a thread of the pool: few at a time, and a bounded line. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxAtOnce) {
    if (waiting.length >= maxWaiting) throw new ControlError('busy', 'Too many people are signing in at this moment.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

const derive = (password: string, nonce: Uint8Array, options: typeof cost): Promise<Uint8Array> =>
  inTurn(
    () =>
      new Promise((resolve, reject) =>
        argon2('argon2id', { ...options, message: password.normalize('NFC'), nonce }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        ),
      ),
  )

/** `argon2id$memory$passes$lanes$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['argon2id', cost.memory, cost.passes, cost.parallelism, salt.toString('base64url'), Buffer.from(key).toString('base64url')].join(
    '$',
  )
}

/** Takes as long for a person who is not there (`stored` null) as for one who is. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, lanes, salt, hash] = (stored ?? nobody).split('$')
  const options = { memory: Number(memory), passes: Number(passes), parallelism: Number(lanes), tagLength: 32 }
  const key = await derive(password, Buffer.from(salt ?? '', 'base64url'), options)
  const same = timingSafeEqual(key, Buffer.from(hash ?? '', 'base64url'))
  return same && stored !== null
}

const nobody = [
  'argon2id',
  cost.memory,
  cost.passes,
  cost.parallelism,
  randomBytes(16).toString('base64url'),
  randomBytes(32).toString('base64url'),
].join('$')

/** Long enough to pass the length rule, and tried first by everyone. */
const common =
  /^(?:(?:password|passwort|passw0rd|welcome|letmein|qwerty|qwertz|abc|admin|administrator|headwater|openlineage|changeme|iloveyou|dragon|monkey|football|baseball|secret|master|login|hello|test|summer|winter)[\d!@#$%._-]*)+$/i

/** Throws ControlError for a password that would be guessed at once. */
export function checkPassword(password: string, person: { readonly email: string; readonly name: string }): void {
  if (password.length < 12) throw new ControlError('not_valid', 'The password has fewer than 12 characters.')
  const lower = password.toLowerCase()
  const own = [person.email.toLowerCase(), person.email.split('@')[0]?.toLowerCase() ?? '', person.name.toLowerCase()]
  if (new Set(lower).size < 5) throw new ControlError('not_valid', 'The password repeats a few characters.')
  if (common.test(password) || isSequence(lower)) throw new ControlError('not_valid', 'The password is one that is tried first.')
  if (own.some((part) => part.length >= 4 && lower.replace(/[\d!@#$%._-]+$/, '') === part))
    throw new ControlError('not_valid', 'The password is made of the name or e-mail.')
}

const sequences = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '1q2w3e4r5t6y7u8i9o0p',
]
const isSequence = (text: string): boolean => sequences.some((s) => s.includes(text))
