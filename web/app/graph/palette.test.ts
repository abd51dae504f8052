import fs from 'node:fs'
import { expect, test } from 'vitest'

const css = fs.readFileSync(new URL('../assets/tokens.css', import.meta.url), 'utf8')

/** Values of the variables in the last block that begins with this selector, references followed. */
function block(selector: string): (name: string) => string {
  const start = css.lastIndexOf(selector)
  const text = css.slice(start, css.indexOf('\n}', start))
  const values = new Map([...text.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']))
  const follow = (name: string): string => {
    const other = /^var\(--([\w-]+)\)$/.exec(values.get(name) ?? '')?.[1]
    return other === undefined ? (values.get(name) ?? '') : follow(other)
  }
  return follow
}

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
const luminance = (colour: string): number =>
  [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0)
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

test.each([
  ['light', ":root,\n[data-theme='light'] {"],
  ['dark', "\n[data-theme='dark'] {"],
])('%s: lines stand out from the canvas at 3 to 1', (_, selector) => {
  const value = block(selector)
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
  for (const line of ['edge', 'water-lit', 'complete', 'fail', 'text-3'])
    expect(contrast(value(line), value('canvas')), `${line} ${value(line)}`).toBeGreaterThanOrEqual(3)
})
