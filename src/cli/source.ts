/** `headwater source …`: the senders of events and their tokens. */
import type { RulePreview } from '../contract/rules.ts'
import type { Source, SourceWithToken } from '../contract/sources.ts'
import { connected } from './connect.ts'
import type { Common, Connection } from './connect.ts'
import { Failure, wrongUse } from './failure.ts'
import { allSources, findSource } from './find-source.ts'
import { answer, printable, say, table } from './output.ts'

/** A source as programs get it: the shape of the API, with addresses that hold after this command. */
const shown = (source: Source, { address }: Connection): Source => ({ ...source, eventsUrl: address(source.eventsUrl) })

function withToken(made: SourceWithToken, connection: Connection): object {
  const { id, name, baseUrl, eventsUrl, eventsEndpoint, ...rest } = shown(made.source, connection)
  return { id, name, baseUrl, apiToken: made.apiToken, eventsUrl, eventsEndpoint, ...rest }
}

const tokenLines = ({ source, apiToken }: SourceWithToken, { address }: Connection): string[] => [
  `${printable(source.name)} (${String(source.id)})`,
  `  API token        ${apiToken}`,
  `  Events URL       ${address(source.eventsUrl)}`,
  `  Events endpoint  ${source.eventsEndpoint}`,
  'The token is shown this once. Keep it now.',
]

export type AddOptions = Common & { readonly name?: string; readonly baseUrl?: string; readonly sync?: string }

export const add = (options: AddOptions): Promise<void> =>
  connected(options, async (connection) => {
    const body = {
      name: options.name ?? 'OpenLineage',
      baseUrl: options.baseUrl ?? null,
      ...(options.sync === undefined ? {} : { syncMode: options.sync }),
    }
    const made = await connection.api.post<SourceWithToken>('/api/v2/sources', body)
    await answer(options.json === true, withToken(made, connection), () => tokenLines(made, connection))
  })

export const list = (options: Common): Promise<void> =>
  connected(options, async (connection) => {
    const sources = (await allSources(connection.api)).map((source) => shown(source, connection))
    const rows = sources.map((source) => [
      String(source.id),
      printable(source.name),
      source.producer ?? '-',
      String(source.accepted),
      String(source.refused),
      source.lastEventAt ?? '-',
      state(source),
    ])
    await answer(options.json === true, sources, () =>
      rows.length === 0
        ? ['No sources yet. Add one: headwater source add --name NAME']
        : table(['id', 'name', 'producer', 'accepted', 'refused', 'last event', 'state'], rows),
    )
  })

const state = (source: Source): string => (source.paused ? 'paused' : source.syncMode === 'manual' ? 'manual sync' : 'active')

export const show = (name: string, options: Common): Promise<void> =>
  connected(options, async (connection) => {
    const source = shown(await findSource(connection.api, name), connection)
    await answer(options.json === true, source, () => details(source))
  })

function details(source: Source): string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['Base URL', source.baseUrl ?? '-'],
    ['Events URL', source.eventsUrl],
    ['Events endpoint', source.eventsEndpoint],
    ['State', state(source)],
    ['Column lineage from SQL', source.inferSql ? 'on' : 'off'],
    ['Producer', [source.producer, source.producerVersion].filter((part) => part !== null).join(' ') || '-'],
    ['Accepted, refused', `${String(source.accepted)}, ${String(source.refused)}`],
    ['Last event', source.lastEventAt ?? '-'],
    ['Not in the catalog yet', String(source.waiting)],
  ]
  const tokens = source.tokens.map(
    (token) =>
      `  ${token.prefix}…  ${token.revokedAt === null ? (token.expiresAt === null ? 'valid' : `valid until ${token.expiresAt}`) : 'revoked'}  last used ${token.lastUsedAt ?? 'never'}${token.lastUsedBy === null ? '' : ` by ${printable(token.lastUsedBy)}`}  (id ${String(token.id)})`,
  )
  return [
    `${printable(source.name)} (${String(source.id)})`,
    ...facts.map(([name, value]) => `  ${name.padEnd(24)}${printable(value)}`),
    'Tokens',
    ...tokens,
  ]
}

const pausing =
  (paused: boolean) =>
  (name: string, options: Common): Promise<void> =>
    connected(options, async (connection) => {
      const { id } = await findSource(connection.api, name)
      const source = await connection.api.patch<Source>(`/api/v2/sources/${String(id)}`, { paused })
      const line = paused
        ? `${printable(source.name)} is paused: its events are refused with 401 until it is resumed.`
        : `${printable(source.name)} takes events again.`
      await answer(options.json === true, shown(source, connection), () => [line])
    })

export const pause = pausing(true)
export const resume = pausing(false)

/** Whether column lineage is inferred from the SQL of its jobs. */
export const inferSql = (name: string, state: string, options: Common): Promise<void> =>
  connected(options, async (connection) => {
    const { id } = await findSource(connection.api, name)
    const source = await connection.api.patch<Source>(`/api/v2/sources/${String(id)}`, { inferSql: state === 'on' })
    const line = source.inferSql ? 'is inferred from its SQL where its jobs say none.' : 'is what its jobs say, and no more.'
    await answer(options.json === true, shown(source, connection), () => [`Column lineage of ${printable(source.name)} ${line}`])
  })

export const rotate = (name: string, options: Common & { readonly overlapHours?: string }): Promise<void> =>
  connected(options, async (connection) => {
    const overlap = options.overlapHours === undefined ? undefined : Number(options.overlapHours)
    if (overlap !== undefined && !(overlap >= 0))
      throw wrongUse(`--overlap-hours ${String(options.overlapHours)} is not a number of hours.`)
    const { id } = await findSource(connection.api, name)
    const made = await connection.api.post<SourceWithToken>(
      `/api/v2/sources/${String(id)}/rotate`,
      overlap === undefined ? {} : { overlapHours: overlap },
    )
    await answer(options.json === true, withToken(made, connection), () => tokenLines(made, connection))
  })

/** Revokes one token by its id, or every valid one of the source. */
export const revoke = (name: string, options: Common & { readonly tokenId?: string }): Promise<void> =>
  connected(options, async ({ api }) => {
    const source = await findSource(api, name)
    const valid = source.tokens.filter(
      (token) => token.revokedAt === null && (options.tokenId === undefined || String(token.id) === options.tokenId),
    )
    if (options.tokenId !== undefined && valid.length === 0)
      throw wrongUse(`${source.name} has no valid token ${options.tokenId}.`, 'headwater source show lists them.')
    for (const token of valid) await api.post(`/api/v2/sources/${String(source.id)}/revoke`, { tokenId: token.id })
    const prefixes = valid.map((token) => token.prefix)
    await answer(
      options.json === true,
      { id: source.id, name: source.name, revoked: valid.map((token) => ({ id: token.id, prefix: token.prefix })) },
      () => [`Revoked: ${prefixes.join(', ') || 'nothing'}`],
    )
  })

export const remove = (name: string, options: Common & { readonly yes?: boolean; readonly withData?: boolean }): Promise<void> =>
  connected(options, async ({ api }) => {
    const source = await findSource(api, name)
    if (options.withData === true) {
      const body = { kind: 'leaveOut', sourceId: source.id, from: null, to: null }
      const { says } = await api.post<RulePreview>('/api/v2/rules/preview', { bodies: [body] })
      if (options.yes !== true) throw new Failure(1, 'not_confirmed', says, 'Add --yes to do it. The log keeps the events.')
      say(says)
      await api.post('/api/v2/rules', { body, note: `${source.name} was removed with its data.` })
    }
    await api.delete(`/api/v2/sources/${String(source.id)}`)
    const rest = options.withData === true ? 'in the log alone' : 'in the log and in the catalog'
    say(`Its events stay ${rest}; its tokens no longer work.`)
    await answer(options.json === true, { id: source.id, name: source.name, removed: true }, () => [
      `${printable(source.name)} is removed.`,
    ])
  })
