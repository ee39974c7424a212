// What other producers compress with: kafkajs alone reads gzip.
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'
import * as snappy from 'snappyjs'

const { CompressionCodecs, CompressionTypes } = kafkajs
const [zip, unzip] = [promisify(zstdCompress), promisify(zstdDecompress)]

/** Java producers frame their snappy blocks: magic, two versions of four bytes, then length and block in turn. */
const xerial = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const xerialHead = 16

interface Encoder {
  readonly buffer: Buffer
}

/** Teaches kafkajs snappy, lz4 and zstd. Calling it again changes nothing. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: async ({ buffer }: Encoder) => Buffer.from(snappy.compress(buffer)),
    decompress: async (bytes: Buffer) => unsnap(bytes),
  })
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: ({ buffer }: Encoder) => compressFrame(buffer),
    decompress: (bytes: Buffer) => decompressFrame(bytes),
  })
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => zip(buffer),
    decompress: (bytes: Buffer) => unzip(bytes),
  })
}

function unsnap(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerial.length).equals(xerial)) return Buffer.from(snappy.uncompress(bytes))
  const parts: Buffer[] = []
  for (let place = xerialHead; place + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(place)
    parts.push(Buffer.from(snappy.uncompress(bytes.subarray(place + 4, place + 4 + length))))
    place += 4 + length
  }
  return Buffer.concat(parts)
}
