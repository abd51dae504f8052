import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { contentSecurityPolicy } from './headers.ts'

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
}
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/
/** Vite writes a hash of the content into these names. */
const hashedName = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly etag: string
  readonly hashed: boolean
  /** Made when first asked for. */
  readonly packed: Map<'br' | 'gzip', Promise<Uint8Array<ArrayBuffer>>>
}

export interface StaticFiles {
  /** The file at exactly this path, or null. */
  file(path: string, request: Request): Promise<Response | null>
  /** index.html with a fresh nonce, or null when the pages are not built. */
  page(): Response | null
}

/** Reads the built web pages once; only these files can ever be served. */
export function readStaticFiles(root: string): StaticFiles {
  const files = new Map<string, StaticFile>()
  if (existsSync(root)) {
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const url = `/${relative(root, path).split(sep).join('/')}`
      if (!url.startsWith('/.')) files.set(url, readOne(path, url))
    }
  }
  const index = files.get('/index.html')
  files.delete('/index.html')
  // a page that only its route fills in
  files.delete('/embed.html')
  const html = index === undefined ? null : Buffer.from(index.bytes).toString('utf8')
  return { file: (path, request) => answer(files.get(path), request), page: () => (html === null ? null : pageOf(html)) }
}

function readOne(path: string, url: string): StaticFile {
  const bytes = new Uint8Array(readFileSync(path))
  const type = types[url.slice(url.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { bytes, type, etag, hashed: url.startsWith('/assets/') && hashedName.test(url), packed: new Map() }
}

/** The meta element is where the kit's styles find the nonce. */
function pageOf(html: string): Response {
  const nonce = randomBytes(16).toString('base64')
  const meta = `<meta name="csp-nonce" content="${nonce}">`
  const known = /<meta name="csp-nonce"[^>]*>/
  const body = known.test(html) ? html.replace(known, meta) : html.replace('<head>', `<head>${meta}`)
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(nonce),
    },
  })
}

async function answer(file: StaticFile | undefined, request: Request): Promise<Response | null> {
  if (file === undefined) return null
  const headers: Record<string, string> = {
    'content-type': file.type,
    etag: file.etag,
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (compressible.test(file.type)) headers['vary'] = 'accept-encoding'
  if (request.headers.get('if-none-match')?.includes(file.etag)) return new Response(null, { status: 304, headers })
  const encoding = compressible.test(file.type) && file.bytes.length > 1024 ? accepted(request.headers.get('accept-encoding') ?? '') : null
  if (encoding === null) return new Response(file.bytes, { headers })
  return new Response(await packedAs(file, encoding), { headers: { ...headers, 'content-encoding': encoding } })
}

function accepted(header: string): 'br' | 'gzip' | null {
  const names = header
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim().toLowerCase())
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null
}

const brotli = promisify(brotliCompress)
const gz = promisify(gzip)

function packedAs(file: StaticFile, encoding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer>> {
  let packed = file.packed.get(encoding)
  if (packed === undefined) {
    const work = encoding === 'br' ? brotli(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }) : gz(file.bytes, { level: 7 })
    packed = work.then((bytes) => new Uint8Array(bytes))
    file.packed.set(encoding, packed)
  }
  return packed
}
