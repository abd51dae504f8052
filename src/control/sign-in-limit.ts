/** Failures before the first wait, and the longest wait. An attacker gets under 100 guesses an hour; nobody is ever locked out for longer than the wait. */
const free = { account: 5, address: 20 }
const longestMs = 60_000
const forgetAfterMs = 3_600_000
const maxEntries = 20_000

interface Entry {
  failures: number
  until: number
  at: number
}

/** Slows down guessing, per account and per address, with waits that double. In memory: a restart forgets. */
export class SignInLimit {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts an attempt as failed beforehand, so that many at once do not slip through. Answers the seconds to wait, 0 to go on. */
  attempt(account: string, from: string): number {
    const keys = this.#keys(account, from)
    const wait = Math.max(...keys.map(([key]) => this.#waitOf(key)))
    if (wait > 0) return Math.ceil(wait / 1000)
    for (const [key, freeTries] of keys) this.#fail(key, freeTries)
    return 0
  }

  /** After the right password. The address keeps its failures with other accounts, less this attempt. */
  succeeded(account: string, from: string): void {
    const [accountKey, addressKey] = this.#keys(account, from)
    if (accountKey !== undefined) this.#entries.delete(accountKey[0])
    const entry = addressKey === undefined ? undefined : this.#entries.get(addressKey[0])
    if (entry !== undefined) {
      entry.failures--
      entry.until = 0
    }
  }

  #keys(account: string, from: string): readonly (readonly [string, number])[] {
    return [
      [`account ${account}`, free.account],
      [`address ${network(from)}`, free.address],
    ]
  }

  #waitOf(key: string): number {
    const entry = this.#entries.get(key)
    if (entry === undefined) return 0
    if (this.#now() - entry.at > forgetAfterMs) this.#entries.delete(key)
    return Math.max(0, entry.until - this.#now())
  }

  #fail(key: string, freeTries: number): void {
    const entry = this.#entries.get(key) ?? { failures: 0, until: 0, at: 0 }
    entry.failures++
    entry.at = this.#now()
    if (entry.failures >= freeTries) entry.until = entry.at + Math.min(longestMs, 1000 * 2 ** (entry.failures - freeTries))
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const oldest = this.#entries.keys().next()
    if (this.#entries.size > maxEntries && !oldest.done) this.#entries.delete(oldest.value)
  }
}

/** One customer has a whole /64 of IPv6. */
const network = (address: string): string => (address.includes(':') ? address.split(':').slice(0, 4).join(':') : address)
