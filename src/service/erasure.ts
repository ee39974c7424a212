// One person's data, erased on request: from alerts that are done, from events, and from the audit log, whose chain holds.
import { randomBytes } from 'node:crypto'
import { blotter } from '../lib/blot.ts'
import type { Alert } from '../model/alert.ts'
import type { EraseAsk } from '../model/ask.ts'
import type { AlertStore, EventStore, StoreEntry } from '../model/store.ts'
import type { EventRecord } from '../model/wire.ts'
import { bareOf, entryOf } from '../people/erase.ts'
import { toldOf } from '../store/told.ts'
import type { Erased, WebDeps } from '../web/deps.ts'
import type { People } from './people.ts'

export interface ErasureParts {
  readonly store: AlertStore
  readonly events: EventStore | undefined
  readonly people: People
}

/** So many entries of the audit log are replaced in one step. */
const mostEntries = 500
const pageSize = 200

/** @returns a function that erases, or only says what it would */
export function makeErasure({ store, events, people }: ErasureParts): WebDeps['erase'] {
  return async (names, { dryRun, by }) => {
    const account = names.find((name) => people.known()?.get('account', name))
    if (account !== undefined) return { account }
    const pseudonym = `erased-${randomBytes(4).toString('hex')}`
    const { blot, names: isNamed } = blotter(names, pseudonym)

    const { done, standing } = await alertsNaming(store, isNamed)
    let told = 0
    for (const alert of done) {
      const entries = await entriesOf(store, alert)
      told += entries.filter((entry) => isNamed(JSON.stringify(entry))).length
      if (!dryRun) await store.rewrite(entries.map(blot))
    }
    const found = events ? await eventsNaming(events, names, isNamed) : []
    if (!dryRun) await events?.dropEvents(found)

    const entries = []
    for await (const text of people.audit()) {
      const entry = isNamed(text) ? entryOf(text) : undefined
      // What was decided stays; only who and what is named goes.
      if (entry?.personal !== undefined && isNamed(JSON.stringify(entry.personal))) entries.push(bareOf(entry))
    }
    const counts = { alerts: done.length, told, events: found.length, entries: entries.length }
    const erased: Erased = { pseudonym, ...counts, standing: standing.map(({ id }) => id) }
    if (dryRun) return erased
    for (let from = 0; from === 0 || from < entries.length; from += mostEntries) {
      const bare = entries.slice(from, from + mostEntries)
      const detail = { pseudonym, ...counts, standing: standing.length }
      const outcome = await people.ask({ act: 'personal-data-erased', bare, detail } satisfies EraseAsk, by)
      if (outcome === 'late') return { late: true }
      if (outcome.refused !== undefined) return { refused: outcome.refused }
    }
    return erased
  }
}

interface Naming {
  readonly done: readonly Alert[]
  /** Somebody still works on them: who it was must be known as long. */
  readonly standing: readonly Alert[]
}

async function alertsNaming(store: AlertStore, isNamed: (text: string) => boolean): Promise<Naming> {
  const told = new Set<string>()
  for await (const entry of store.log({})) {
    const { at: _, ...own } = entry
    if (isNamed(JSON.stringify(own))) told.add(toldOf(own as Parameters<typeof toldOf>[0])[0])
  }
  const found: Alert[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.find({ limit: pageSize, sort: 'oldest', ...(cursor === '' ? {} : { cursor }) })
    found.push(...page.alerts.filter((alert) => told.has(alert.id) || isNamed(JSON.stringify(alert))))
    cursor = page.next
  }
  const over = ({ status }: Alert): boolean => status === 'resolved' || status === 'closed'
  return { done: found.filter(over), standing: found.filter((alert) => !over(alert)) }
}

async function entriesOf(store: AlertStore, alert: Alert): Promise<readonly StoreEntry[]> {
  const { pages, deliveries, actions, decisions, rings } = await store.history(alert.id)
  return [
    { type: 'alert', alert },
    ...pages.map((page): StoreEntry => ({ type: 'page', page })),
    ...deliveries.map((delivery): StoreEntry => ({ type: 'delivery', delivery })),
    ...actions.map((action): StoreEntry => ({ type: 'action', action })),
    ...decisions.map((decision): StoreEntry => ({ type: 'decision', decision })),
    ...rings.map((one): StoreEntry => ({ type: 'rings', rings: one })),
  ]
}

/** Events go whole: what matters of them stands in the alerts. */
async function eventsNaming(
  events: EventStore,
  names: readonly string[],
  isNamed: (text: string) => boolean,
): Promise<readonly EventRecord[]> {
  const found = new Map<string, EventRecord>()
  for (const name of names)
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const text = `"${name.replaceAll('"', '')}"`
      const page = await events.findEvents({ text, limit: pageSize, ...(cursor === '' ? {} : { cursor }) })
      for (const record of page.events)
        if (isNamed(JSON.stringify(record))) found.set(`${record.ref.source} ${record.ref.position}`, record)
      cursor = page.next
    }
  return [...found.values()]
}
