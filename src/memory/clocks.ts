// Clocks that were stepped: by how much at once, by how much in a month, and whether a boot explains it. Contract, row 14.
import { day, hour, minute, second } from '../lib/duration.ts'
import type { Json } from '../lib/json.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { devicesOf } from './parents.ts'
import { asJson, keyOf, listOf, recordOf, siteOf } from './recall.ts'

/** When and by how much, in epoch milliseconds and milliseconds; ahead is positive. */
type Step = readonly [at: number, by: number]

interface Gap {
  /** How far the clock of the last record stood from the true time, and in how many records in a row. */
  readonly by: number
  readonly rows: number
  /** The step that was told of, so that it is told once. */
  readonly told?: number
}

const month = 30 * day
const most = 200
/** What is booted may find its time within so long. */
const settling = 15 * minute
/** Records come late, and minutes say nothing: so far from the true time a record's clock is wrong. */
const wrong = hour

/** What applications do all day: their records come in such numbers that rules for clocks are not asked of them. */
const everyday = new Set(['read', 'other', 'key-used', 'object-written', 'process-started', 'file-renamed'])
export const isEveryday = ({ event }: Event): boolean => everyday.has(event.action)

/**
 * Steps that the event tells of: the host says so, a command sets the clock, or it is the second record in a row that carries
 * another time than everybody else.
 * @param now the sane time of the event
 */
export function knowClock(memory: Memory, event: Event, now: number): Readonly<Record<string, Json>> {
  const [host] = devicesOf(event)
  const key = host ?? (event.event.action === 'clock-changed' ? event.backup?.resource?.id : undefined)
  if (key === undefined || event.event.outcome === 'failure' || isEveryday(event)) return {}
  const site = siteOf(event)
  const { detail } = event.backup ?? {}
  if (event.event.action === 'host-started' || detail?.boot === true)
    memory.put('seen', keyOf(site, 'boot', key), now, now + day)
  const by =
    event.event.action === 'clock-changed'
      ? statedStep(event)
      : carriedStep(memory, keyOf(site, 'gap', key), event, now)
  if (by === undefined || Math.abs(by) < second) return {}
  const boot = memory.get('seen', keyOf(site, 'boot', key))
  const booted = typeof boot === 'number' && Math.abs(now - boot) <= settling
  const facts: Record<string, Json> = {
    clock_step_hours: round(Math.abs(by)),
    ...(booted ? { booted: true } : {}),
  }
  // What follows a boot or a pause brings the clock back; it adds up to nothing.
  if (booted) return facts
  const place = keyOf(site, 'clock-steps', key)
  const steps = listOf<Step>(memory.get('count', place)).filter(([at]) => Math.abs(now - at) <= month)
  const all = [...steps, [now, by] as const].slice(-most)
  memory.put('count', place, asJson(all), now + month)
  facts.clock_sum_hours = round(Math.abs(all.reduce((sum, [, one]) => sum + one, 0)))
  return facts
}

const round = (length: number): number => Math.round((length / hour) * 100) / 100

/** In milliseconds: what the record says, else what is set against the time of the record. */
function statedStep(event: Event): number | undefined {
  const { detail, change, changes = change ? [change] : [] } = event.backup ?? {}
  if (typeof detail?.step_seconds === 'number') return detail.step_seconds * second
  const clock = changes.find(({ setting }) => setting === 'clock')
  const to = timeOf(clock?.to)
  if (to === undefined) return undefined
  return to - (timeOf(clock?.from) ?? Date.parse(event['@timestamp']))
}

function timeOf(value: Json | undefined): number | undefined {
  const time = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(time) ? time : undefined
}

/** How far the record's time stands from the true one; of what it is ahead of its carrier nothing else can be true. */
function aheadOf(event: Event, now: number): number {
  const time = Date.parse(event['@timestamp'])
  const carried = event.event.created === undefined ? Number.NaN : Date.parse(event.event.created)
  return time - carried > wrong ? time - carried : time - now
}

/** The step that a second record in a row bears out, once. */
function carriedStep(memory: Memory, key: string, event: Event, now: number): number | undefined {
  const by = aheadOf(event, now)
  const known = recordOf<Gap>(memory.get('seen', key))
  if (Math.abs(by) < wrong) {
    if (known.by !== undefined) memory.drop('seen', key)
    return undefined
  }
  const same = known.by !== undefined && Math.abs(known.by - by) < wrong
  const rows = same ? (known.rows ?? 1) + 1 : 1
  const told = same ? known.told : undefined
  const tells = rows >= 2 && told === undefined
  memory.put(
    'seen',
    key,
    asJson({ by, rows, ...(tells ? { told: by } : told === undefined ? {} : { told }) }),
    now + (tells || told !== undefined ? month : day),
  )
  return tells ? by : undefined
}
