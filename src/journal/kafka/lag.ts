// How far a group is behind in the partitions that this process owns, and why it stands where it stands.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import type { StageLag } from '../../model/journal.ts'
import type { CaughtUp } from './caught-up.ts'
import type { Slot } from './runner.ts'

interface LagParts {
  readonly topics: readonly string[]
  readonly admin: Admin
  readonly slots: ReadonlyMap<string, Promise<Slot>>
  readonly progress: ReadonlyMap<string, number>
  readonly nameOf: (topic: string, partition: number) => string
  readonly troubles: ReadonlyMap<string, string>
  readonly crash: string | undefined
  readonly caughtUp: CaughtUp
}

export async function lagOf({
  topics,
  admin,
  slots,
  progress,
  nameOf,
  troubles,
  crash,
  caughtUp,
}: LagParts): Promise<StageLag[]> {
  const lags: StageLag[] = []
  for (const topic of topics) {
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      const name = nameOf(topic, partition)
      const slot = slots.get(name)
      const trouble = troubles.get(name) ?? crash
      if (!slot && trouble === undefined) continue
      const position = await Promise.race([slot?.then((open) => open.position()).catch(() => undefined), wait(0)])
      const from = position ?? BigInt(low)
      const records = caughtUp.is(name, BigInt(high), from) ? 0 : Number(BigInt(high) - from)
      const progressAt = progress.get(name) ?? 0
      lags.push({ topic, partition, records, progressAt, ...(trouble === undefined ? {} : { trouble }) })
    }
  }
  return lags
}
