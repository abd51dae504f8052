/**
 * Runs a command beside something real and ends with the command's exit code:
 *
 *     node tools/with.ts postgres -- COMMAND…   a PostgreSQL of its own; its URL in HEADWATER_CHECK_PG_URL
 *     node tools/with.ts server -- COMMAND…     the program with one source; CHECK_URL and CHECK_TOKEN lead to it
 */
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { findPostgres15 } from '../test/harness/find.ts'
import { startPostgres } from '../test/harness/postgres-server.ts'
import { startHeadwater } from '../test/harness/server.ts'

interface Companion {
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<unknown>
}

const companions: Readonly<Record<string, () => Promise<Companion>>> = {
  postgres: async () => {
    const server = await startPostgres({ bin: findPostgres15() ?? undefined })
    return { env: { HEADWATER_CHECK_PG_URL: server.url }, stop: () => server.stop() }
  },
  server: async () => {
    const headwater = await startHeadwater()
    const source = await headwater.addSource('check')
    return { env: { CHECK_URL: headwater.url, CHECK_TOKEN: source.apiToken }, stop: () => headwater.stop() }
  },
}

async function main(): Promise<number> {
  const [name = '', dashes, program, ...args] = process.argv.slice(2)
  const start = companions[name]
  if (start === undefined || dashes !== '--' || program === undefined) {
    console.error('Usage: node tools/with.ts postgres|server -- COMMAND…')
    return 2
  }
  const companion = await start()
  try {
    const child = spawn(program, args, { env: { ...process.env, ...companion.env }, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? 1
  } finally {
    await companion.stop()
  }
}

process.exitCode = await main()
