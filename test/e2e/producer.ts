/** The real openlineage-python, as a producer elsewhere runs it: told three values and nothing else. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { must } from '../../src/lib/assert.ts'
import { findPython } from '../harness/find.ts'

const sender = path.join(import.meta.dirname, '../clients/send.py')

export interface Told {
  readonly token: string
  readonly url: string
  readonly endpoint: string
}

const python = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<{ stdout: string }> =>
  promisify(execFile)(must(findPython(), 'openlineage-python is not installed: see test/clients/requirements.txt'), [...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  })

/** One run of `job` with an input, an output, their schemas and column lineage. Resolves to its run id; rejects when it was refused. */
export async function sendRun(job: string, told: Told, folder: string): Promise<string> {
  const { stdout } = await python([sender], folder, {
    JOB: job,
    OPENLINEAGE__TRANSPORT__TYPE: 'http',
    OPENLINEAGE__TRANSPORT__URL: told.url,
    OPENLINEAGE__TRANSPORT__ENDPOINT: told.endpoint,
    OPENLINEAGE__TRANSPORT__AUTH__TYPE: 'api_key',
    OPENLINEAGE__TRANSPORT__AUTH__API_KEY: told.token,
  })
  return stdout.trim()
}

/** Runs a program as the page shows it. */
export const runPython = (code: string, folder: string): Promise<{ stdout: string }> => python(['-c', code], folder, {})
