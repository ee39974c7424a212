// A dead letter that is put back on its raw topic: what its headers say, and where in time its events belong.
import { shippedHeader } from '../model/intake.ts'
import type { JournalRecord, NewRecord } from '../model/journal.ts'
import type { DeadLetter } from '../model/wire.ts'
import type { Draft, LaneEvent } from './lane.ts'
import { placeInTime } from './sane-time.ts'

const names = { from: 'lastcopy-replayed-from', tries: 'lastcopy-tries', received: 'lastcopy-received' } as const

/** How a record came back. */
export interface Replayed {
  /** Id of the dead letter. */
  readonly from: string
  /** How often it was tried before. */
  readonly tries: number
  /** Epoch milliseconds: when it was first received. */
  readonly received: number
}

/** The record for its raw topic. Its headers carry what the topic's own timestamp no longer tells. */
export function replayRecord(id: string, letter: DeadLetter): NewRecord {
  const { position, record, key, tries = 1, received, shipped } = letter
  return {
    topic: position.topic,
    value: Buffer.from(record, 'base64'),
    headers: {
      [names.from]: id,
      [names.tries]: String(tries),
      [names.received]: String(Date.parse(received)),
      ...(shipped ? { [shippedHeader]: JSON.stringify(shipped) } : {}),
    },
    ...(key === undefined ? {} : { key }),
  }
}

/** Undefined for a record that came by itself. */
export function replayedOf({ headers }: JournalRecord): Replayed | undefined {
  const from = headers[names.from]
  if (from === undefined) return undefined
  const [tries, received] = [Number(headers[names.tries]), Number(headers[names.received])]
  return {
    from: from.slice(0, 40),
    tries: Number.isInteger(tries) && tries > 0 ? tries : 1,
    received: Number.isFinite(received) ? received : 0,
  }
}

/** Each event at its own time, as the neighbours of its first receipt would have borne it out; its topic's time goes on without it. */
export function placeReplayed(drafts: readonly Draft[]): readonly LaneEvent[] {
  return drafts.flatMap(({ event, source, position, time, latest }) => {
    if (!event) return []
    const known = Number.isFinite(latest) ? latest : undefined
    const { at } = placeInTime(time, known, () => [], latest)
    return [{ event, source, position, at, running: at }]
  })
}
