/** `headwater demo`: a server on a folder of its own, with a believable estate in it. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Person, PersonLink } from '../contract/access.ts'
import type { SourceWithToken } from '../contract/sources.ts'
import { Api } from './api.ts'
import { settingsOf } from './connect.ts'
import type { Common } from './connect.ts'
import { Failure } from './failure.ts'
import { allSources } from './find-source.ts'
import { answer, progress } from './output.ts'
import { aborted, asked, closeInTime } from './running.ts'
import { syncToEnd } from './sync.ts'

const FOLDER = './demo-data'

/** What is written beside the data: the present of the estate, so that a load that was broken off goes on with the same bytes. */
type Marker = { readonly now: string; readonly loaded: boolean }

const markerFile = (dataDir: string): string => path.join(dataDir, 'demo.json')

async function readMarker(dataDir: string): Promise<Marker | null> {
  try {
    return JSON.parse(await readFile(markerFile(dataDir), 'utf8')) as Marker
  } catch {
    return null
  }
}

async function writeMarker(dataDir: string, marker: Marker): Promise<void> {
  const file = markerFile(dataDir)
  await writeFile(`${file}.new`, JSON.stringify(marker), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Loads the estate over the API of a server. */
async function load(api: Api, now: Date): Promise<number> {
  const { demoSources, loadDemo } = await import('../demo/load.ts')
  const ids = new Map((await allSources(api)).map((source) => [source.name, source.id]))
  for (const { name, baseUrl } of Object.values(demoSources)) {
    if (!ids.has(name)) ids.set(name, (await api.post<SourceWithToken>('/api/v2/sources', { name, baseUrl })).source.id)
  }
  let done = 0
  return await loadDemo(
    async (name, bodies) => {
      const result = await api.send<{ rejected: number }>(
        '/api/v2/import',
        { source: ids.get(name) },
        Buffer.from(`${bodies.join('\n')}\n`),
        'application/x-ndjson',
      )
      if (result.rejected > 0) throw new Failure(1, 'demo_rejected', `${String(result.rejected)} events of the demo were refused.`)
      done += bodies.length
      progress(`Loading the demo: ${done.toLocaleString('en')} events`)
    },
    { now },
  )
}

async function loadOnce(api: Api, dataDir: string): Promise<void> {
  const before = await readMarker(dataDir)
  if (before?.loaded === true) return
  const now = before?.now ?? new Date().toISOString()
  await writeMarker(dataDir, { now, loaded: false })
  await load(api, new Date(now))
  await syncToEnd(api, { sourceId: null, full: false })
  await writeMarker(dataDir, { now, loaded: true })
  progress('')
}

/** Refuses a folder that holds something else. */
async function ownFolder(api: Api, dataDir: string): Promise<void> {
  if ((await readMarker(dataDir)) === null && (await allSources(api)).length > 0) {
    throw new Failure(
      1,
      'not_empty',
      `${dataDir} holds a Headwater that is not a demo.`,
      'Give the demo a folder of its own with --data-dir.',
    )
  }
}

export async function demo(options: Common, flags: Readonly<Record<string, unknown>>): Promise<void> {
  const ending = asked()
  // The variables of a real server must not lead the demo to its data.
  delete process.env['HEADWATER_DATABASE_URL']
  const dataDir = options.dataDir ?? FOLDER
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const settings = await settingsOf({ ...options, dataDir }, { logLevel: 'warn', ...flags })
  const { startServer } = await import('../server/server.ts')
  const server = await startServer(settings)
  const prepare = async (): Promise<void> => {
    const api = new Api(server.url, server.localToken)
    await ownFolder(api, dataDir)
    await loadOnce(api, dataDir)
    await greet(options, server.url, server.setupLink ?? (await anotherLink(api)))
  }
  try {
    // Whoever ends it while it loads does not wait: the next start goes on with the same events.
    await Promise.race([prepare(), aborted(ending)])
    await aborted(ending)
  } finally {
    await closeInTime(server)
  }
}

/** Where nobody has joined yet a demo gives another link; null when somebody has. */
async function anotherLink(api: Api): Promise<string | null> {
  const people = await api.get<readonly Person[] | { items: readonly Person[] }>('/api/v2/people')
  const all = 'items' in people ? people.items : people
  if (all.some((person) => person.joined)) return null
  const waiting = all[0]
  const path = waiting === undefined ? '/api/v2/people' : `/api/v2/people/${String(waiting.id)}/link`
  return (await api.post<PersonLink>(path, { name: 'Demo', email: 'demo@example.com', role: 'admin' })).link
}

async function greet(options: Common, url: string, setupLink: string | null): Promise<void> {
  const { demoHighlights } = await import('../demo/generate.ts')
  const { column } = demoHighlights
  const link = `${url.replace(/\/+$/, '')}/lineage?${String(new URLSearchParams({ type: 'dataset', ...column }))}`
  await answer(options.json === true, { url, setupLink, column: { ...column, link } }, () => [
    `The demo is ready at ${url}`,
    '',
    ...(setupLink === null ? ['Sign in as you did before.'] : ['Sign in with this link. It works once:', setupLink]),
    '',
    `An interesting column, ${column.name}.${column.field}:`,
    link,
  ])
}
