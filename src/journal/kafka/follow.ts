// Reads a stage's state as it is committed, wherever that stage runs: for processes that must know what another decides.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import type { Followed, StateChange } from '../../model/journal.ts'
import { trackCaughtUp } from './caught-up.ts'
import { quickRetry } from './client.ts'
import { drainGroups } from './drain.ts'
import { isOurs } from './marked.ts'
import { allEnds } from './place.ts'

export interface FollowParts {
  readonly kafka: Kafka
  readonly admin: Admin
  /** The compacted topic of the state; its first partition is followed. */
  readonly topic: string
  readonly hear: (changes: readonly StateChange[]) => void
}

/** Resolves when all that was committed before is known; goes on until it is stopped. */
export async function followState({ kafka, admin, topic, hear }: FollowParts): Promise<Followed> {
  const known = new Map<string, string>()
  const caughtUp = trackCaughtUp()
  let position = -1n
  const consumer = kafka.consumer({
    groupId: `${drainGroups}${randomUUID()}`,
    retry: { ...quickRetry, restartOnFailure: async () => true },
    maxWaitTimeInMs: 20,
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
    allowAutoTopicCreation: false,
  })
  consumer.on(consumer.events.FETCH, ({ payload }) =>
    caughtUp.fetched(String((payload as { nodeId?: unknown }).nodeId)),
  )
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch, heartbeat }) => {
      if (batch.partition !== 0) return
      const changes: StateChange[] = []
      for (const { key, value, offset } of batch.messages) {
        // After a break the client begins anew: what is older than what is known must not come back.
        if (BigInt(offset) <= position) continue
        position = BigInt(offset)
        const name = key?.toString()
        if (name === undefined || isOurs(name)) continue
        if (value === null) known.delete(name)
        else known.set(name, value.toString())
        changes.push([name, value === null ? undefined : value.toString()])
      }
      if (changes.length > 0) hear(changes)
      await heartbeat()
    },
  })
  const high = (await allEnds(admin, topic)).find(({ partition }) => partition === 0)?.high ?? '0'
  while (!caughtUp.is(topic, BigInt(high), position + 1n)) await wait(20)
  return {
    view: {
      get: (key) => known.get(key),
      scan: (prefix, limit) =>
        [...known]
          .filter(([key]) => key.startsWith(prefix))
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .slice(0, limit),
    },
    stop: () => consumer.disconnect(),
  }
}
