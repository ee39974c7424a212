// Finds which of many literals stand in a text, in one walk over it: each literal waits at three letters of its own.

export interface Literals {
  /** Calls back with the number of each literal that stands in the text, perhaps several times. */
  find(text: string, found: (literal: number) => void): void
}

/** A bucket for three letters; what stood before them is shifted out. Few literals make do with few buckets. */
interface Hash {
  readonly shift: number
  readonly mask: number
}
const hashFor = (literals: number): Hash =>
  literals > 100 ? { shift: 5, mask: (1 << 15) - 1 } : { shift: 4, mask: (1 << 12) - 1 }

/** So few are looked for one after the other: the engine's own search reads many letters at a time. */
const few = 6

/** @param literals not empty; the same one may stand there once only */
export function literalsOf(literals: readonly string[]): Literals {
  if (literals.length > few) return manyLiterals(literals)
  return {
    find(text, found) {
      for (let number = 0; number < literals.length; number += 1)
        if (text.includes(literals[number] ?? '')) found(number)
    },
  }
}

function manyLiterals(literals: readonly string[]): Literals {
  const hash = hashFor(literals.length)
  const { shift, mask } = hash
  const short: number[] = []
  const heads = new Int32Array(mask + 1).fill(-1)
  /** The next literal that waits in the same bucket, and how far behind its beginning its three letters end. */
  const nexts = new Int32Array(literals.length).fill(-1)
  const ends = new Int32Array(literals.length)
  const often = frequencies(literals, hash)
  const load = new Int32Array(mask + 1)
  for (const [number, literal] of literals.entries()) {
    if (literal.length < 3) {
      short.push(number)
      continue
    }
    const offset = rarest(literal, hash, often, load)
    const bucket = bucketAt(literal, offset, hash)
    ends[number] = offset + 2
    nexts[number] = heads[bucket] ?? -1
    heads[bucket] = number
    load[bucket] = (load[bucket] ?? 0) + 1
  }
  return {
    find(text, found) {
      const { length } = text
      let bucket = ((text.charCodeAt(0) << shift) ^ text.charCodeAt(1)) & mask
      for (let place = 2; place < length; place += 1) {
        bucket = ((bucket << shift) ^ text.charCodeAt(place)) & mask
        let number = heads[bucket] ?? -1
        while (number !== -1) {
          const begin = place - (ends[number] ?? 0)
          if (begin >= 0 && text.startsWith(literals[number] ?? '', begin)) found(number)
          number = nexts[number] ?? -1
        }
      }
      for (const number of short) if (text.includes(literals[number] ?? '')) found(number)
    },
  }
}

const bucketAt = (text: string, place: number, { shift, mask }: Hash): number =>
  ((text.charCodeAt(place) << (2 * shift)) ^ (text.charCodeAt(place + 1) << shift) ^ text.charCodeAt(place + 2)) & mask

/** How often three letters stand in the literals: what rules have in common, events have too. */
function frequencies(literals: readonly string[], hash: Hash): Int32Array {
  const often = new Int32Array(hash.mask + 1)
  for (const literal of literals)
    for (let place = 0; place + 2 < literal.length; place += 1) {
      const bucket = bucketAt(literal, place, hash)
      often[bucket] = (often[bucket] ?? 0) + 1
    }
  return often
}

function rarest(literal: string, hash: Hash, often: Int32Array, load: Int32Array): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let place = 0; place + 2 < literal.length; place += 1) {
    const bucket = bucketAt(literal, place, hash)
    const cost = (often[bucket] ?? 0) + 2 * (load[bucket] ?? 0)
    if (cost < least) [best, least] = [place, cost]
  }
  return best
}
