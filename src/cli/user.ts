/** `headwater user add`: a person, by a one-time link. */
import type { PersonLink } from '../contract/access.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { answer, say } from './output.ts'

export type UserOptions = Common & { readonly name: string; readonly email: string; readonly role: string }

export const add = (options: UserOptions): Promise<void> =>
  connected(options, async ({ api, address }) => {
    const made = await api.post<PersonLink>('/api/v2/people', { name: options.name, email: options.email, role: options.role })
    const link = address(made.link)
    if (options.json !== true) say(`Send this link to ${made.person.email}. It works once, until ${made.expiresAt}.`)
    await answer(options.json === true, { ...made, link }, () => [link])
  })
