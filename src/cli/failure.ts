/** Exit codes: 0 done, 1 failed, 2 used wrongly, 3 what was asked about does not exist. */
export type ExitCode = 1 | 2 | 3

/** Ends the command with a message for people. `fix` says what to do. */
export class Failure extends Error {
  readonly exitCode: ExitCode
  readonly code: string
  readonly fix: string
  constructor(exitCode: ExitCode, code: string, message: string, fix = '') {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
    this.code = code
    this.fix = fix
  }
}

export const wrongUse = (message: string, fix = ''): Failure => new Failure(2, 'usage', message, fix)

/** What to print of anything thrown: two lines at most, no stack. */
export function describe(error: unknown): { exitCode: ExitCode; text: string } {
  if (error instanceof Failure)
    return { exitCode: error.exitCode, text: [error.message, error.fix].filter((line) => line !== '').join('\n') }
  if (error instanceof Error && error.name === 'SettingsError') return { exitCode: 2, text: error.message }
  if (error instanceof Error) return { exitCode: 1, text: systemReason(error) }
  return { exitCode: 1, text: String(error) }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken. Give another one with --port, or --port 0 for a free one.',
  EACCES: 'That is not allowed to this user. Choose another folder with --data-dir, or a port above 1023.',
  ENOSPC: 'The disk is full.',
  ENOENT: 'There is no such file.',
}

function systemReason(error: Error & { code?: string; path?: string }): string {
  const reason = error.code === undefined ? undefined : reasons[error.code]
  return reason === undefined ? error.message : `${error.message}\n${reason}`
}
