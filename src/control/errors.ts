/** What control refuses to do. Crosses threads as code and message; the API makes an answer of it. */
export const controlErrors = {
  not_found: { status: 404, fix: 'Load the list again. It may have been removed.' },
  conflict: { status: 409, fix: 'Choose another one.' },
  last_admin: { status: 409, fix: 'Make another person administrator first.' },
  not_valid: { status: 400, fix: 'Correct it and send it again.' },
  link_not_valid: { status: 404, fix: 'Ask an administrator for a new link, or run headwater user add on the server.' },
  wrong_password: { status: 403, fix: 'Type the current password again, or ask an administrator for a link to set a new one.' },
  not_allowed: { status: 403, fix: 'Ask an administrator.' },
  busy: { status: 503, fix: 'Try again in a few seconds.' },
} as const

export type ControlErrorCode = keyof typeof controlErrors

export class ControlError extends Error {
  readonly code: ControlErrorCode
  constructor(code: ControlErrorCode, message: string) {
    super(message)
    this.name = 'ControlError'
    this.code = code
  }
}
