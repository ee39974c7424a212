// How far a file was read, and by what it is known again: its first bytes and those before the place, not its name.
import { hashOf } from '../lib/hash.ts'
import { isObject } from '../lib/json.ts'
import type { Mark } from '../model/journal.ts'

export interface Place {
  readonly id: string
  /** Where it was last seen, and under what name it was found first. */
  readonly path: string
  readonly base: string
  readonly dev: string
  readonly ino: string
  /** Bytes that were read; unzipped ones. */
  readonly offset: number
  /** Its first bytes, more and more of them. */
  readonly head: readonly Witness[]
  /** Undefined where the file is zipped. */
  readonly tail?: Witness
  /** Epoch milliseconds: when it was noted. */
  readonly at: number
  /** Size and time of a zipped file that is not read any further: it is damaged, or was there before. */
  readonly done?: string
}

/** Some bytes by their hash. */
export interface Witness {
  readonly length: number
  readonly sha: string
}

export const witnessOf = (bytes: Uint8Array): Witness => ({ length: bytes.length, sha: hashOf(bytes) })

/** So many bytes are compared at either place. */
export const witnessed = 1_024
const steps = [4, 8, 16, 32, 64, 128, 256, 512, witnessed]

/** @param bytes the first ones of a file that were read */
export const headOf = (bytes: Buffer): readonly Witness[] =>
  [...new Set([...steps, bytes.length])]
    .filter((length) => length > 0 && length <= Math.min(bytes.length, witnessed))
    .sort((a, b) => a - b)
    .map((length) => witnessOf(bytes.subarray(0, length)))

/** All that was noted of the first bytes. */
export const isNoted = (head: readonly Witness[]): boolean => head.at(-1)?.length === witnessed

/** Whether a file may begin so, as far as it goes. */
export function beginsSo(head: readonly Witness[], bytes: Buffer): boolean {
  const longest = head.findLast(({ length }) => length <= bytes.length)
  return longest === undefined || witnessOf(bytes.subarray(0, longest.length)).sha === longest.sha
}

const kind = 'file'
const sinceId = 'since'

/** Of all marks of an intake. */
export const prefixOf = (intake: string): string => `${kind}/${intake}/`

export function markOf(intake: string, { id, offset, ...note }: Place): Mark {
  return { topic: `${prefixOf(intake)}${id}`, partition: 0, offset: String(offset), note: JSON.stringify(note) }
}

/** When the intake first ran, epoch milliseconds. */
export const sinceMark = (intake: string, at: number): Mark => ({
  topic: `${prefixOf(intake)}${sinceId}`,
  partition: 0,
  offset: '0',
  note: JSON.stringify({ at }),
})

/** What marks tell; one that cannot be read is left out. */
export function placesIn(marks: readonly Mark[]): {
  readonly since: number | undefined
  readonly places: readonly Place[]
} {
  let since: number | undefined
  const places: Place[] = []
  for (const { topic, offset, note } of marks) {
    const id = topic.slice(topic.lastIndexOf('/') + 1)
    const value: unknown = note === undefined ? undefined : JSON.parse(note)
    if (!isObject(value)) continue
    if (id === sinceId) since = Number(value.at)
    else places.push({ ...(value as unknown as Omit<Place, 'id' | 'offset'>), id, offset: Number(offset) })
  }
  return { since, places }
}
