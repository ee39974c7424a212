// The bytes of a file, zipped or not, from a place on; and whether a file holds what was read before.
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Found } from './file-look.ts'
import { beginsSo, type Place, type Witness, witnessed, witnessOf } from './file-place.ts'

const step = 256 << 10

/** Of an open file, to where it ends now. */
export async function* plainBytes(handle: FileHandle, from: number): AsyncGenerator<Buffer> {
  for (let place = from; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(step), 0, step, place)
    if (bytesRead === 0) return
    place += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Unzipped. @throws what zlib throws where it is damaged or not whole */
export async function* unzippedBytes(path: string, from: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  pipeline(createReadStream(path), gunzip, () => undefined)
  let place = 0
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    const skipped = Math.min(Math.max(from - place, 0), chunk.length)
    place += chunk.length
    if (skipped < chunk.length) yield chunk.subarray(skipped)
  }
}

export async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, from)
  return buffer.subarray(0, bytesRead)
}

/** The first bytes of a file, unzipped; fewer where it has no more. */
export async function firstOf({ path, gz }: Found): Promise<Buffer> {
  if (!gz) {
    const handle = await open(path)
    try {
      return await bytesAt(handle, 0, witnessed)
    } finally {
      await handle.close()
    }
  }
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of unzippedBytes(path, 0)) {
      parts.push(part)
      length += part.length
      if (length >= witnessed) break
    }
  } catch {
    // What could be unzipped is what there is.
  }
  return Buffer.concat(parts).subarray(0, witnessed)
}

const holds = (witness: Witness, bytes: Buffer): boolean => witnessOf(bytes).sha === witness.sha

/** `same`: it holds all that was read of the place. `short`: as far as it goes; it may be a copy under way. `other`: neither. */
export type Likeness = 'same' | 'short' | 'other'

/** @param head the first bytes of the file */
export async function likenessOf(found: Found, head: Buffer, place: Place): Promise<Likeness> {
  const { offset, tail } = place
  if (!beginsSo(place.head, head)) return 'other'
  if (found.gz) return zippedLikeness(found.path, place)
  if (found.size < offset) return 'short'
  if (tail === undefined) return 'same'
  const handle = await open(found.path)
  try {
    return holds(tail, await bytesAt(handle, offset - tail.length, tail.length)) ? 'same' : 'other'
  } finally {
    await handle.close()
  }
}

async function zippedLikeness(path: string, { offset, tail }: Place): Promise<Likeness> {
  const length = tail?.length ?? Math.min(1, offset)
  const parts: Buffer[] = []
  let seen = 0
  try {
    for await (const part of unzippedBytes(path, offset - length)) {
      parts.push(part)
      seen += part.length
      if (seen >= length) break
    }
  } catch {
    return 'short'
  }
  if (seen < length) return 'other'
  if (tail === undefined) return 'same'
  return holds(tail, Buffer.concat(parts).subarray(0, length)) ? 'same' : 'other'
}
