import { existsSync, readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import type { z } from 'zod'
import { definitions, environmentName, flagName } from './definitions.ts'
import type { Definition, SettingKey } from './definitions.ts'
import { nearest } from './nearest.ts'

type Definitions = typeof definitions
type Value<K extends SettingKey> = Definitions[K]['default'] extends undefined
  ? z.output<Definitions[K]['type']> | undefined
  : z.output<Definitions[K]['type']>
export type SettingOrigin = 'flag' | 'environment' | 'file' | 'default'

/** The values of all settings, and where each came from. */
export type Settings = { readonly [K in SettingKey]: Value<K> } & { readonly origin: Readonly<Record<SettingKey, SettingOrigin>> }

export interface SettingSources {
  /** By key (`maxBodyBytes`), as the command line gives them; undefined is not given. `config` names the file. */
  readonly flags?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The YAML file; without it `--config`, HEADWATER_CONFIG, then `headwater.yaml` where it exists. */
  readonly file?: string
}

/** What is wrong with the settings: all of it at once, one line each, never with the value of a secret. */
export class SettingsError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

interface Given {
  readonly value: unknown
  readonly origin: SettingOrigin
  /** How the person wrote it: `HEADWATER_PORT`, `--port`, `port in headwater.yaml`. */
  readonly spelt: string
}

const keys = Object.keys(definitions) as SettingKey[]
/** These belong to the tools round the program, not to it. */
const foreignPrefixes = ['HEADWATER_CMD', 'HEADWATER_CHECK_', 'HEADWATER_TEST_']
/** These say to the command line which server to ask. */
const clientNames = new Set(['HEADWATER_CONFIG', 'HEADWATER_URL', 'HEADWATER_TOKEN'])

/** Reads all settings: flags over environment over file over defaults. Throws SettingsError. */
export function loadSettings(sources: SettingSources = {}): Settings {
  const problems: string[] = []
  const env = sources.env ?? process.env
  const file = sources.file ?? (sources.flags?.['config'] as string | undefined) ?? env['HEADWATER_CONFIG']
  const given = new Map<SettingKey, Given>([
    ...fromFile(file, problems),
    ...fromEnvironment(env, problems),
    ...fromFlags(sources.flags ?? {}, problems),
  ])
  const values: Record<string, unknown> = {}
  const origin: Record<string, SettingOrigin> = {}
  for (const key of keys) {
    values[key] = valueOf(key, given.get(key), problems)
    origin[key] = given.get(key)?.origin ?? 'default'
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return { ...values, origin } as unknown as Settings
}

function valueOf(key: SettingKey, given: Given | undefined, problems: string[]): unknown {
  const definition: Definition = definitions[key]
  if (given === undefined) return definition.default
  const parsed = definition.type.safeParse(given.value)
  if (parsed.success) return parsed.data
  const shown = definition.secret ? 'the value' : `"${String(given.value).slice(0, 100)}"`
  problems.push(`${given.spelt}: ${shown} will not do: ${parsed.error.issues[0]?.message ?? 'not valid'}.`)
  return undefined
}

function fromFlags(flags: Readonly<Record<string, unknown>>, problems: string[]): Map<SettingKey, Given> {
  const found = new Map<SettingKey, Given>()
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined || name === 'config') continue
    if (isKey(name)) found.set(name, { value, origin: 'flag', spelt: flagName(name) })
    else problems.push(unknown(flagName(name), keys.map(flagName)))
  }
  return found
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>, problems: string[]): Map<SettingKey, Given> {
  const found = new Map<SettingKey, Given>()
  const byName = new Map(keys.map((key) => [environmentName(key), key]))
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !name.startsWith('HEADWATER_') || clientNames.has(name)) continue
    if (foreignPrefixes.some((prefix) => name.startsWith(prefix))) continue
    const key = byName.get(name)
    const secretKey = name.endsWith('_FILE') ? byName.get(name.slice(0, -'_FILE'.length)) : undefined
    // An empty variable is how compose files and unit files say "not set".
    if (key !== undefined) {
      if (value !== '') found.set(key, { value, origin: 'environment', spelt: name })
    } else if (secretKey !== undefined && isSecret(secretKey)) {
      if (env[environmentName(secretKey)]) problems.push(`${name}: ${environmentName(secretKey)} is set as well. Keep one of them.`)
      else readSecret(name, value, secretKey, found, problems)
    } else problems.push(unknown(name, [...byName.keys()]))
  }
  return found
}

const isSecret = (key: SettingKey): boolean => (definitions[key] as Definition).secret === true

function readSecret(name: string, path: string, key: SettingKey, found: Map<SettingKey, Given>, problems: string[]): void {
  try {
    found.set(key, { value: readFileSync(path, 'utf8').replace(/\r?\n$/, ''), origin: 'environment', spelt: name })
  } catch (error) {
    problems.push(`${name}: cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'error'}).`)
  }
}

function fromFile(named: string | undefined, problems: string[]): Map<SettingKey, Given> {
  const found = new Map<SettingKey, Given>()
  const path = named ?? 'headwater.yaml'
  if (named === undefined && !existsSync(path)) return found
  for (const [name, value] of Object.entries(readYaml(path, problems))) {
    if (value === null || value === undefined) continue
    if (isKey(name)) found.set(name, { value, origin: 'file', spelt: `${name} in ${path}` })
    else problems.push(unknown(`${name} in ${path}`, keys, name))
  }
  return found
}

function readYaml(path: string, problems: string[]): Record<string, unknown> {
  try {
    const content: unknown = parseYaml(readFileSync(path, 'utf8'))
    if (content === null || content === undefined) return {}
    if (typeof content === 'object' && !Array.isArray(content)) return content as Record<string, unknown>
    problems.push(`${path}: must hold settings, one "name: value" a line.`)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message.split('\n')[0]
    problems.push(`${path}: cannot be read (${why}).`)
  }
  return {}
}

const isKey = (name: string): name is SettingKey => Object.hasOwn(definitions, name)

function unknown(spelt: string, known: readonly string[], name: string = spelt): string {
  const near = nearest(name, known)
  return `${spelt}: there is no such setting.${near === undefined ? '' : ` Did you mean ${near}?`}`
}
