// Asks of people on their way into the journal and back: appended, decided by the stage wherever it runs, and waited for.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Ask, AskOutcome, AskRecord } from '../model/ask.ts'
import type { Followed, Journal, NewRecord } from '../model/journal.ts'
import { topics } from '../model/wire.ts'
import { inOrder } from '../people/erase.ts'
import { headOf, readerOver } from '../people/shelf.ts'
import { outcomesIn, peopleStageName } from '../people/stage.ts'
import type { Acting, PeopleDesk } from '../web/deps.ts'

export interface People extends PeopleDesk {
  /** The ask as a record, to be appended together with others. */
  recordOf(ask: Ask, by: Acting): NewRecord
  /** Begins to follow what is decided. */
  begin(): Promise<void>
  stop(): Promise<void>
}

/** So long an answer is waited for: a stage that moves to another process needs some seconds. */
const patience = 15_000

export const lastcopyItself: Acting = { who: { kind: 'system', name: 'lastcopy' } }

export function makePeople({ journal, now }: { readonly journal: Journal; now(): number }): People {
  const waiting = new Map<string, (outcome: AskOutcome) => void>()
  let followed: Followed | undefined
  let stopped = false

  const recordOf = (ask: Ask, { who, from }: Acting, id: string = randomUUID()): NewRecord => {
    const at = new Date(now()).toISOString()
    const salt = randomBytes(16).toString('base64url')
    const record: AskRecord = { type: 'ask', id, at, salt, who, ...(from === undefined ? {} : { from }), ask }
    return { topic: topics.people, partition: 0, value: JSON.stringify(record) }
  }
  const lying = async function* (): AsyncGenerator<string> {
    for await (const { value } of journal.read(topics.audit))
      if (value !== undefined) yield Buffer.from(value).toString()
  }
  return {
    recordOf,
    async begin() {
      const following = await journal.follow(peopleStageName, (changes) => {
        for (const outcome of outcomesIn(changes)) waiting.get(outcome.id)?.(outcome)
      })
      if (stopped) await following.stop()
      else followed = following
    },
    known: () => followed && readerOver(followed.view),
    async ask(ask, by) {
      const id = randomUUID()
      const answered = new Promise<AskOutcome | 'late'>((answer) => {
        const timer = setTimeout(answer, patience, 'late')
        waiting.set(id, (outcome) => {
          clearTimeout(timer)
          answer(outcome)
        })
      })
      try {
        await journal.append([recordOf(ask, by, id)])
        return await answered
      } finally {
        waiting.delete(id)
      }
    },
    note: (ask, by) => journal.append([recordOf(ask, by)]),
    // Until something was erased the log lies in its order, and is read once.
    audit: () => (followed && readerOver(followed.view).get('erased') === undefined ? lying() : inOrder(lying)),
    async *auditFrom(place) {
      for await (const { offset, value } of journal.read(topics.audit, place)) {
        const next = String(BigInt(offset) + 1n)
        if (value !== undefined) yield { text: Buffer.from(value).toString(), next }
      }
    },
    head: () => followed && headOf(readerOver(followed.view)),
    async stop() {
      stopped = true
      await followed?.stop()
    },
  }
}
