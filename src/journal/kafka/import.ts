// A journal in Kafka from lines: records get new offsets, and positions follow them. Until it is done no service starts on it.
import type { Admin, Kafka, Message, Producer } from 'kafkajs'
import {
  bytesOf,
  type PositionLine,
  type RecordLine,
  type StateLine,
  TransferError,
  type TransferLine,
} from '../transfer.ts'
import { quickRetry } from './client.ts'
import { finishFormat, holdFormat } from './format.ts'
import type { Ground } from './ground.ts'
import { placeKey } from './marked.ts'
import { messageOf, piecesOf } from './message.ts'
import { allEnds, placeText } from './place.ts'
import { ensureTopics } from './topics.ts'
import { connectTransactional } from './transaction.ts'

export interface ImportOutcome {
  readonly count: number
  /** Raw topics whose position means nothing here: they are read from their beginning. */
  readonly left: readonly string[]
}

export interface ImportParts {
  readonly admin: Admin
  readonly kafka: Kafka
  readonly ground: Ground
}

const mostRecords = 500
const mostBytes = 4 << 20

/**
 * Makes the topics that are missing and fills them.
 * @throws TransferError where one of them holds records, or has another number of partitions than what is imported
 */
export async function importKafka(parts: ImportParts, lines: AsyncIterable<TransferLine>): Promise<ImportOutcome> {
  const { admin, kafka, ground } = parts
  const marker = { kafka, admin, topic: ground.names.state('intake') }
  await prepare(parts)
  await holdFormat(marker)
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    retry: quickRetry,
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  try {
    const writing = writer(parts, producer)
    let count = 0
    for await (const line of lines) {
      await writing.take(line)
      count += 1
    }
    const left = await writing.end()
    await finishFormat(marker)
    return { count, left }
  } finally {
    await producer.disconnect().catch(() => undefined)
  }
}

async function prepare({ admin, ground: { table, replication } }: ImportParts): Promise<void> {
  const own = table.filter(({ raw }) => !raw)
  const complaints = await ensureTopics(admin, own, replication)
  if (complaints[0] !== undefined) throw new TransferError(complaints[0])
  for (const { topic } of own)
    if ((await allEnds(admin, topic)).some(({ high }) => high !== '0'))
      throw new TransferError(
        `${topic} holds records already, or held some, and two journals cannot be made one: delete Lastcopy’s own topics while nothing runs, or name another journal.prefix`,
      )
}

/** A position that waits for the record at its offset to get a new one. */
interface Waiting {
  readonly line: PositionLine
  readonly old: bigint
  now: bigint | undefined
}

function writer({ admin, kafka, ground: { names, table } }: ImportParts, producer: Producer) {
  const positions: Waiting[] = []
  const buffers = new Map<string, { readonly lines: RecordLine[]; bytes: number }>()
  const ends = new Map<string, bigint>()
  const partitionsOf = new Map<string, number>()

  const partitions = async (topic: string): Promise<number> => {
    const known = partitionsOf.get(topic)
    if (known !== undefined) return known
    const found = (await allEnds(admin, topic)).length
    partitionsOf.set(topic, found)
    return found
  }
  const assertFits = async (topic: string, partition: number): Promise<void> => {
    const here = await partitions(topic)
    if (partition >= here)
      throw new TransferError(
        `${topic} has ${here} partitions here, and what is imported has more: memory goes with its partition, so set journal.partitions as it was`,
      )
  }
  /** Topics with a batch for each, in pieces; gives the offset of each first message. */
  const send = async (topic: string, messages: readonly Message[]): Promise<readonly bigint[]> => {
    const offsets: bigint[] = []
    for (const piece of piecesOf([{ topic, messages: [...messages] }], mostBytes))
      for (const one of piece) {
        const [told] = await producer.send({ ...one, acks: -1 })
        const base = BigInt(told?.baseOffset ?? '0')
        for (const index of one.messages.keys()) offsets.push(base + BigInt(index))
      }
    return offsets
  }
  const flush = async (name: string): Promise<void> => {
    const { lines } = buffers.get(name) ?? { lines: [] }
    buffers.delete(name)
    const [first] = lines
    if (!first) return
    const { topic, partition } = first
    await assertFits(names.topic(topic), partition)
    const offsets = await send(
      names.topic(topic),
      lines.map((line) => ({ ...messageOf(recordOf(line)), value: bytesOf(line) })),
    )
    const mine = positions.filter(({ line }) => line.topic === topic && line.partition === partition)
    for (const [index, line] of lines.entries())
      for (const one of mine) if (one.now === undefined && BigInt(line.offset) >= one.old) one.now = offsets[index]
    ends.set(name, (offsets.at(-1) ?? -1n) + 1n)
  }
  const states: StateLine[] = []
  const flushStates = async (): Promise<void> => {
    const byTopic = Map.groupBy(states.splice(0), ({ stage }) => names.state(stage))
    for (const [topic, list] of byTopic) {
      for (const partition of new Set(list.map((line) => line.partition))) await assertFits(topic, partition)
      await send(
        topic,
        list.map(({ partition, key, value }) => ({ partition, key, value })),
      )
    }
  }
  const kept = new Set(table.map(({ topic }) => topic))
  const take = async (line: TransferLine): Promise<void> => {
    // A stage that this configuration does not run has no topic here.
    if ('stage' in line && !kept.has(names.state(line.stage))) return
    if (line.type === 'position') positions.push({ line, old: BigInt(line.offset), now: undefined })
    else if (line.type === 'state') {
      states.push(line)
      if (states.length >= mostRecords) await flushStates()
    } else if (line.type === 'record') {
      const name = `${line.topic} ${line.partition}`
      const buffer = buffers.get(name) ?? { lines: [], bytes: 0 }
      buffers.set(name, buffer)
      buffer.lines.push(line)
      buffer.bytes += (line.value ?? line.bytes ?? '').length
      if (buffer.lines.length >= mostRecords || buffer.bytes >= mostBytes) await flush(name)
    }
  }
  /** Where it goes on here; undefined where that means nothing here. */
  const placeHere = async ({ line, old, now }: Waiting): Promise<bigint | undefined> => {
    if (!table.some(({ raw, topic }) => raw && topic === line.topic))
      return now ?? ends.get(`${line.topic} ${line.partition}`) ?? 0n
    if (!(await admin.listTopics()).includes(line.topic)) return undefined
    const found = (await allEnds(admin, line.topic)).find(({ partition }) => partition === line.partition)
    return found && old >= BigInt(found.low) && old <= BigInt(found.high) ? old : undefined
  }
  return {
    take,
    /** @returns raw topics whose position means nothing here */
    async end(): Promise<readonly string[]> {
      for (const name of [...buffers.keys()]) await flush(name)
      await flushStates()
      const left = new Set<string>()
      const keeper = await connectTransactional(kafka, names.transaction('append', 'import'))
      try {
        for (const one of positions) {
          const place = await placeHere(one)
          if (place === undefined) left.add(one.line.topic)
          else await keep(keeper, one.line, place)
        }
      } finally {
        await keeper.disconnect().catch(() => undefined)
      }
      return [...left]
    },
  }

  /** The place beside the state, and the group's own offset, as one. */
  async function keep(keeper: Producer, { stage, topic, partition }: PositionLine, next: bigint): Promise<void> {
    const physical = names.topic(topic)
    const state = names.state(stage)
    const at = partition % (await partitions(state))
    const transaction = await keeper.transaction()
    const place = { partition: at, key: placeKey(`${physical}-${partition}`), value: placeText({ next: String(next) }) }
    await transaction.send({ topic: state, messages: [place] })
    await transaction.sendOffsets({
      consumerGroupId: names.group(stage),
      topics: [{ topic: physical, partitions: [{ partition, offset: String(next) }] }],
    })
    await transaction.commit()
  }
}

const recordOf = ({ topic, partition, key, headers, at }: RecordLine) => ({
  topic,
  partition,
  ...(key === undefined ? {} : { key }),
  ...(headers === undefined ? {} : { headers }),
  value: undefined,
  timestamp: at,
})
