// Files as they grow: looks, reads, and writes the records and the place behind them in one step of the journal.
import { setTimeout as wait } from 'node:timers/promises'
import type { FileIntake } from '../model/intake.ts'
import type { StageHandle } from '../model/journal.ts'
import { byAge, lookForFiles } from './file-look.ts'
import { markOf, placesIn, prefixOf, sinceMark } from './file-place.ts'
import { nextStep, type StepParts } from './file-step.ts'
import { stateOf, type Tail, type Tails, trackTails } from './file-tails.ts'
import { type IntakeParts, textOf, topicOf } from './parts.ts'
import { writeFitting } from './write.ts'

export interface FilesParts extends IntakeParts {
  /** Bytes of a record. */
  readonly most: number
  /** Milliseconds between two looks where there is nothing to be read. */
  readonly every: number
}

/** A folder that takes long to look through is looked at less often. */
const share = 10
/** After so much reading it looks again: files may have been rotated meanwhile. */
const longestTurn = 2_000
const longestPause = 10_000
/** A file whose name is gone is held so long for whoever still writes into it. */
const held = 10_000
/** One that does not grow is let go, its place kept. */
const idle = 60_000
/** How far files were read that are nowhere any more is kept so long. */
const remembered = 30 * 86_400_000

/** Reads until it is stopped. */
export async function tailFiles(config: FileIntake, parts: FilesParts): Promise<StageHandle> {
  const { name } = config
  const { journal, log } = parts
  const stopping = new AbortController()
  let tails: Tails | undefined
  let progressAt = Date.now()
  let behind = 0
  let trouble: string | undefined
  /** Files that cannot be read, each told once. */
  const unreadable = new Map<string, string>()

  const begin = async (): Promise<Tails> => {
    const { since, places } = placesIn(await journal.marks(prefixOf(name)))
    const now = Date.now()
    const fresh = trackTails(places, {
      since: since ?? now,
      skipFirst: since === undefined && config.begin === 'end',
      truncated(tail, unread) {
        parts.counts.trouble(name, 'truncated-unread', 1)
        log.warn(
          { intake: name, file: tail.place.path, bytes: unread },
          'a file was cut off before it was read to its end',
        )
      },
    })
    await fresh.settle(await lookForFiles(config.paths, new Set(places.map(({ base }) => base)), now), now)
    if (fresh.all.size === 0) log.warn({ intake: name, paths: config.paths }, 'there is no such file yet')
    // What counts as read is noted before anything is, so that another start sees the same.
    for (const tail of fresh.all.values()) {
      if (tail.place.at > 0 || (tail.place.offset === 0 && tail.place.done === undefined)) continue
      tail.place = { ...tail.place, at: now }
      await journal.take([], markOf(name, tail.place))
    }
    if (since === undefined) await journal.take([], sinceMark(name, now))
    return fresh
  }
  const stepParts = (): StepParts => ({
    config,
    topic: topicOf(parts.topics, config.source),
    most: parts.most,
    now: Date.now(),
    tell: (why) => parts.counts.trouble(name, why, 1),
  })
  /** @returns whether there is more at once */
  const step = async (tail: Tail): Promise<boolean> => {
    const { path } = tail.found ?? tail.place
    let next: Awaited<ReturnType<typeof nextStep>>
    try {
      next = await nextStep(tail, stepParts())
      unreadable.delete(path)
    } catch (cause) {
      if (!unreadable.has(path)) log.warn({ intake: name, file: path, error: textOf(cause) }, 'a file cannot be read')
      unreadable.set(path, textOf(cause))
      return false
    }
    if (!next) return false
    const { records, place, more } = next
    await writeFitting(records, {
      ...parts,
      name,
      write: (some) => journal.take(some, markOf(name, place)),
    })
    tail.place = place
    progressAt = Date.now()
    return more
  }
  /** Those of one name one after the other, oldest first; names in turn. */
  const readAll = async (all: Tails): Promise<boolean> => {
    const turns = byBase([...all.all.values()])
    const end = Date.now() + longestTurn
    for (behind = turns.size; turns.size > 0 && !stopping.signal.aborted; behind = turns.size) {
      for (const [base, [first, ...rest]] of turns) {
        if (!first || stopping.signal.aborted) break
        if (await step(first)) continue
        if (rest.length > 0) turns.set(base, rest)
        else turns.delete(base)
      }
      if (Date.now() > end) return turns.size > 0
    }
    return false
  }
  const tidy = async (all: Tails, now: number): Promise<void> => {
    for (const tail of all.all.values()) {
      const { found, handle, place, goneAt = now } = tail
      const done = found ? tail.readTo === stateOf(found) && now - found.mtime > idle : now - goneAt > held
      if (handle && done) {
        await handle.close()
        tail.handle = undefined
      }
      if (found || tail.handle) continue
      if (place.offset === 0 && place.at === 0) all.drop(tail)
      else if (now - place.at > remembered && now - goneAt > held) {
        await journal.forget(markOf(name, place))
        all.drop(tail)
      }
    }
  }
  const closeAll = async (): Promise<void> => {
    for (const { handle, zipped } of tails?.all.values() ?? []) {
      await handle?.close().catch(() => undefined)
      await zipped?.return(undefined)
    }
    tails = undefined
  }
  const turn = async (): Promise<number> => {
    const now = Date.now()
    if (tails) {
      const bases = new Set([...tails.all.values()].map(({ place }) => place.base))
      await tails.settle(await lookForFiles(config.paths, bases, now), now)
    } else tails = await begin()
    const took = Date.now() - now
    const more = await readAll(tails)
    await tidy(tails, Date.now())
    const [[file, why] = []] = unreadable
    trouble = file === undefined ? undefined : `${file} cannot be read: ${why}`
    return more ? 0 : Math.max(parts.every, took * share)
  }
  const loop = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      let pause: number
      try {
        pause = await turn()
        failures = 0
      } catch (cause) {
        // Nobody knows what was written: how far it came is asked again.
        await closeAll()
        trouble = textOf(cause)
        behind = Math.max(behind, 1)
        failures += 1
        pause = Math.min(100 * 2 ** failures, longestPause)
      }
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
    await closeAll()
  }
  const ended = loop()
  return {
    async lag() {
      return [{ topic: name, partition: 0, records: behind, progressAt, ...(trouble === undefined ? {} : { trouble }) }]
    },
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** Files whose name is gone come first: they are the oldest. */
function byBase(tails: readonly Tail[]): Map<string, readonly Tail[]> {
  const readable = tails.filter(({ found, handle }) => found !== undefined || handle !== undefined)
  const gone = { mtime: 0, path: '' }
  const sorted = readable.sort((a, b) => byAge(a.found ?? gone, b.found ?? gone))
  const found = new Map<string, Tail[]>()
  for (const tail of sorted) {
    const list = found.get(tail.place.base)
    if (list) list.push(tail)
    else found.set(tail.place.base, [tail])
  }
  return found
}
