// Which file is which: a place that was read to belongs to the file that holds what was read, whatever it is called now.
import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { firstOf, likenessOf } from './file-bytes.ts'
import { type Found, inodeOf, zipping } from './file-look.ts'
import { beginsSo, headOf, type Place } from './file-place.ts'
import type { Piece } from './pieces.ts'

/** A file that is read, or was. */
export interface Tail {
  place: Place
  /** Where it lies now; undefined when nobody knows. */
  found?: Found | undefined
  /** Held open, so that it can be read to its end when its name is gone. */
  handle?: FileHandle | undefined
  /** What comes next of a zipped file. */
  zipped?: AsyncGenerator<Piece> | undefined
  /** Size and time with which it was read to its end. */
  readTo?: string | undefined
  /** Epoch milliseconds: since when it is nowhere. */
  goneAt?: number | undefined
}

export interface TailsParts {
  /** Epoch milliseconds: what rotation left before is of no concern. */
  readonly since: number
  /** Whether what is found first counts as read. */
  readonly skipFirst: boolean
  /** Told of what was cut off without anybody having read it. */
  readonly truncated: (tail: Tail, unread: number) => void
}

export const stateOf = ({ size, mtime }: Found): string => `${size}:${mtime}`

/** A copy may be under way for so long before it counts as a file of its own. */
const copying = 10_000

export interface Tails {
  readonly all: ReadonlyMap<string, Tail>
  /** Brings what was found together with what is known. @throws what reading the files throws */
  settle(found: readonly Found[], now: number): Promise<void>
  drop(tail: Tail): void
}

export function trackTails(places: readonly Place[], { since, skipFirst, truncated }: TailsParts): Tails {
  const all = new Map<string, Tail>(places.map((place) => [place.id, { place }]))
  /** Files that are none to be read, as they stood then. */
  const passed = new Map<string, string>()
  const firstSeen = new Map<string, number>()
  let first = true

  const settle = async (found: readonly Found[], now: number): Promise<void> => {
    const free = await keepKnown(found, now)
    const skip = skipFirst && first
    first = false
    for (const one of free) {
      const inode = inodeOf(one)
      if (passed.get(inode) === stateOf(one)) continue
      const head = await firstOf(one)
      const kin = kinOf(head)
      if (await follows(one, head, kin)) continue
      if (!firstSeen.has(inode)) firstSeen.set(inode, now)
      const copy = await copyOf(one, head, kin)
      const fresh = one.gz ? now - one.mtime < zipping : now - (firstSeen.get(inode) ?? now) < copying
      if (copy === 'short' && fresh) continue
      const old = one.mtime < since && one.rotatedFrom !== undefined
      if (copy === 'same' || old) passed.set(inode, stateOf(one))
      else begin(one, head, skip)
    }
  }
  /** Files under their numbers, as far as they still hold what was read. @returns the others */
  const keepKnown = async (found: readonly Found[], now: number): Promise<readonly Found[]> => {
    const byInode = new Map<string, Tail[]>()
    for (const tail of all.values()) {
      const key = inodeOf(tail.place)
      byInode.set(key, [...(byInode.get(key) ?? []), tail])
    }
    const kept = new Set<Tail>()
    const free: Found[] = []
    for (const one of found) {
      const candidates = byInode.get(inodeOf(one)) ?? []
      const tail = await findAsync(
        candidates,
        async (candidate) => !kept.has(candidate) && (await isStill(candidate, one)),
      )
      if (tail) kept.add(tail)
      else free.push(one)
      if (tail) Object.assign(tail, { found: one, goneAt: undefined })
    }
    for (const tail of all.values()) if (!kept.has(tail)) await lose(tail, free, now)
    return free
  }
  const isStill = async ({ found, place }: Tail, one: Found): Promise<boolean> =>
    (found !== undefined && stateOf(found) === stateOf(one)) ||
    place.offset === 0 ||
    (await likenessOf(one, await firstOf(one), place)) === 'same'
  /** Its name is gone, or something else stands in it. */
  const lose = async (tail: Tail, free: readonly Found[], now: number): Promise<void> => {
    const { found } = tail
    if (tail.goneAt !== undefined) return
    tail.goneAt = now
    tail.found = undefined
    // What was passed over as a copy of it may be all that is left.
    passed.clear()
    const rewritten = free.some((one) => inodeOf(one) === inodeOf(tail.place))
    if (!rewritten) return
    await tail.handle?.close()
    tail.handle = undefined
    const unread = (found?.size ?? 0) - tail.place.offset
    if (unread > 0 && !found?.gz) truncated(tail, unread)
  }
  const kinOf = (head: Buffer): readonly Tail[] =>
    [...all.values()].filter(({ place }) => place.offset > 0 && beginsSo(place.head, head))
  /** Whether it is one that was read before and lost since. */
  const follows = async (one: Found, head: Buffer, kin: readonly Tail[]): Promise<boolean> => {
    const lost = kin.filter(({ found, handle }) => found === undefined && handle === undefined)
    const tail = await findAsync(lost, async ({ place }) => (await likenessOf(one, head, place)) === 'same')
    if (!tail) return false
    const { path, dev, ino } = one
    Object.assign(tail, { found: one, goneAt: undefined, readTo: undefined, zipped: undefined })
    tail.place = { ...tail.place, path, dev, ino }
    return true
  }
  const copyOf = async (one: Found, head: Buffer, kin: readonly Tail[]): Promise<'same' | 'short' | 'other'> => {
    let most: 'short' | 'other' = 'other'
    for (const { found, handle, place } of kin) {
      if (found === undefined && handle === undefined) continue
      const likeness = await likenessOf(one, head, place)
      if (likeness === 'same') return 'same'
      if (likeness === 'short') most = 'short'
    }
    return most
  }
  const begin = (one: Found, head: Buffer, skip: boolean): void => {
    const { path, dev, ino, rotatedFrom, size, gz } = one
    const offset = skip && !gz ? size : 0
    const id = randomUUID()
    const place: Place = {
      id,
      path,
      base: rotatedFrom ?? path,
      dev,
      ino,
      offset,
      head: headOf(head.subarray(0, offset)),
      at: 0,
      ...(skip && gz ? { done: stateOf(one) } : {}),
    }
    all.set(id, { place, found: one })
  }
  return { all, settle, drop: ({ place }) => void all.delete(place.id) }
}

async function findAsync<T>(items: readonly T[], fits: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await fits(item)) return item
  return undefined
}
