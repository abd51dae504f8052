/** Vitest's global set-up: answers, on a loopback port, the URL of one PostgreSQL that is started when the first test asks for it. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'
import type { PostgresServer } from './postgres-server.ts'
import type {} from './postgres.ts'

let running: Promise<PostgresServer> | null = null

const given = process.env['HEADWATER_TEST_PG_URL']

const postgres = (): Promise<PostgresServer> =>
  (running ??= given ? Promise.resolve({ url: given, stop: async () => {} }) : startPostgres({ bin: process.env['HEADWATER_TEST_PG_BIN'] }))

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const broker = http.createServer((_, answer) => {
    void postgres().then(
      ({ url }) => answer.end(url),
      (error: Error) => answer.writeHead(500).end(error.message),
    )
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  project.provide('postgresBroker', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`)
  return async () => {
    broker.closeAllConnections()
    await new Promise((resolve) => broker.close(resolve))
    await (await running)?.stop()
  }
}
