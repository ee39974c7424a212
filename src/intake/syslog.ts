// Syslog over UDP, TCP and TLS: who may send what, and what each message becomes.
import { BlockList, isIP } from 'node:net'
import { type Shipped, type SyslogIntake, shippedHeader } from '../model/intake.ts'
import type { NewRecord, StageHandle } from '../model/journal.ts'
import type { Frame } from './frames.ts'
import { type HandOver, handOver } from './hand-over.ts'
import { letterOf, tooLong } from './letter.ts'
import { type IntakeLog, type IntakeParts, topicOf } from './parts.ts'
import { sparing } from './sparing.ts'
import { listenDatagrams } from './syslog-datagrams.ts'
import { listenStream } from './syslog-stream.ts'

/** What one listener hands over, and how. */
export interface Desk {
  readonly config: SyslogIntake
  readonly parts: IntakeParts
  readonly hand: HandOver
  /** Tells of what strangers can cause as often as they like. */
  readonly warn: IntakeLog['warn']
  /** Undefined: nobody reads what this address sends. */
  clerkFor(address: string, as?: string): Clerk | undefined
}

/** What a sender's messages become. */
export interface Clerk {
  readonly shipped: Shipped
  take(frames: readonly Frame[]): void
}

export interface Listener {
  /** Why it is not well, where it is not. */
  trouble(): string | undefined
  stop(): Promise<void>
}

/** Bytes that wait at most. Senders over TCP are held up then; datagrams are lost. */
const mostWaiting = { udp: 64 << 20, tcp: 16 << 20, tls: 16 << 20 } as const

/** Listens. @throws when the address cannot be had */
export async function openSyslog(config: SyslogIntake, parts: IntakeParts): Promise<StageHandle> {
  const { name, transport } = config
  const { journal, topics, counts } = parts
  const hand = handOver({ journal, topics, counts, name, most: mostWaiting[transport] })
  const desk: Desk = { config, parts, hand, warn: sparing(parts.log), clerkFor: clerks(config, parts, hand) }
  const listener = transport === 'udp' ? await listenDatagrams(desk) : await listenStream(desk)
  return {
    async lag() {
      const trouble = listener.trouble()
      return [{ ...hand.lag(name), ...(trouble === undefined ? {} : { trouble }) }]
    },
    async stop() {
      await listener.stop()
      const lost = await hand.stop()
      if (lost > 0) parts.log.warn({ intake: name, records: lost }, 'records that came in could not be written')
    },
  }
}

function clerks(config: SyslogIntake, { topics, counts }: IntakeParts, hand: HandOver): Desk['clerkFor'] {
  const sourceOf = sourcesBySender(config)
  const { name, transport, maxMessage } = config
  return (address, as) => {
    const source = sourceOf(address)
    if (source === undefined) return undefined
    const topic = topicOf(topics, source)
    const shipped: Shipped = {
      via: `syslog-${transport}`,
      intake: name,
      from: address,
      ...(as === undefined ? {} : { as }),
    }
    const headers = { [shippedHeader]: JSON.stringify(shipped) }
    const recordOf = (frame: Frame): NewRecord => {
      const received = Date.now()
      if (frame.kind === 'record') return { topic, key: address, value: frame.bytes, timestamp: received, headers }
      counts.trouble(name, frame.why, 1)
      return letterOf({ source, topic, shipped, received, bytes: frame.bytes, reason: reasonOf(frame, maxMessage) })
    }
    return { shipped, take: (frames) => hand.put(frames.map(recordOf)) }
  }
}

const reasonOf = ({ why, length }: Extract<Frame, { kind: 'unfit' }>, most: number): string =>
  why === 'too-long'
    ? tooLong(length, most)
    : why === 'cut-off'
      ? 'the connection ended in the middle of the message'
      : 'no count of octets stands where one must, so the connection was closed'

/** The first sender that fits; else what the listener says for all. */
function sourcesBySender({ senders, source }: SyslogIntake): (address: string) => string | undefined {
  const lists = senders.map((sender) => {
    const list = new BlockList()
    for (const network of sender.from) {
      const [address = '', bits] = network.split('/')
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      if (bits === undefined) list.addAddress(address, family)
      else list.addSubnet(address, Number(bits), family)
    }
    return { list, source: sender.source }
  })
  return (address) =>
    lists.find(({ list }) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))?.source ?? source
}

export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/i, '')
