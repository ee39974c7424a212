// What providers call back with: who answered there becomes the same act as a press of a button in the console, once.
import { hashOf } from '../lib/hash.ts'
import type { IncidentStory } from '../model/incident.ts'
import type { NewRecord } from '../model/journal.ts'
import type { RingsAt } from '../model/page.ts'
import type { Answered, HookCall } from '../model/pager.ts'
import type { AlertStore } from '../model/store.ts'
import { type RingsRecord, topics } from '../model/wire.ts'
import type { HookOutcome, HookTaken, WebDeps } from '../web/deps.ts'
import type { Channel } from './courier.ts'

export interface HooksParts {
  readonly channels: readonly Channel[]
  readonly store: AlertStore
  readonly site: string
  readonly act: WebDeps['act']
  /** Durable when it resolves. */
  append(record: NewRecord): Promise<void>
  /** Whether the store lags behind the journal, so that what it does not know may be there. */
  behind(): Promise<boolean>
  observe?(pager: string, outcome: HookOutcome): void
  now(): number
}

const mostRecent = 10_000
const longestName = 100

/** @returns takes one call for the pager of that name; undefined where none of that name can call back */
export function makeHooks({ channels, store, site, act, append, behind, observe, now }: HooksParts) {
  /** What was taken and may not be in the store yet. */
  const recent = new Set<string>()

  const find = async (pager: string, key: string): Promise<IncidentStory | undefined> => {
    if (key !== '') return store.incident(key)
    const newest = await store.newestOf(pager)
    return newest && store.incident(newest.id)
  }
  const settle = async (pager: string, told: Answered, from: string | undefined): Promise<HookOutcome> => {
    const id = hashOf('hook', pager, told.id)
    if (recent.has(id)) return 'known'
    const story = await find(pager, told.dedupKey)
    if (!story) return (await behind()) ? 'later' : 'unknown'
    if (isKnown(story, id)) return 'known'
    const outcome = whatIsNew(story, told)
    if (outcome !== 'taken') return outcome
    const { incident } = story
    recent.add(id)
    if (recent.size > mostRecent) for (const old of [...recent].slice(0, mostRecent / 10)) recent.delete(old)
    try {
      if (told.act === 'triggered') {
        const alert = await store.get(incident.alert)
        const at = new Date(now()).toISOString()
        const rings = { id, dedupKey: incident.id, alert: incident.alert, pager, at, ...shortened(told.rings) }
        const value = JSON.stringify({ type: 'rings', rings } satisfies RingsRecord)
        await append({ topic: topics.alerts, key: alert?.site ?? site, value })
      } else
        await act(
          {
            id,
            // A provider's incident may be over while the alert is not: that is closed by whoever says what it was.
            act: told.act === 'unacknowledge' ? 'unacknowledge' : 'acknowledge',
            alert: incident.alert,
            via: 'hook',
            stage: incident.stage,
            dedupKey: incident.id,
            pager,
            saidAt: told.at,
            ...(told.act === 'resolve' ? { text: `resolved at ${pager}` } : {}),
          },
          {
            who: { kind: 'provider', name: `${oneLine(told.by) || 'somebody'} at ${pager}` },
            ...(from === undefined ? {} : { from }),
          },
        )
    } catch (cause) {
      recent.delete(id)
      throw cause
    }
    return 'taken'
  }
  return async (pager: string, call: HookCall, from: string | undefined): Promise<HookTaken | undefined> => {
    const channel = channels.find(({ name }) => name === pager)
    const hook = channel?.pager.hook
    if (!channel || !hook) return undefined
    const read = hook.read(call, channel.settings, now())
    if (!read.ok) {
      observe?.(pager, 'refused')
      return { outcomes: ['refused'], why: read.error }
    }
    const outcomes: HookOutcome[] = []
    for (const told of read.value) {
      const outcome = await settle(pager, told, from)
      observe?.(pager, outcome)
      outcomes.push(outcome)
    }
    // Nobody is told that it is theirs when there is no such page.
    const reply = hook.reply?.(
      call,
      read.value.filter((_, index) => outcomes[index] === 'taken' || outcomes[index] === 'known'),
    )
    return { outcomes, ...(reply === undefined ? {} : { reply }) }
  }
}

const isKnown = ({ actions, rings }: IncidentStory, id: string): boolean =>
  actions.some((one) => one.id === id) || rings.some((one) => one.id === id)

/** Providers call in any order, and tell of our own acknowledgement too: what changes nothing is not written. */
function whatIsNew({ incident, actions }: IncidentStory, told: Answered): HookOutcome {
  if (told.act === 'triggered') return told.rings === undefined ? 'idle' : 'taken'
  const later = actions.some(
    ({ via, dedupKey, saidAt }) =>
      via === 'hook' && dedupKey === incident.id && saidAt !== undefined && isAfter(saidAt, told.at),
  )
  if (later) return 'stale'
  const answered = incident.answered !== undefined
  return (told.act === 'unacknowledge') === answered ? 'taken' : 'idle'
}

const isAfter = (one: string, other: string): boolean => Date.parse(one) > Date.parse(other)

const shortened = (rings: Answered['rings']): Pick<RingsAt, 'service' | 'urgency' | 'escalationPolicy'> =>
  Object.fromEntries(
    Object.entries(rings ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, oneLine(value)]])),
  )

/** A provider's text as one line of ours: nobody signs with a name that reverses the line or fills the screen. */
const oneLine = (text: string): string =>
  [
    ...text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, longestName)
    .join('')
