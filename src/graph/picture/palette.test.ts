import fs from 'node:fs'
import { expect, test } from 'vitest'
import { DARK, LIGHT } from './palette.ts'

const css = fs.readFileSync(new URL('../../../web/app/assets/tokens.css', import.meta.url), 'utf8')

/** Values of the variables in the last block that begins with this selector, references followed. */
function block(selector: string): (name: string) => string | undefined {
  const start = css.lastIndexOf(selector)
  const text = css.slice(start, css.indexOf('\n}', start))
  const values = new Map([...text.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]))
  return (name) => {
    const value = values.get(name)
    const other = /^var\(--([\w-]+)\)$/.exec(value ?? '')
    return other ? values.get(other[1]) : value
  }
}

test.each([
  ['light', LIGHT, ":root,\n[data-theme='light'] {"],
  ['dark', DARK, "\n[data-theme='dark'] {"],
])('a %s picture has the colours of the pages', (_, tints, selector) => {
  const value = block(selector)
  for (const [name, colour] of Object.entries(tints)) expect(colour, name).toBe(value(name))
})
