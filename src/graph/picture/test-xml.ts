/** A strict reader of the XML that this folder writes: throws at the first thing that no parser would take. */

const TAG = /<(\/?)([a-z][a-zA-Z0-9]*)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/y
const TEXT = /[^<]+/y
const WRONG = /&(?!(?:amp|lt|gt|quot|#39);)|(?![\t\r\n])\p{Cc}|[\ufffe\uffff]/u

/** Elements in their order, each with the names of its attributes. */
export function wellFormed(xml: string): (readonly [string, readonly string[]])[] {
  if (!xml.isWellFormed()) throw new Error('a lone surrogate')
  const wrong = WRONG.exec(xml)
  if (wrong) throw new Error(`not allowed at ${wrong.index}: ${JSON.stringify(xml.slice(wrong.index - 20, wrong.index + 20))}`)
  const open: string[] = []
  const found: (readonly [string, readonly string[]])[] = []
  for (let at = 0; at < xml.length;) {
    TAG.lastIndex = TEXT.lastIndex = at
    const tag = TAG.exec(xml)
    const rest = tag ?? TEXT.exec(xml)
    if (rest === null) throw new Error(`no element at ${at}: ${xml.slice(at, at + 60)}`)
    at += rest[0].length
    if (tag === null) continue
    const [, closing, name = '', attributes = '', empty] = tag
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${name} closes another element`)
      continue
    }
    const names = [...attributes.matchAll(/ ([a-zA-Z:-]+)=/g)].map(([, key = '']) => key)
    if (new Set(names).size !== names.length) throw new Error(`${name} has an attribute twice`)
    found.push([name, names])
    if (empty === '') open.push(name)
    if (open.length === 0 && at < xml.length) throw new Error('more than one root')
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} not closed`)
  return found
}
