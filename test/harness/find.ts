/** Where this machine has what npm cannot bring: browser, Python with the OpenLineage client, Java, Debian's PostgreSQL. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** The full path of the first of `names` that is on PATH; null when none is. */
export function findProgram(...names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  for (const name of names) {
    const found = folders.map((folder) => path.join(folder, name)).find(isExecutable)
    if (found !== undefined) return found
  }
  return null
}

/** Chromium or a relative of it; HEADWATER_TEST_CHROMIUM overrides. */
export const findChromium = (): string | null =>
  process.env['HEADWATER_TEST_CHROMIUM'] ?? findProgram('chromium', 'chromium-browser', 'google-chrome')

/** A Python that can import the OpenLineage client: HEADWATER_TEST_PYTHON, the clone's .venv, or the machine's own. */
export function findPython(): string | null {
  const candidates = [process.env['HEADWATER_TEST_PYTHON'], path.join(root, '.venv/bin/python'), findProgram('python3')]
  return candidates.find((python) => typeof python === 'string' && isExecutable(python) && imports(python, 'openlineage.client')) ?? null
}

/** A JDK and Maven. */
export function findJava(): { java: string; maven: string } | null {
  const [java, javac, maven] = [findProgram('java'), findProgram('javac'), findProgram('mvn')]
  return java !== null && javac !== null && maven !== null ? { java, maven } : null
}

/** The folder with the server binaries of PostgreSQL 15, as Debian installs it. */
export function findPostgres15(): string | null {
  const folder = '/usr/lib/postgresql/15/bin'
  return isExecutable(path.join(folder, 'postgres')) && isExecutable(path.join(folder, 'initdb')) ? folder : null
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

function imports(python: string, module: string): boolean {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
