/** Reads a PNG as the server paints it, to see what is on it: 8 bits of red, green and blue, not interlaced. */
import zlib from 'node:zlib'

export interface Png {
  readonly width: number
  readonly height: number
  /** The colour at a pixel as `#rrggbb`. */
  at(x: number, y: number): string
  /** How many colours there are between these pixels. */
  colours(left: number, top: number, right: number, bottom: number): number
}

/** Throws where it is no such PNG. */
export function readPng(bytes: Uint8Array): Png {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG')
  const [width, height, format] = [file.readUInt32BE(16), file.readUInt32BE(20), file.toString('hex', 24, 29)]
  if (format !== '0802000000') throw new Error(`PNG of another format: ${format}`)
  const packed: Buffer[] = []
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const end = at + 8 + file.readUInt32BE(at)
    if (zlib.crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) throw new Error('a PNG that was damaged')
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(file.subarray(at + 8, end))
  }
  const pixels = unfiltered(zlib.inflateSync(Buffer.concat(packed)), width * 3, height)
  const at = (x: number, y: number): string => `#${pixels.toString('hex', (y * width + x) * 3, (y * width + x) * 3 + 3)}`
  const colours = (left: number, top: number, right: number, bottom: number): number => {
    const found = new Set<string>()
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) found.add(at(x, y))
    return found.size
  }
  return { width, height, at, colours }
}

/** Rows hold differences from their neighbours (PNG specification, 9.2). */
function unfiltered(rows: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc(stride * height)
  const known = (i: number, row: number): number => (row < 0 || i < 0 ? 0 : (out[row * stride + i] ?? 0))
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (stride + 1)]
    for (let i = 0; i < stride; i++) {
      const [left, up, corner] = [known(i - 3, row), known(i, row - 1), known(i - 3, row - 1)]
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      out[row * stride + i] = (rows[row * (stride + 1) + 1 + i] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
