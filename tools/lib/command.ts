import { spawn } from 'node:child_process'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number
  /** Both streams as they came. Empty where the caller asked to see them at once. */
  readonly output: string
  readonly seconds: number
}

/** The environment in which the tools of node_modules, and Node 24 with them, come first. */
const environment = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
  ...more,
})

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Let the person see the output while it runs. */
  readonly live?: boolean
}

/** Runs a program from the root of the repository; a program that cannot be started ends with 127. */
export function command(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const started = performance.now()
  const child = spawn(program, args, {
    cwd: root,
    env: environment(options.env ?? {}),
    stdio: ['ignore', options.live ? 'inherit' : 'pipe', options.live ? 'inherit' : 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    const end = (code: number): void => resolve({ code, output, seconds: (performance.now() - started) / 1000 })
    child.once('error', (error) => {
      output += error.message
      end(127)
    })
    child.once('close', (code) => end(code ?? 1))
  })
}
