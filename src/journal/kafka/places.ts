// Where stages without state stand: many partitions of input share few of a topic of places, and are read together.
import { type MarkedParts, placeKey, readToMarkers, writeMarker } from './marked.ts'

interface Asked {
  readonly owner: string
  readonly nonce: string
  readonly found: (place: string | undefined) => void
  readonly failed: (cause: unknown) => void
}

/** Gives an owner's place. @throws when the partition cannot be read to the owner's marker */
export type ReadPlace = (parts: MarkedParts) => Promise<string | undefined>

/** Whoever asks while a reading is under way shares the next one: a start with fifty partitions reads twice, not fifty times. */
export function placeReader(): ReadPlace {
  const waiting = new Map<string, Asked[]>()
  const reading = new Set<string>()
  const read = async (name: string, parts: MarkedParts): Promise<void> => {
    reading.add(name)
    for (let asked = waiting.get(name) ?? []; asked.length > 0; asked = waiting.get(name) ?? []) {
      waiting.delete(name)
      const places = new Map<string, string | undefined>()
      try {
        await readToMarkers(parts, new Map(asked.map(({ owner, nonce }) => [owner, nonce])), (changes) => {
          for (const [key, value] of changes) places.set(key, value)
        })
        for (const { owner, found } of asked) found(places.get(placeKey(owner)))
      } catch (cause) {
        for (const { failed } of asked) failed(cause)
      }
    }
    reading.delete(name)
  }
  return async (parts) => {
    // Before the reading begins, so that it finds it.
    const nonce = await writeMarker(parts)
    const name = `${parts.topic}-${parts.partition}`
    return new Promise((found, failed) => {
      const asked = waiting.get(name) ?? []
      waiting.set(name, [...asked, { owner: parts.owner, nonce, found, failed }])
      if (!reading.has(name)) void read(name, parts)
    })
  }
}
