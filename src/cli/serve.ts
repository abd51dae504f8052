/** `headwater serve`: the server, until it is told to end. */
import { settingsOf } from './connect.ts'
import type { Common } from './connect.ts'
import { answer } from './output.ts'
import { aborted, asked, closeInTime } from './running.ts'

/** `flags`: settings by key, as given on the command line. */
export async function serve(options: Common, flags: Readonly<Record<string, unknown>>): Promise<void> {
  const ending = asked()
  const settings = await settingsOf(options, flags)
  const { startServer } = await import('../server/server.ts')
  const server = await startServer(settings)
  const { url, setupLink } = server
  // The server goes on when nobody reads what it says.
  await answer(options.json === true, { url, setupLink }, () => [
    `Headwater is ready at ${url}`,
    ...(setupLink === null ? [] : ['', 'Make the first administrator with this link. It works once:', setupLink]),
  ])
  await aborted(ending)
  await closeInTime(server)
}
