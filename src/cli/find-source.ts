import type { Source } from '../contract/sources.ts'
import type { Api } from './api.ts'
import { Failure } from './failure.ts'

/** All sources, as the server lists them. */
export async function allSources(api: Api): Promise<readonly Source[]> {
  const answer = await api.get<readonly Source[] | { items: readonly Source[] }>('/api/v2/sources')
  return 'items' in answer ? answer.items : answer
}

/** The source with this name, or else with this number. Ends the command with 3 when there is none, with 1 when there are several. */
export async function findSource(api: Api, nameOrId: string): Promise<Source> {
  const sources = await allSources(api)
  const named = sources.filter((source) => source.name === nameOrId)
  if (named.length > 1)
    throw new Failure(
      1,
      'ambiguous',
      `${String(named.length)} sources are called "${nameOrId}".`,
      `Give the id instead: ${named.map((source) => source.id).join(', ')}.`,
    )
  const found = named[0] ?? sources.find((source) => String(source.id) === nameOrId)
  if (found !== undefined) return found
  const known =
    sources.length === 0 ? 'There are none yet: headwater source add' : `There are: ${sources.map((source) => source.name).join(', ')}.`
  throw new Failure(3, 'not_found', `There is no source "${nameOrId}".`, known)
}
