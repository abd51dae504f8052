/** The command line: reads the arguments, runs one command, ends with its exit code. */
import { CommanderError } from 'commander'
import type { Command } from 'commander'
import { describe } from './failure.ts'
import { brokenOutput, flushed, say, watchOutput } from './output.ts'
import { makeProgram } from './program.ts'

/** Commander ends with 1 on wrong use; the contract says 2. */
function throwing(command: Command): void {
  command.exitOverride()
  for (const inner of command.commands) throwing(inner)
}

/** The exit code of a command that threw. One that was printing to a reader who has enough (head) has done its work. */
function exitCodeOf(error: unknown): number {
  if (error === brokenOutput() && brokenOutput()?.code === 'EPIPE') return 0
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { exitCode, text } = describe(error)
  say(text)
  return exitCode
}

async function main(argv: readonly string[]): Promise<void> {
  watchOutput()
  const program = await makeProgram(argv)
  throwing(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
  }
  await flushed()
  const unsaid = brokenOutput()
  if (unsaid !== null && unsaid.code !== 'EPIPE' && !process.exitCode) process.exitCode = exitCodeOf(unsaid)
  process.exit()
}

await main(process.argv.slice(2))
