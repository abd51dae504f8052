/** Cutting a name in the middle, so that the last word, which tells names apart, stays whole. Pure, given a way to measure. */

export type Part = { readonly text: string; readonly strong: boolean }

/** Where the last part of a name begins: after the last `/`, else after the last `.` (one at the very end does not count). */
export function lastPartAt(name: string): number {
  const body = name.slice(0, -1)
  const slash = body.lastIndexOf('/')
  return (slash >= 0 ? slash : body.lastIndexOf('.')) + 1
}

const SEPARATORS = '_-./='
const KEEP = 14

/** Where the tail begins that is kept whole: at a separator among the last 14 characters, else 9 from the end. */
export function tailAt(name: string): number {
  for (let i = Math.max(1, name.length - KEEP); i < name.length - 4; i++) {
    if (SEPARATORS.includes(name.charAt(i))) return name.charAt(i) === '.' ? i + 1 : i
  }
  return Math.max(1, name.length - 9)
}

/** The piece [from, to) of a name as its grey and its dark part. */
export function parts(name: string, from: number, to: number, cut: number): Part[] {
  const out: Part[] = []
  if (from < Math.min(to, cut)) out.push({ text: name.slice(from, Math.min(to, cut)), strong: false })
  if (Math.max(from, cut) < to) out.push({ text: name.slice(Math.max(from, cut), to), strong: true })
  return out
}

/** All of the name where it fits into `width`, else head … tail. `measure` gives pixels. */
export function fitName(name: string, width: number, measure: (part: Part) => number): Part[] {
  const cut = lastPartAt(name)
  const wide = (list: readonly Part[]): number => list.reduce((sum, part) => sum + measure(part), 0)
  const whole = parts(name, 0, name.length, cut)
  if (width < 30 || wide(whole) <= width) return whole
  const from = tailAt(name)
  const tail = parts(name, from, name.length, cut)
  const left = width - wide(tail) - measure({ text: '…', strong: true })
  let low = 1
  let high = from
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (wide(parts(name, 0, middle, cut)) <= left) low = middle
    else high = middle - 1
  }
  return [...parts(name, 0, low, cut), { text: '…', strong: low > cut }, ...tail]
}

/** Characters that turn the direction of what follows, or that take no room: a name must not look like another one. */
const isUnseen = (code: number): boolean =>
  code === 0x200b ||
  code === 0x200e ||
  code === 0x200f ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x2069) ||
  code === 0xfeff

/** Control characters would break the line or vanish: their pictures, or their numbers, are shown in their place. */
export function visible(name: string): string {
  return Array.from(name, (c) => {
    const code = c.codePointAt(0) ?? 0
    if (isUnseen(code)) return `\\u${code.toString(16)}`
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? '␡' : c
  }).join('')
}
