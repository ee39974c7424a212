// The people stage: asks in; the chained audit log, what detection must know, and everybody's accounts out. One commit each.
import { isObject } from '../lib/json.ts'
import type { AskOutcome, AskRecord } from '../model/ask.ts'
import { auditActs } from '../model/audit.ts'
import type { JournalRecord, NewRecord, Stage, StateChange } from '../model/journal.ts'
import { type EventsRecord, topics } from '../model/wire.ts'
import { seal } from './chain.ts'
import { decide } from './decide.ts'
import { headOf, shelfOver } from './shelf.ts'

export const peopleStageName = 'people'

/** Outcomes stand in the state for a while, so that every process that follows it learns what became of its asks. */
const outcomePrefix = 'outcome\u0000'
const places = 512

export interface PeopleStageOptions {
  /** Sites that a plan holds for, besides its own. */
  readonly sites?: readonly string[]
  owned?: NonNullable<Stage['owned']>
  committed?: NonNullable<Stage['committed']>
}

/** `lastcopy.people` in, `lastcopy.audit` and `lastcopy.events` out. */
export function peopleStage({ sites = [], ...options }: PeopleStageOptions = {}): Stage {
  return {
    name: peopleStageName,
    topics: [topics.people],
    stateful: true,
    process(batch, state) {
      const shelf = shelfOver(state)
      const records: NewRecord[] = []
      const outcomes: StateChange[] = []
      let head = headOf(shelf)
      for (const record of batch) {
        const asked = parseAsk(record)
        if (!asked) continue
        const { entry, refused, told: { plan, drill } = {} } = decide(shelf, asked)
        if (entry) {
          const sealed = seal(entry, head)
          head = { seq: sealed.seq, hash: sealed.hash }
          records.push({ topic: topics.audit, key: String(sealed.seq), value: JSON.stringify(sealed) })
        }
        if (asked.ask.act === 'personal-data-erased' && refused === undefined)
          for (const bare of asked.ask.bare)
            records.push({ topic: topics.audit, key: String(bare.seq), value: JSON.stringify(bare), instead: true })
        for (const site of plan ? new Set([plan.site, ...sites]) : []) {
          const value = JSON.stringify({ type: 'plan', plan: { ...plan, site } } as EventsRecord)
          records.push({ topic: topics.events, key: site, value })
        }
        for (const site of drill ? new Set([drill.site, ...sites]) : []) {
          const value = JSON.stringify({ type: 'drill', drill: { ...drill, site } } as EventsRecord)
          records.push({ topic: topics.events, key: site, value })
        }
        const outcome: AskOutcome = { id: asked.id, ...(refused === undefined ? {} : { refused }) }
        const place = Number(BigInt(record.offset) % BigInt(places))
        outcomes.push([`${outcomePrefix}${place}`, JSON.stringify(outcome)])
      }
      shelf.put('chain', '', head)
      return { records, state: [...shelf.changes(), ...outcomes] }
    },
    ...options,
  }
}

/** The outcomes among changes of the state. */
export const outcomesIn = (changes: readonly StateChange[]): readonly AskOutcome[] =>
  changes.flatMap(([key, value]) =>
    key.startsWith(outcomePrefix) && value !== undefined ? [JSON.parse(value) as AskOutcome] : [],
  )

/** What is no ask of ours is passed over: nobody can be answered. */
function parseAsk({ value }: JournalRecord): AskRecord | undefined {
  if (value === undefined) return undefined
  try {
    const found: unknown = JSON.parse(Buffer.from(value).toString())
    return isAsk(found) ? found : undefined
  } catch {
    return undefined
  }
}

function isAsk(value: unknown): value is AskRecord {
  if (!isObject(value) || value.type !== 'ask' || !isObject(value.ask) || !isObject(value.who)) return false
  const { id, at, salt, who, ask } = value
  if (![id, at, salt, who.name, ask.act].every((text) => typeof text === 'string')) return false
  return !Number.isNaN(Date.parse(String(at))) && auditActs.some((act) => act === ask.act)
}
