/** The base URL of a source: the web address of the tool itself. Checked while it is typed, with the likely meaning to click. */

export type BaseUrlCheck =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly says: string; readonly suggestion: string | null }

const bad = (says: string, suggestion: string | null = null): BaseUrlCheck => ({ ok: false, says, suggestion })

/** Pages inside a tool that people copy from the address bar: the base is what stands before them. */
const INNER = /\/(home|login|dags|dashboard|jobs|welcome|ui)\/?$/i

function withoutTail(url: URL): string {
  const path = url.pathname.replace(INNER, '').replace(/\/+$/, '')
  return `${url.protocol}//${url.host}${path}`
}

/** Null for an empty text: a source needs no base URL. The server checks again. */
export function checkBaseUrl(typed: string): BaseUrlCheck {
  const value = typed.trim()
  if (value === '') return { ok: true, value: null }
  if (/\s/.test(value)) return bad('An address has no spaces in it.', checkedOrNull(value.replace(/\s+/g, '')))
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    const guess = parse(`https://${value.replace(/^\/+/, '')}`)
    return bad('Add http:// or https:// in front.', guess === null ? null : withoutTail(guess))
  }
  const url = parse(value)
  if (url === null) return bad('This is not an address that a browser can open.')
  return checkParts(url)
}

function checkParts(url: URL): BaseUrlCheck {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return bad('Only http:// and https:// addresses can be linked to.', `https://${url.host}`)
  if (url.username !== '' || url.password !== '')
    return bad('Leave the user name and password out: everyone here sees this address.', withoutTail(url))
  if (url.search !== '' || url.hash !== '') return bad('The base URL ends before ? and #.', withoutTail(url))
  if (INNER.test(url.pathname)) return bad(`This is a page inside the tool.`, withoutTail(url))
  return { ok: true, value: url.href.replace(/\/+$/, '') }
}

function parse(value: string): URL | null {
  try {
    const url = new URL(value)
    return url.hostname === '' ? null : url
  } catch {
    return null
  }
}

function checkedOrNull(value: string): string | null {
  const check = checkBaseUrl(value)
  return check.ok ? check.value : check.suggestion
}
