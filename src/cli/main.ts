/** The command line: reads the arguments, runs one command, ends with its exit code. */
import { CommanderError } from 'commander'
import type { Command } from 'commander'
import { describe } from './failure.ts'
import { flushed, say } from './output.ts'
import { makeProgram } from './program.ts'

/** Commander ends with 1 on wrong use; the contract says 2. */
function throwing(command: Command): void {
  command.exitOverride()
  for (const inner of command.commands) throwing(inner)
}

/** The exit code of a command that threw. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { exitCode, text } = describe(error)
  say(text)
  return exitCode
}

async function main(argv: readonly string[]): Promise<void> {
  // A reader that has enough (head) closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  const program = await makeProgram(argv)
  throwing(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
  }
  await flushed()
  process.exit()
}

await main(process.argv.slice(2))
