/** Rules of this repository that no bought tool knows. */
import fs from 'node:fs'
import path from 'node:path'
import { root } from './lib/command.ts'

const folders = ['src', 'web', 'bench', 'tools', 'test', 'docs']
const documents = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']

/** What is wrong, one line each; empty when all is well. */
export function houseRules(): string[] {
  return [...looseEnds(), ...lockFile(), ...documents.flatMap(pathsThatDoNotExist)]
}

/** Spelt in two parts, so that this file does not find itself. */
const unwanted = [
  new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`),
  new RegExp(`${'es'}lint-disable|ox${'lint'}-disable|@ts-${'ignore'}|@ts-${'nocheck'}`),
  new RegExp(`\\b(test|it|describe)[.](${['skip', 'only', 'todo'].join('|')})\\(`),
]

function looseEnds(): string[] {
  const found: string[] = []
  for (const file of sources(/[.](ts|tsx|css|md|mjs|html)$/)) {
    const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n')
    for (const [n, line] of lines.entries())
      if (unwanted.some((pattern) => pattern.test(line))) found.push(`${file}:${n + 1}: ${line.trim()}`)
  }
  return found
}

/** Addresses in the lock file tie an install to the registry of whoever wrote it. */
function lockFile(): string[] {
  const text = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  return /"resolved": "http/.test(text)
    ? ['package-lock.json: has download addresses; run npm install with the .npmrc of this repository']
    : []
}

/** Documents name files in backticks; a file that moved must move there too. */
function pathsThatDoNotExist(document: string): string[] {
  const file = path.join(root, document)
  if (!fs.existsSync(file)) return [`${document}: missing`]
  const named = fs.readFileSync(file, 'utf8').matchAll(/`((?:src|web|bench|tools|test|docs|bin)\/[\w./-]+)`/g)
  return [...named]
    .map(([, name = '']) => name)
    .filter((name) => !fs.existsSync(path.join(root, name)))
    .map((name) => `${document}: names ${name}, which is not there`)
}

const sources = (pattern: RegExp): string[] =>
  folders.flatMap((folder) => {
    const base = path.join(root, folder)
    if (!fs.existsSync(base)) return []
    const names = fs
      .readdirSync(base, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && pattern.test(entry.name))
    return names
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .filter((name) => !/(^|\/)(dist|fixtures|golden|results|screenshots)\//.test(name))
  })
