// A journal in Kafka as lines: what stages remember and where they stand, folded from their topics, and every record of our own topics.
import type { Admin, Kafka } from 'kafkajs'
import { topics } from '../../model/wire.ts'
import { makeFold } from '../sqlite/fold.ts'
import { type PositionLine, TransferError, type TransferLine, valueFieldsOf } from '../transfer.ts'
import { drain } from './drain.ts'
import { isOurs, ownerOfPlace } from './marked.ts'
import { recordOf } from './message.ts'
import type { Names } from './names.ts'
import { allEnds, placeOf } from './place.ts'
import { stageNames } from './table.ts'

/** So long a transaction of a process that was killed holds a topic's end back, and a little. */
const silence = 75_000

/**
 * Everything, as the last commits left it. What others wrote into raw topics stays there.
 * @throws TransferError while processes of the service run, or where a topic cannot be read to its end
 */
export async function* exportKafka(admin: Admin, kafka: Kafka, names: Names): AsyncGenerator<TransferLine> {
  await assertQuiet(admin, names)
  const there = new Set(await admin.listTopics())
  for (const stage of stageNames) {
    const topic = names.state(stage)
    if (there.has(topic)) yield* stateLines(admin, kafka, names, stage)
  }
  for (const name of Object.values(topics)) {
    const topic = names.topic(name)
    if (!there.has(topic)) continue
    for await (const { partition, messages } of whole(admin, kafka, topic))
      for (const message of messages) {
        const { offset, key, headers, timestamp } = recordOf(name, partition, message)
        yield {
          type: 'record',
          topic: name,
          partition,
          offset,
          ...(key === undefined ? {} : { key }),
          ...valueFieldsOf(message.value),
          ...(Object.keys(headers).length === 0 ? {} : { headers }),
          at: timestamp,
        }
      }
  }
}

/** What is committed while it is read would belong to two moments. */
async function assertQuiet(admin: Admin, names: Names): Promise<void> {
  const { groups } = await admin.describeGroups(stageNames.map(names.group))
  const busy = groups.filter(({ members }) => members.length > 0)
  if (busy.length === 0) return
  const told = busy.map(({ groupId, members }) => `${groupId} (${members.length})`).join(', ')
  throw new TransferError(`processes still work: ${told}; stop all of them, records wait in their topics meanwhile`)
}

async function* stateLines(admin: Admin, kafka: Kafka, names: Names, stage: string): AsyncGenerator<TransferLine> {
  const fold = makeFold()
  try {
    for await (const { partition, messages } of whole(admin, kafka, names.state(stage)))
      fold.write(
        partition,
        messages.flatMap(({ key, value }) => (key === null ? [] : [[key.toString(), value?.toString()] as const])),
      )
    for (const [partition, key, value] of fold.all()) {
      const owner = ownerOfPlace(key)
      const next = owner === undefined ? undefined : placeOf(value)?.next
      if (owner !== undefined && next !== undefined) yield positionOf(names, stage, owner, next)
      else if (!isOurs(key)) yield { type: 'state', stage, partition, key, value }
    }
  } finally {
    fold.close()
  }
}

/** An owner is a topic and a partition, as `lastcopy.events-3`. */
function positionOf(names: Names, stage: string, owner: string, offset: string): PositionLine {
  const at = owner.lastIndexOf('-')
  const topic = names.logical(owner.slice(0, at))
  return { type: 'position', stage, topic, partition: Number(owner.slice(at + 1)), offset }
}

async function* whole(admin: Admin, kafka: Kafka, topic: string) {
  const ends = await allEnds(admin, topic)
  const from = new Map(ends.map(({ partition, low }) => [partition, low]))
  const to = new Map(ends.map(({ partition, high }) => [partition, high]))
  yield* drain(kafka, { topic, from, to, silence, whole: true })
}
