// The partitions that this process owns: each opened when it is assigned, opened again when it fails, let go when it is lost.
import { setTimeout as wait } from 'node:timers/promises'
import type { JournalRecord } from '../../model/journal.ts'
import type { Break, LastRead, Place } from './place.ts'

/** One partition as long as this process owns it. */
export interface Slot {
  /** Records before it are committed already, by this or by a former owner. */
  position(): bigint
  /** Where reading begins. */
  readonly readFrom: bigint
  /** The last record that was read. */
  last(): LastRead | undefined
  /** Processes the batch and commits what comes of it and the place as one. */
  step(batch: readonly JournalRecord[], next: Place): Promise<void>
  /** Tells what is missing and goes on from an offset, as one. */
  skip(gap: Break, to: bigint): Promise<void>
  close(): Promise<void>
}

export interface Held {
  readonly topic: string
  readonly partition: number
  readonly slot: Promise<Slot>
  /** The offset that the next fetch must begin at; undefined until the slot is open. */
  read: bigint | undefined
  /** Fetches that began further on than they must. */
  ahead: number
  busy: boolean
  /** Looks in a row at which it stood outside of what the topic holds. */
  outside: number
  progressAt: number
}

export interface HeldParts {
  readonly openSlot: (topic: string, partition: number) => Promise<Slot>
  readonly seek: (topic: string, partition: number, offset: string) => void
  /** Nothing is fetched before it is known where to begin: the client would begin where the group is, and move the group where that is nowhere. */
  readonly pause: (topic: string, partition: number) => void
  readonly resume: (topic: string, partition: number) => void
  /** Told when a partition is let go. */
  readonly forget: (name: string) => void
}

export interface HeldPartitions {
  /** By name. */
  readonly all: ReadonlyMap<string, Held>
  /** Why a partition stands. */
  readonly troubles: ReadonlyMap<string, string>
  of(topic: string, partition: number): Held
  goTo(held: Held, offset: bigint): void
  /** These are this process's own from now on, and no others. */
  assign(partitions: Readonly<Record<string, readonly number[]>>): void
  /** True once everything that was assigned is open, or says why it is not. */
  settled(): boolean
  /** Lets go and opens again. */
  reopen(name: string): void
  works(name: string): void
  /** Lets go of what failed; resolves when it may be tried again. */
  fails(name: string, why: string): Promise<void>
  end(): Promise<void>
}

export const nameOf = (topic: string, partition: number): string => `${topic}\u0000${partition}`
export const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const longestPause = 5_000

export function holdPartitions({ openSlot, seek, pause, resume, forget }: HeldParts): HeldPartitions {
  const all = new Map<string, Held>()
  const troubles = new Map<string, string>()
  const pauses = new Map<string, number>()
  let mine: ReadonlySet<string> | undefined
  const goTo = (held: Held, offset: bigint): void => {
    held.read = offset
    seek(held.topic, held.partition, String(offset))
  }
  const of = (topic: string, partition: number): Held => {
    const name = nameOf(topic, partition)
    const known = all.get(name)
    if (known) return known
    const slot = openSlot(topic, partition)
    const fresh = { read: undefined, ahead: 0, busy: false, outside: 0, progressAt: Date.now() }
    const held: Held = { topic, partition, slot, ...fresh }
    all.set(name, held)
    pause(topic, partition)
    slot.then(
      ({ readFrom }) => {
        if (all.get(name) !== held) return
        goTo(held, readFrom)
        resume(topic, partition)
      },
      () => all.get(name) === held && all.delete(name),
    )
    return held
  }
  const drop = async (name: string): Promise<void> => {
    const held = all.get(name)
    all.delete(name)
    troubles.delete(name)
    forget(name)
    await held?.slot.then((open) => open.close()).catch(() => undefined)
  }
  /** What is assigned is opened at once, also where no record comes: what waits in its state must go on. */
  const own = async (name: string): Promise<void> => {
    const [topic = '', partition = '0'] = name.split('\u0000')
    for (let pause = 200; mine?.has(name); pause = Math.min(pause * 2, longestPause)) {
      try {
        await of(topic, Number(partition)).slot
        troubles.delete(name)
        return
      } catch (cause) {
        if (mine?.has(name)) troubles.set(name, textOf(cause))
        await wait(pause)
      }
    }
  }
  return {
    all,
    troubles,
    of,
    goTo,
    assign(partitions) {
      const names = Object.entries(partitions).map(([topic, list]) => list.map((partition) => nameOf(topic, partition)))
      mine = new Set(names.flat())
      for (const name of troubles.keys()) if (!mine?.has(name)) troubles.delete(name)
      for (const [name, held] of all) {
        if (!mine?.has(name)) void drop(name)
        // The client begins where the group was; what is held goes on where it was.
        else if (held.read !== undefined) goTo(held, held.read)
        else pause(held.topic, held.partition)
      }
      for (const name of mine) void own(name)
    },
    settled: () =>
      mine !== undefined && [...mine].every((name) => all.get(name)?.read !== undefined || troubles.has(name)),
    reopen: (name) => void drop(name).then(() => own(name)),
    works(name) {
      troubles.delete(name)
      pauses.delete(name)
    },
    async fails(name, why) {
      await drop(name)
      if (mine?.has(name)) troubles.set(name, why)
      const pause = pauses.get(name) ?? 50
      pauses.set(name, Math.min(pause * 2, longestPause))
      await wait(pause)
    },
    async end() {
      await Promise.all([...all.keys()].map(drop))
    },
  }
}
