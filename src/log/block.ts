import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { assert } from '../lib/assert.ts'

/**
 * A block holds neighbouring events of the log: their bodies joined and compressed as one, and per event a fixed record of who sent it,
 * when it first came, how long it is and its SHA-256. One commit writes one block; a quiet server writes tiny ones, which are joined
 * later (src/log/compact.ts).
 */
export interface EventRecord {
  readonly sourceId: number
  /** First arrival, milliseconds since 1970. */
  readonly receivedAt: number
  /** Bytes of the body, less than 2^31. */
  readonly length: number
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array
  /** Nested deeper than the fold reads. */
  readonly deep: boolean
}

/** source 4, arrival 6, length 4 (its top bit: deep), hash 32. */
const recordLength = 46
const hashOffset = 14
const deepBit = 0x8000_0000

export function encodeRecords(events: readonly EventRecord[]): Buffer {
  const records = Buffer.allocUnsafe(events.length * recordLength)
  for (const [i, event] of events.entries()) {
    const at = i * recordLength
    records.writeUInt32BE(event.sourceId, at)
    records.writeUIntBE(event.receivedAt, at + 4, 6)
    records.writeUInt32BE(event.length + (event.deep ? deepBit : 0), at + 10)
    records.set(event.hash, at + hashOffset)
  }
  return records
}

export function decodeRecords(bytes: Uint8Array): EventRecord[] {
  assert(bytes.length % recordLength === 0, 'records have a fixed length')
  const records = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: bytes.length / recordLength }, (_, i) => {
    const at = i * recordLength
    const length = records.readUInt32BE(at + 10)
    return {
      sourceId: records.readUInt32BE(at),
      receivedAt: records.readUIntBE(at + 4, 6),
      length: length % deepBit,
      deep: length >= deepBit,
      hash: records.subarray(at + hashOffset, at + recordLength),
    }
  })
}

/** `fast` while someone waits for the answer, `small` when neighbours are joined. */
export function compressBodies(bodies: Uint8Array, effort: 'fast' | 'small'): Buffer {
  return zstdCompressSync(bodies, { params: { [constants.ZSTD_c_compressionLevel]: effort === 'fast' ? 1 : 9 } })
}

export const decompressBodies = (bytes: Uint8Array, rawLength: number): Buffer =>
  zstdDecompressSync(bytes, { maxOutputLength: Math.max(rawLength, 1) })

/** The bodies of a block, cut out of its joined bytes without copying. */
export function splitBodies(joined: Uint8Array, records: readonly EventRecord[]): Uint8Array[] {
  let at = 0
  return records.map((record) => joined.subarray(at, (at += record.length)))
}
