// Where to go on in a partition: what was committed, held against what is still there.
import type { Admin } from 'kafkajs'

/** What a group committed for a partition; undefined when nothing. */
export async function committedOffset(
  admin: Admin,
  group: string,
  topic: string,
  partition: number,
): Promise<string | undefined> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
  const offset = found?.partitions.find((one) => one.partition === partition)?.offset ?? '-1'
  return BigInt(offset) < 0n ? undefined : offset
}

/**
 * The offset to go on from. Records that are gone before they were read, and a topic that is shorter than it was (made anew
 * under its old name), are told as a gap; then the oldest record that is there is next.
 */
export async function soundPosition(
  admin: Admin,
  topic: string,
  partition: number,
  expected: string | undefined,
  gap: (expected: string, found: string) => void,
): Promise<bigint> {
  const ends = await admin.fetchTopicOffsets(topic)
  const here = ends.find((one) => one.partition === partition)
  const [low, high] = [here?.low ?? '0', here?.high ?? '0']
  if (expected === undefined) return BigInt(low)
  const lost = BigInt(expected) < BigInt(low)
  const shorter = BigInt(expected) > BigInt(high)
  if (lost) gap(expected, low)
  else if (shorter) gap(expected, high)
  return lost || shorter ? BigInt(low) : BigInt(expected)
}
