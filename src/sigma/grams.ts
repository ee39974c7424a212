// Finds which of many literals stand in a text, in one walk over it: each literal waits at three letters of its own.

export interface Literals {
  /** Calls back with the number of each literal that stands in the text, perhaps several times. */
  find(text: string, found: (literal: number) => void): void
}

const buckets = 1 << 14
const bucketOf = (one: number, two: number, three: number): number =>
  (Math.imul(one, 0x9e3b) ^ Math.imul(two, 0x85eb) ^ Math.imul(three, 0x1f35)) & (buckets - 1)

/** @param literals not empty; the same one may stand there once only */
export function literalsOf(literals: readonly string[]): Literals {
  const short: number[] = []
  const heads = new Int32Array(buckets).fill(-1)
  /** The next literal that waits in the same bucket, and how far behind its beginning its three letters stand. */
  const nexts = new Int32Array(literals.length).fill(-1)
  const offsets = new Int32Array(literals.length)
  const often = frequencies(literals)
  const load = new Int32Array(buckets)
  for (const [number, literal] of literals.entries()) {
    if (literal.length < 3) {
      short.push(number)
      continue
    }
    const offset = rarest(literal, often, load)
    const bucket = bucketAt(literal, offset)
    offsets[number] = offset
    nexts[number] = heads[bucket] ?? -1
    heads[bucket] = number
    load[bucket] = (load[bucket] ?? 0) + 1
  }
  return {
    find(text, found) {
      const last = text.length - 2
      let one = text.charCodeAt(0)
      let two = text.charCodeAt(1)
      for (let place = 0; place < last; place += 1) {
        const three = text.charCodeAt(place + 2)
        let number = heads[bucketOf(one, two, three)] ?? -1
        while (number !== -1) {
          if (
            text.startsWith(literals[number] ?? '', place - (offsets[number] ?? 0)) &&
            place >= (offsets[number] ?? 0)
          )
            found(number)
          number = nexts[number] ?? -1
        }
        one = two
        two = three
      }
      for (const number of short) if (text.includes(literals[number] ?? '')) found(number)
    },
  }
}

const bucketAt = (text: string, place: number): number =>
  bucketOf(text.charCodeAt(place), text.charCodeAt(place + 1), text.charCodeAt(place + 2))

/** How often three letters stand in the literals: what rules have in common, events have too. */
function frequencies(literals: readonly string[]): Int32Array {
  const often = new Int32Array(buckets)
  for (const literal of literals)
    for (let place = 0; place + 2 < literal.length; place += 1) {
      const bucket = bucketAt(literal, place)
      often[bucket] = (often[bucket] ?? 0) + 1
    }
  return often
}

function rarest(literal: string, often: Int32Array, load: Int32Array): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let place = 0; place + 2 < literal.length; place += 1) {
    const bucket = bucketAt(literal, place)
    const cost = (often[bucket] ?? 0) + 2 * (load[bucket] ?? 0)
    if (cost < least) [best, least] = [place, cost]
  }
  return best
}
