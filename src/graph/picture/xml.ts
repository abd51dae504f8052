/** XML as text. Every name in it was chosen by somebody else: nothing gets in but through these two. */

/** Characters that no XML document may hold; a lone surrogate is one of them. */
const isAllowed = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && (code & 0xfffe) !== 0xfffe)

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Any text, as the content of an element or of an attribute in quotes. */
export const xmlText = (text: string): string =>
  Array.from(text.toWellFormed(), (c) => (isAllowed(c.codePointAt(0) ?? 0) ? (ESCAPES[c] ?? c) : '\ufffd')).join('')

type Value = string | number | undefined | false

const round = (n: number): number => Math.round(n * 100) / 100

/** An element; attributes of undefined or false are left out, and children are XML already. */
export const el = (name: string, attributes: Readonly<Record<string, Value>>, ...children: readonly string[]): string => {
  let open = `<${name}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    open += ` ${key}="${typeof value === 'number' ? String(round(value)) : xmlText(value)}"`
  }
  const inside = children.join('')
  return inside === '' ? `${open}/>` : `${open}>${inside}</${name}>`
}
