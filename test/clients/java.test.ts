/** The real openlineage-java sends, set up by a file alone. Maven brings the client; Java compiles the sender as it starts it. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { findJava } from '../harness/find.ts'
import { startHeadwater } from '../harness/server.ts'
import { expectRunOf } from './catalog.ts'

const { java, maven } = must(findJava(), 'a JDK and Maven are not installed')
const folder = path.join(import.meta.dirname, 'java')
const run = promisify(execFile)
const headwater = await startHeadwater()
afterAll(() => headwater.stop())
const source = await headwater.addSource('java')
const classPath = await mavenClassPath()

async function mavenClassPath(): Promise<string> {
  const file = path.join(headwater.dataDir, 'class-path.txt')
  await run(maven, ['-q', '-B', '-f', path.join(folder, 'pom.xml'), 'dependency:build-classpath', `-Dmdep.outputFile=${file}`])
  return fs.readFileSync(file, 'utf8').trim()
}

async function send(job: string, token: string, more: string): Promise<string> {
  const settings = path.join(headwater.dataDir, `${job}.yml`)
  const auth = `  auth:\n    type: api_key\n    apiKey: "${token}"\n`
  fs.writeFileSync(settings, `transport:\n  type: http\n  url: ${source.eventsUrl}\n  endpoint: ${source.eventsEndpoint}\n${auth}${more}`)
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
  const { stdout } = await run(java, [quiet, '-cp', classPath, path.join(folder, 'Send.java'), settings, job])
  return stdout.trim()
}

test('http', async () => {
  await expectRunOf(headwater, 'java-http', await send('java-http', source.apiToken, ''))
})

test('http with gzip, which it sends chunked', async () => {
  await expectRunOf(headwater, 'java-gzip', await send('java-gzip', source.apiToken, '  compression: gzip\n'))
})

test('a wrong token is refused, and the client says so', async () => {
  await expect(send('java-refused', `${source.apiToken}x`, '')).rejects.toThrow(/401/)
})
