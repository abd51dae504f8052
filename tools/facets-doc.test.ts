import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './lib/command.ts'
import { facetsDoc } from './lib/facets-doc.ts'

test('docs/facets.md is what the table of readers says (npm run docs writes it)', () => {
  expect(fs.readFileSync(path.join(root, 'docs', 'facets.md'), 'utf8')).toBe(facetsDoc())
})
