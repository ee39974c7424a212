// How far a group is behind in the partitions that this process owns, and why it stands where it stands.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import type { StageLag } from '../../model/journal.ts'
import type { CaughtUp } from './caught-up.ts'
import { type Held, type HeldPartitions, nameOf } from './held.ts'
import { allEnds } from './place.ts'

interface LagParts {
  readonly topics: readonly string[]
  readonly admin: Admin
  readonly held: HeldPartitions
  readonly crash: string | undefined
  readonly caughtUp: CaughtUp
}

/** So many looks in a row: what is being worked off may have left the topic meanwhile. */
const looks = 3

export async function lagOf({ topics, admin, held, crash, caughtUp }: LagParts): Promise<StageLag[]> {
  const lags: StageLag[] = []
  for (const topic of topics) {
    for (const { partition, high, low } of await allEnds(admin, topic)) {
      const name = nameOf(topic, partition)
      const one = held.all.get(name)
      const trouble = held.troubles.get(name) ?? crash
      if (!one && trouble === undefined) continue
      const position = await Promise.race([one?.slot.then((open) => open.position()).catch(() => undefined), wait(0)])
      // It stands outside of what the topic holds: opened again, it finds and tells what happened.
      if (one && position !== undefined && isOutside(one, position, { low: BigInt(low), high: BigInt(high) }))
        held.reopen(name)
      // Before it is open nobody knows; what there is may all be left.
      const records =
        position === undefined
          ? Number(BigInt(high) - BigInt(low))
          : caughtUp.is(name, BigInt(high), position)
            ? 0
            : Number(BigInt(high) - position)
      const progressAt = one?.progressAt ?? 0
      // What waits was written after what was read last.
      const oldest = records > 0 ? await Promise.race([lastReadAt(one), wait(0)]) : undefined
      lags.push({
        topic,
        partition,
        records,
        progressAt,
        ...(oldest === undefined ? {} : { oldest }),
        ...(trouble === undefined ? {} : { trouble }),
      })
    }
  }
  return lags
}

const lastReadAt = (one: Held | undefined): Promise<number | undefined> | undefined =>
  one?.slot.then((open) => open.last()?.at).catch(() => undefined)

/** True when it stands still outside of what the topic holds: shorter than it was, or cut before what is to be read. */
function isOutside(
  held: Held,
  position: bigint,
  { low, high }: { readonly low: bigint; readonly high: bigint },
): boolean {
  const read = held.read !== undefined && held.read > position ? held.read : position
  held.outside = !held.busy && (high < position || low > read) ? held.outside + 1 : 0
  return held.outside >= looks
}
