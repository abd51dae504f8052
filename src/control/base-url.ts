import { ControlError } from './errors.ts'

/**
 * The web address of an ETL as it is kept, or null. It is used for links out and never connected to, so private names are fine.
 * Throws ControlError that says what to change.
 */
export function checkedBaseUrl(text: string | null): string | null {
  const value = text?.trim() ?? ''
  if (value === '') return null
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    throw new ControlError('not_valid', `The base URL has no http:// or https:// in front. Write http://${value.replace(/^\/+/, '')}`)
  if (!/^https?:\/\//i.test(value))
    throw new ControlError('not_valid', "The base URL is the address of the ETL's web pages: it starts with http:// or https://.")
  if (!URL.canParse(value)) throw new ControlError('not_valid', 'The base URL is not a web address. Write it as http://airflow.example.com')
  const url = new URL(value)
  if (url.username !== '' || url.password !== '')
    throw new ControlError('not_valid', 'The base URL holds a user name or password. Leave them out: it is only used for links.')
  url.hash = ''
  return url.href.replace(/\/+$/, '')
}
