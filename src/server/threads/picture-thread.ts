import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { must } from '../../lib/assert.ts'
import { Handover, serveCalls } from '../../lib/rpc.ts'
import { pngOf } from '../png.ts'

/** Paints SVG as PNG. It has no database, no network, and no fonts but those beside it. */
export type PictureHandlers = {
  png: (svg: string) => Handover<Uint8Array<ArrayBuffer>>
  stop: (_: object) => Promise<void>
}

declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object }

const port = must(parentPort, 'this file runs in a thread')
const folder = new URL('../fonts/', import.meta.url)
const fontBuffers = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.ttf'))
  .map((file) => fs.readFileSync(new URL(file, folder)))
const font = { fontBuffers, defaultFontFamily: 'Headwater Sans' }
// in one go: a thread that is ended while V8 compiles in the background takes the process down
await initWasm(new WebAssembly.Module(fs.readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')))))

const handlers: PictureHandlers = {
  png: (svg) => {
    const picture = new Resvg(svg, { font })
    const image = picture.render()
    // its own PNG takes twice as long and is a third larger
    const bytes = pngOf(image.width, image.height, image.pixels)
    image.free()
    picture.free()
    return new Handover(bytes, [bytes.buffer])
  },
  stop: async () => void setImmediate(() => port.close()),
}
serveCalls(port, handlers)
port.postMessage({ type: 'ready' })
