import zlib from 'node:zlib'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(zlib.crc32(body), body.length + 4)
  return out
}

/**
 * An opaque picture as a PNG: 8 bits of red, green and blue, rows unfiltered (flat colours pack best so). `rgba`: four bytes a pixel, row after row;
 * the fourth is left out. https://www.w3.org/TR/png-3/
 */
export function pngOf(width: number, height: number, rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc((width * 3 + 1) * height)
  let to = 0
  for (let from = 0; from < width * height * 4; from += 4) {
    if (from % (width * 4) === 0) rows[to++] = 0
    rows[to++] = rgba[from] ?? 0
    rows[to++] = rgba[from + 1] ?? 0
    rows[to++] = rgba[from + 2] ?? 0
  }
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat(parts))
}
