/** Which values a page does not show, by the names they go by. Better one too many: the event itself still has it. Pure. */

const ALONE =
  /^(pass|passw(or)?ds?|pwd|passphrase|passcode|secrets?|tokens?|credentials?|creds?|auth|authorization|cookies?|dsn|conn|sas|signature|jwt|bearer)$/
const JOINED = /(password|passwd|passphrase|secret|credentials?|apikey|accesskey|secretkey|privatekey|tokens?)$/
const KEYED =
  /(^|_)(api|access|private|secret|account|storage|encryption|signing|signature|fernet|master|shared|service|ssh|gpg|pgp|aes|license)_keys?(_|$)/
const ADDRESSED = /(^|_)(connection|conn|database|db|broker|redis|amqp)_?(strings?|urls?|uris?)(_|$)/

/** `openAiApiKey`, `OPENAI-API-KEY` and `openai.api_key` as `open_ai_api_key`. */
const inParts = (name: string): string =>
  name
    .slice(0, 500)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()

/** Whether the value of that name may be a secret. */
export function looksSecret(name: string): boolean {
  const parts = inParts(name)
  if (KEYED.test(parts) || ADDRESSED.test(parts)) return true
  return parts.split('_').some((part) => ALONE.test(part) || JOINED.test(part))
}

/** `postgres://etl:***@host`: an address without the password in it. */
export const withoutPassword = (value: string): string => value.replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi, '$1***@')
