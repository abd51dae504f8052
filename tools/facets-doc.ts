/** Writes docs/facets.md from the table of facet readers: `npm run docs`. */
import fs from 'node:fs'
import path from 'node:path'
import { root } from './lib/command.ts'
import { facetsDoc } from './lib/facets-doc.ts'

fs.writeFileSync(path.join(root, 'docs', 'facets.md'), facetsDoc())
