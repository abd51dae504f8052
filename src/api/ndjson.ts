const newline = Buffer.from('\n')

/** Lines as a body that is made as it is read, in pieces of about 64 kB. */
function linesBody(lines: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const parts: Uint8Array[] = []
      for (let size = 0; size < 65_536; size += parts.at(-1)?.length ?? 0) {
        const next = await iterator.next()
        if (next.done) {
          if (parts.length > 0) controller.enqueue(Buffer.concat(parts))
          return controller.close()
        }
        parts.push(Buffer.concat([Buffer.from(next.value), newline]))
      }
      controller.enqueue(Buffer.concat(parts))
    },
    cancel: async () => void (await iterator.return?.()),
  })
}

/** An answer of one JSON value a line; what is asked for as a file is never shown in place. */
export const ndjson = (lines: AsyncIterable<string | Uint8Array>, fileName?: string): Response =>
  new Response(linesBody(lines), {
    headers: { 'content-type': 'application/x-ndjson', ...(fileName !== undefined && asFile(fileName)) },
  })

/** An answer of lines of another kind. */
export const textLines = (lines: AsyncIterable<string | Uint8Array>, contentType: string): Response =>
  new Response(linesBody(lines), { headers: { 'content-type': contentType } })

/** Headers of an answer that a browser keeps as a file, and runs nothing of. */
export const asFile = (name: string): Record<string, string> => ({
  'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
  'content-security-policy': "sandbox; default-src 'none'",
})
