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

const plainPolicy = contentSecurityPolicy(null)

/** Sets the headers that every answer has, errors included. What the answer says about caching stays; without a word it is not stored. */
export function secure(response: Response, options: { readonly https: boolean; readonly requestId: string }): Response {
  const headers = response.headers
  for (const [name, value] of Object.entries(common)) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', plainPolicy)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (options.https) headers.set('strict-transport-security', 'max-age=31536000')
  headers.set('x-request-id', options.requestId)
  return response
}
