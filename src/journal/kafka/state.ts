// A stage's state for one partition: a compacted topic is the truth, a disposable local file holds what stands in it.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Admin, Kafka, Producer } from 'kafkajs'
import type { StateChange, StateView } from '../../model/journal.ts'
import { openScratch } from '../sqlite/database.ts'
import { openState, type StageState } from '../sqlite/state.ts'
import { drain } from './drain.ts'

export interface PartitionState extends StateView {
  committed(changes: readonly StateChange[]): void
  close(): void
}

const beyond = '9223372036854775807'

/** Behind this nonce nothing of a former owner can stand: it was written by the producer that fenced it off. */
export const marker = '\u0000marker'

export interface RestoreParts {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly producer: Producer
  readonly topic: string
  readonly partition: number
}

/** Rebuilds the state from its topic. The caller's transactional producer must be connected, so that nobody else writes. */
export async function restoreState({
  kafka,
  admin,
  producer,
  topic,
  partition,
}: RestoreParts): Promise<PartitionState> {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-state-'))
  const database = openScratch(join(folder, 'state.db'))
  const state: StageState = openState(database, topic)
  const nonce = randomUUID()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ partition, key: marker, value: nonce }] })
  await transaction.commit()
  const offsets = await admin.fetchTopicOffsets(topic)
  const here = offsets.find((offset) => offset.partition === partition)
  let found = false
  let overtaken = false
  await drain(kafka, {
    topic,
    // The marker must come: it was committed before.
    silence: 10_000,
    from: new Map([[partition, here?.low ?? '0']]),
    // The end that the broker names may lie before a marker whose transaction is only just being closed.
    to: new Map([[partition, beyond]]),
    take(_, messages) {
      const changes: StateChange[] = []
      for (const { key, value } of messages) {
        const name = key?.toString()
        if (name === marker) {
          if (found) overtaken = true
          else found = value?.toString() === nonce
        } else if (name !== undefined)
          changes.push([name, value === null || value === undefined ? undefined : value.toString()])
      }
      database.transaction(() => state.write(changes))
      return found
    },
  })
  const close = (): void => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  if (!found) {
    close()
    throw new Error(`the state of ${topic}-${partition} could not be read to its end`)
  }
  if (overtaken) {
    close()
    throw new Error(`another process has taken ${topic}-${partition} over`)
  }
  return {
    get: state.get,
    scan: state.scan,
    committed(changes) {
      if (changes.length === 0) return
      database.transaction(() => state.write(changes))
      state.committed(changes)
    },
    close,
  }
}
