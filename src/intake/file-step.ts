// The next records of one file, and the place behind them.
import { open } from 'node:fs/promises'
import type { FileIntake, IntakeTrouble, Shipped } from '../model/intake.ts'
import { shippedHeader } from '../model/intake.ts'
import type { NewRecord } from '../model/journal.ts'
import { bytesAt, firstOf, plainBytes, unzippedBytes } from './file-bytes.ts'
import { inodeOf } from './file-look.ts'
import { headOf, isNoted, type Place, witnessed, witnessOf } from './file-place.ts'
import { stateOf, type Tail } from './file-tails.ts'
import { letterOf, tooLong } from './letter.ts'
import { cut, jsonCutter, lineCutter, type Piece } from './pieces.ts'

export interface StepParts {
  readonly config: FileIntake
  readonly topic: string
  /** Bytes of a record. */
  readonly most: number
  readonly now: number
  tell(trouble: IntakeTrouble): void
}

export interface Step {
  readonly records: readonly NewRecord[]
  readonly place: Place
  /** True: there is more to read at once. */
  readonly more: boolean
}

const stepRecords = 2_000
const stepBytes = 4 << 20
/** A last line without an end is one when its file was quiet for so long. */
const quiet = 5_000
/** A zipped file that ends too early is still being written, until it was quiet for so long. */
const whole = 60_000

/** Undefined when there is nothing to be read. @throws what the file system throws */
export async function nextStep(tail: Tail, parts: StepParts): Promise<Step | undefined> {
  const { found } = tail
  if (found && (tail.readTo === stateOf(found) || tail.place.done === stateOf(found))) return undefined
  return found?.gz ? zippedStep(tail, parts) : plainStep(tail, parts)
}

async function plainStep(tail: Tail, parts: StepParts): Promise<Step | undefined> {
  const { place, found, goneAt } = tail
  if (found) tail.handle ??= await open(found.path)
  const { handle } = tail
  if (!handle) return undefined
  if (inodeOf(await handle.stat({ bigint: true })) !== inodeOf(place)) {
    // Another file has taken the name since it was looked at.
    await handle.close()
    tail.handle = undefined
    return undefined
  }
  const gathered = gather(place, parts)
  const settled = parts.now - (found?.mtime ?? goneAt ?? parts.now) > quiet
  let rest = false
  for await (const piece of cut(plainBytes(handle, place.offset), cutterFor(place.offset, parts))) {
    rest = !piece.whole && !settled
    if (rest || !gathered.add(piece)) break
  }
  if (!gathered.full() && !rest && found) tail.readTo = stateOf(found)
  const offset = gathered.end()
  if (offset === place.offset) return undefined
  const head = isNoted(place.head) ? place.head : headOf(await bytesAt(handle, 0, Math.min(witnessed, offset)))
  const length = Math.min(witnessed, offset)
  const last = witnessOf(await bytesAt(handle, offset - length, length))
  return {
    records: gathered.records,
    more: gathered.full(),
    place: { ...place, path: found?.path ?? place.path, offset, head, tail: last, at: parts.now },
  }
}

async function zippedStep(tail: Tail, parts: StepParts): Promise<Step | undefined> {
  const { place, found } = tail
  if (!found) return undefined
  const { tail: _, ...rest } = place
  const gathered = gather(place, parts)
  tail.zipped ??= cut(unzippedBytes(found.path, place.offset), cutterFor(place.offset, parts))
  const pieces = tail.zipped
  let done: string | undefined
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done) tail.readTo = stateOf(found)
      if (next.done || !gathered.add(next.value)) break
    }
  } catch (cause) {
    if (!isZip(cause)) throw cause
    tail.readTo = undefined
    if (parts.now - found.mtime > whole) {
      done = stateOf(found)
      parts.tell('bad-gzip')
      gathered.tell(`${found.path} is damaged or ends too early behind ${gathered.end()} bytes of its content`)
    }
  }
  if (!gathered.full()) tail.zipped = undefined
  const offset = gathered.end()
  if (offset === place.offset && done === undefined) return undefined
  const head = isNoted(place.head) ? place.head : headOf((await firstOf(found)).subarray(0, offset))
  return {
    records: gathered.records,
    more: gathered.full(),
    place: { ...rest, path: found.path, offset, head, at: parts.now, ...(done === undefined ? {} : { done }) },
  }
}

const cutterFor = (from: number, { config, most }: StepParts) =>
  (config.format === 'json' ? jsonCutter : lineCutter)({ most, from })

const isZip = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code))

function gather({ offset, path }: Place, { config, topic, most, now, tell }: StepParts) {
  const { name, source } = config
  const shipped: Shipped = { via: 'file', intake: name, from: path }
  const headers = { [shippedHeader]: JSON.stringify(shipped) }
  const records: NewRecord[] = []
  let bytes = 0
  let end = offset
  const letter = (reason: string, value: Buffer): NewRecord =>
    letterOf({ source, topic, shipped, received: now, bytes: value, reason })
  const full = (): boolean => records.length >= stepRecords || bytes >= stepBytes
  return {
    records,
    end: () => end,
    full,
    /** @returns false when that was enough for a step */
    add(piece: Piece): boolean {
      const { bytes: value, length } = piece
      if (length > most) {
        tell('too-long')
        records.push(letter(tooLong(length, most), value))
      } else records.push({ topic, key: path, value, headers })
      bytes += value.length
      end = piece.end
      return !full()
    },
    tell: (reason: string) => void records.push(letter(reason, Buffer.from(path))),
  }
}
