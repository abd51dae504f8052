/** `headwater export …`: the log and the catalog as text. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { say, write } from './output.ts'

export type ExportOptions = Common & { readonly output?: string }

async function copy(parts: AsyncIterable<Uint8Array>, output: string | undefined): Promise<void> {
  if (output !== undefined) {
    await pipeline(parts, createWriteStream(output, { mode: 0o600 }))
    say(`Written to ${output}.`)
    return
  }
  for await (const part of parts) await write(part)
}

/** The bodies as they came, or with `json` each with its position, arrival and source; one a line. */
export const events = (options: ExportOptions): Promise<void> =>
  connected(options, ({ api }) => copy(api.stream('/api/v2/export/events', { json: options.json === true ? 1 : 0 }), options.output))

/** The catalog; it is JSON in any case. */
export const catalog = (options: ExportOptions & { readonly inferred?: boolean }): Promise<void> =>
  connected(options, ({ api }) =>
    copy(api.stream('/api/v2/export/catalog', options.inferred === true ? { inferred: 1 } : {}), options.output),
  )
