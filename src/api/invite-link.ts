import type { ApiContext } from './context.ts'
import { publicUrlOf } from './public-url.ts'

/** The address of the page that uses a one-time link up. */
export async function inviteLink(context: Pick<ApiContext, 'settings' | 'control' | 'listening'>, token: string): Promise<string> {
  return `${(await publicUrlOf(context)).publicUrl}/invite?token=${token}`
}
