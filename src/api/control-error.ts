import { controlErrors } from '../control/errors.ts'
import { ApiError } from './problem.ts'

/** The answer for an error that is meant for the caller; null for one that is ours. Errors of control come from another thread as plain ones. */
export function apiErrorOf(error: Error & { code?: string }): ApiError | null {
  if (error instanceof ApiError) return error
  if (error.name !== 'ControlError' || error.code === undefined) return null
  const known = Object.hasOwn(controlErrors, error.code) ? controlErrors[error.code as keyof typeof controlErrors] : undefined
  if (known === undefined) return null
  return new ApiError(known.status, error.code, error.message, known.fix, known.status === 503 ? { headers: { 'retry-after': '2' } } : {})
}
