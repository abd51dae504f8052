/** `headwater token create`: a personal token for the API. */
import type { NewToken } from '../contract/access.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { answer, say } from './output.ts'

export type TokenOptions = Common & { readonly role: string; readonly name: string; readonly days?: string }

export const create = (options: TokenOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const days = options.days === undefined ? undefined : options.days === 'never' ? null : Number(options.days)
    if (Number.isNaN(days)) throw wrongUse(`--days ${String(options.days)} is neither a number nor never.`)
    const { item, token } = await api.post<NewToken>('/api/v2/tokens', {
      name: options.name,
      role: options.role,
      ...(days === undefined ? {} : { expiresInDays: days }),
    })
    if (options.json !== true)
      say(
        `${item.name}, role ${item.role}, ${item.expiresAt === null ? 'without an end' : `until ${item.expiresAt}`}. It is shown this once.`,
      )
    await answer(options.json === true, { token, ...item }, () => [token])
  })
