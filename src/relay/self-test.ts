// The self-test on a schedule: whether every pager takes a page, how long it takes, and who is told when one does not.
import { day, hour } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { instantOf, wallOf as localOf } from '../lib/local-time.ts'
import type { Delivery, Page } from '../model/page.ts'
import type { ScheduleRecord, SelfTest, TestRecord } from '../model/self-test.ts'
import type { Desk } from './desk.ts'
import { enterPage } from './outbox.ts'
import { testPage } from './page.ts'

const key = 'self-test\u0000'

interface Watch {
  readonly site: string
  readonly plan: SelfTest
  /** Epoch milliseconds by the wall clock. */
  readonly next: number
  readonly running?: { readonly id: string; readonly due: number; readonly waits: readonly string[] }
  /** Pagers that failed and have not been well since. */
  readonly failing: readonly string[]
}

/** The configuration's schedule; one that stays as it was keeps its next time. */
export function onSchedule({ book, at }: Desk, { site, plan }: ScheduleRecord): void {
  const known = book.get<Watch>(key + site)
  if (plan === undefined) {
    book.put(key + site, undefined)
    return
  }
  if (known && JSON.stringify(known.plan) === JSON.stringify(plan)) return
  book.put(key + site, { failing: [], ...known, site, plan, next: nextTest(plan, at.wall) } satisfies Watch)
}

/** The first test comes at the next moment of the day that the plan names, each further one so many days later. */
export function nextTest({ at, zone }: SelfTest, after: number, every = 0): number {
  const from = after + every - (every === 0 ? 0 : day / 2)
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  const local = localOf(from, zone)
  const midnight = local - (((local % day) + day) % day)
  const today = instantOf(midnight + hours * hour + minutes * (hour / 60), zone)
  return today > from ? today : instantOf(midnight + day + hours * hour + minutes * (hour / 60), zone)
}

/** Begins what is due, and tells of what did not come back in time. */
export function watchSelfTests(desk: Desk): void {
  const { book, at } = desk
  for (const [, text] of book.scan(key, 1_000)) {
    let watch = JSON.parse(text) as Watch
    const before = watch
    if (watch.running && at.wall >= watch.running.due) watch = judge(desk, watch)
    if (at.wall >= watch.next) watch = begin(desk, watch)
    if (watch !== before) book.put(key + watch.site, watch)
  }
}

/** The test is a record: it goes the whole way that a record goes before it rings anybody. */
function begin({ book, at, options }: Desk, watch: Watch): Watch {
  const { site, plan } = watch
  const when = new Date(at.wall).toISOString()
  const id = `test-${hashOf('self-test', site, when).slice(0, 16)}`
  const pagers = plan.pagers.length > 0 ? plan.pagers : options.pagers
  book.probe(site, { type: 'test', id, site, by: 'the schedule', at: when, pagers } satisfies TestRecord)
  const running = { id, due: at.wall + plan.within, waits: pagers }
  return { ...watch, running, next: nextTest(plan, at.wall, plan.every) }
}

/** A pager took its page of a test. */
export function hearSelfTest({ book, at, options }: Desk, { alert, pager, verdict }: Delivery): void {
  if (verdict !== 'accepted' || !alert.startsWith('test-')) return
  for (const [, text] of book.scan(key, 1_000)) {
    const watch = JSON.parse(text) as Watch
    if (watch.running?.id !== alert) continue
    const waits = watch.running.waits.filter((one) => one !== pager)
    const mended = watch.failing.includes(pager)
    if (mended)
      tell({ book, at, options }, watch, { pager, over: true, through: options.pagers.filter((one) => one !== pager) })
    const failing = watch.failing.filter((one) => one !== pager)
    const { running, ...rest } = watch
    book.put(key + watch.site, {
      ...rest,
      failing,
      ...(waits.length > 0 ? { running: { ...running, waits } } : {}),
    } satisfies Watch)
  }
}

/** Who did not take the page in time is told of through all who did. */
function judge(desk: Desk, { running, ...watch }: Watch): Watch {
  const waits = running?.waits ?? []
  const through = desk.options.pagers.filter((one) => !waits.includes(one))
  for (const pager of waits.filter((one) => !watch.failing.includes(one))) tell(desk, watch, { pager, through })
  return { ...watch, failing: [...new Set([...watch.failing, ...waits])] }
}

interface Failure {
  readonly pager: string
  readonly through: readonly string[]
  readonly over?: true
}

function tell({ book, at, options }: Desk, { site, plan }: Watch, { pager, through, over }: Failure): void {
  const base = testPage(site, at.wall, options.text.baseUrl)
  const headline = over
    ? `The pager ${pager} of site ${site} takes pages again`
    : `The pager ${pager} of site ${site} did not take a test page within ${plan.within / 1_000} s`
  const page: Page = {
    ...base,
    id: hashOf('self-test-failed', site, pager, base.at, over ? 'over' : ''),
    dedupKey: `lastcopy-self-test-${hashOf(site, pager).slice(0, 32)}`,
    alert: `test-${hashOf('failed', site, pager).slice(0, 16)}`,
    reason: over ? 'resolved' : 'first',
    action: over ? 'resolve' : 'trigger',
    summary: headline,
    text: {
      ...base.text,
      headline,
      stake: 'While it does not, an attack on backups would not ring there.',
      steps: [
        'Look at what it answered: lastcopy page list --log, or the log of the service.',
        'Mend its settings, or tell whoever runs it.',
        'Try it: lastcopy page test.',
      ],
    },
    details: { Site: site, Pager: pager },
  }
  book.write(site, { type: 'page', page })
  for (const other of through) enterPage(book, other, site, page)
}
