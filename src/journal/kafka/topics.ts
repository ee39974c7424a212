// The topics that the journal needs: made where they are missing, explained where they are otherwise than they must be.
import { setTimeout as wait } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import { quickRetry } from './client.ts'
import { settingsOf, type WantedTopic } from './table.ts'

/** Makes what is missing. @returns a sentence for each topic that stands otherwise than it must */
export async function ensureTopics(
  admin: Admin,
  wanted: readonly WantedTopic[],
  replication: number,
): Promise<readonly string[]> {
  const there = new Set(await admin.listTopics())
  const missing = wanted.filter(({ topic }) => !there.has(topic))
  if (missing.length > 0) await make(admin, missing, replication)
  const metadata = await metadataOf(
    admin,
    wanted.map(({ topic }) => topic),
  )
  return wanted.flatMap(({ topic, partitions, loose }) => {
    const found = metadata.topics.find(({ name }) => name === topic)?.partitions.length ?? 0
    return found === partitions || partitions === 0 || loose
      ? []
      : [
          `${topic} has ${found} partitions where ${partitions} are wanted: state goes with the partition, so changing their number is a migration`,
        ]
  })
}

/** A topic that was only just made is not known to every broker at once. */
async function metadataOf(admin: Admin, topics: string[]): ReturnType<Admin['fetchTopicMetadata']> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await admin.fetchTopicMetadata({ topics })
    } catch (cause) {
      if (turn >= longestTurns || !isUnknown(cause)) throw cause
      await wait(250)
    }
  }
}
const longestTurns = 40

const isUnknown = (cause: unknown): boolean =>
  cause instanceof Error &&
  [cause, cause.cause].some((one) => (one as { type?: unknown } | undefined)?.type === 'UNKNOWN_TOPIC_OR_PARTITION')

/**
 * Makes again what somebody deleted. The client remembers each topic that it was asked about, and fails for all of them once
 * one is gone, so a fresh one does it.
 */
export async function mendTopics(
  kafka: Kafka,
  admin: Admin,
  wanted: readonly WantedTopic[],
  replication: number,
): Promise<void> {
  const there = new Set(await admin.listTopics())
  if (wanted.every(({ topic }) => there.has(topic))) return
  const fresh = kafka.admin({ retry: { ...quickRetry, retries: 8 } })
  try {
    await fresh.connect()
    await ensureTopics(fresh, wanted, replication)
  } finally {
    await fresh.disconnect().catch(() => undefined)
  }
}

async function make(admin: Admin, missing: readonly WantedTopic[], replication: number): Promise<void> {
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((wanted) => ({
        topic: wanted.topic,
        numPartitions: wanted.partitions > 0 ? wanted.partitions : -1,
        // -1 takes the broker's default (KIP-464).
        replicationFactor: replication > 0 ? replication : -1,
        configEntries: [...settingsOf(wanted)],
      })),
    })
  } catch (cause) {
    // Another process was quicker, or the broker is still making it.
    if (!isUnknown(cause) && !isThere(cause)) throw cause
  }
}

function isThere(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const all = (cause as { errors?: readonly Error[] }).errors?.map(({ message }) => message).join() ?? ''
  return /already exists/i.test(`${cause.message} ${all}`)
}
