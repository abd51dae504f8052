const common: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

/** Nothing from anywhere else, nothing inline but styles that carry this answer's nonce. */
export function contentSecurityPolicy(nonce: string | null): string {
  const styles = nonce === null ? `'self'` : `'self' 'nonce-${nonce}'`
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src ${styles}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** For pages of signed links: any page may frame them, and they ask the server for nothing more. */
export function embedPolicy(nonce: string): string {
  const own = `style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'`
  return `default-src 'none'; script-src 'self'; ${own}; base-uri 'none'; form-action 'none'; frame-ancestors *`
}

const plainPolicy = contentSecurityPolicy(null)

/** Sets the headers that every answer has, errors included; `framed`: other sites may show it. What the answer says about caching stays; without a word it is not stored. */
export function secure(
  response: Response,
  options: { readonly https: boolean; readonly requestId: string; readonly framed?: boolean },
): Response {
  const headers = response.headers
  for (const [name, value] of Object.entries(common)) headers.set(name, value)
  if (options.framed === true) {
    headers.delete('x-frame-options')
    headers.set('cross-origin-resource-policy', 'cross-origin')
  }
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', plainPolicy)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (options.https) headers.set('strict-transport-security', 'max-age=31536000')
  headers.set('x-request-id', options.requestId)
  return response
}
