import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { embedPolicy } from './headers.ts'
import { ApiError } from './problem.ts'

/** What a page that others show in a frame says. */
export interface EmbedContent {
  readonly title: string
  readonly description: string
  /** The picture for those who preview the link. */
  readonly image?: { readonly url: string; readonly width: number; readonly height: number }
  readonly theme: 'light' | 'dark' | 'auto'
  /** HTML of the page's own making; `nonce` allows its style elements. */
  readonly body: (nonce: string) => string
  readonly status?: number
}

const templates = new Map<string, string>()

function templateOf(webRoot: string): string {
  const known = templates.get(webRoot)
  if (known !== undefined) return known
  const file = join(webRoot, 'embed.html')
  if (!existsSync(file))
    throw new ApiError(503, 'pages_not_built', 'The web pages are not built.', 'Run npm ci or npm run build where Headwater is installed.')
  const html = readFileSync(file, 'utf8')
  templates.set(webRoot, html)
  return html
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Any text, for the content of an element or an attribute in quotes. */
export const htmlText = (text: string): string => text.toWellFormed().replace(/[&<>"']/g, (c) => entities[c] ?? c)

const imageMeta = ({ image, title, description }: EmbedContent): string[][] =>
  image === undefined
    ? []
    : [
        ['og:image', htmlText(image.url)],
        ['og:image:type', 'image/png'],
        ['og:image:width', String(image.width)],
        ['og:image:height', String(image.height)],
        ['og:image:alt', htmlText(`${title}. ${description}`)],
        ['twitter:card', 'summary_large_image'],
      ]

/** The page of a signed link. Titles are for whoever previews the link; no script but our own can run in it. */
export function embedPage(webRoot: string, content: EmbedContent): Response {
  const nonce = randomBytes(16).toString('base64')
  const [title, description] = [htmlText(content.title), htmlText(content.description)]
  const meta = [
    ['og:site_name', 'Headwater'],
    ['og:type', 'website'],
    ['og:title', title],
    ['og:description', description],
    ...imageMeta(content),
  ].map(([name = '', value]) => `<meta ${name.startsWith('og:') ? 'property' : 'name'}="${name}" content="${value}" />`)
  const theme = content.theme === 'auto' ? '' : ` data-theme="${content.theme}"`
  const html = templateOf(webRoot)
    .replace('<html lang="en">', `<html lang="en"${theme}>`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>\n    ${meta.join('\n    ')}`)
    .replace('<!--content-->', () => content.body(nonce))
  return new Response(html, {
    status: content.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy': embedPolicy(nonce),
    },
  })
}
