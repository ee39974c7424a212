// Sources that fell silent, told as events that rules judge: one a source, or one for everything that stopped at once.
import { hashOf } from '../lib/hash.ts'
import { missedAt } from '../memory/expected.ts'
import { alarm, hush, othersSpeak, type Silence, silences, sitesHeard, type Voice } from '../memory/silence.ts'
import type { Alert } from '../model/alert.ts'
import type { Event } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import { eventOf, type SilenceNotice } from '../sources/lastcopy.watch/event.ts'

/** What a page-now alert says of the sources that its event came from. @param alerts new versions */
export function noteAlarms(memory: Memory, event: Event, alerts: readonly Alert[], now: number): void {
  const loud = alerts.find(
    ({ priority, change, events }) =>
      priority === 'page-now' &&
      (change === 'opened' || change === 'raised' || change === 'worse') &&
      events.some(({ id }) => id === event.event.id),
  )
  if (!loud) return
  const { id, name, kind } = loud.actor
  alarm(memory, event, { alert: loud.id, at: now, actor: { id, name, kind } })
}

/** While others speak: sources of the site that are silent by now. @param now the watermark, epoch milliseconds */
export const silentOf = (memory: Memory, site: string, now: number): readonly Event[] =>
  silences(memory, site, now).map((silence) => noticeOf(silence, now))

/** While nothing comes at all. @param now the wall clock, epoch milliseconds */
export function allSilent(memory: Memory, now: number): readonly Event[] {
  return sitesHeard(memory).flatMap((site) => {
    const found = silences(memory, site, now)
    const [first] = found.filter(({ after, voice }) => !after && voice.part === undefined)
    if (!first || othersSpeak(memory, first, now)) return found.map((silence) => noticeOf(silence, now))
    hush(memory, site)
    const everything = noticeOf({ ...first, voice: { ...first.voice, source: '*' } }, now)
    return [...found.filter(({ after }) => after).map((silence) => noticeOf(silence, now)), everything]
  })
}

/** Who must be heard from and was not. @param now the wall clock, epoch milliseconds */
export const missedHeartbeats = (memory: Memory, now: number): readonly Event[] =>
  missedAt(memory, now).flatMap(({ site, missed }) =>
    missed.map(({ expected: { name, source, within, priority }, since, after }) =>
      eventOf({
        notice: 'missed',
        id: hashOf('missed', site, name, String(since)),
        at: new Date(now).toISOString(),
        site,
        name,
        ...(source === undefined ? {} : { source }),
        since: new Date(since).toISOString(),
        within,
        priority,
        ...(after ? { after: { alert: after.alert, actor: after.actor } } : {}),
      }),
    ),
  )

function noticeOf({ voice, usual, after }: Silence, now: number): Event {
  const { site, source, part, last } = voice
  const notice: SilenceNotice = {
    notice: 'silence',
    id: idOf(voice),
    at: new Date(now).toISOString(),
    site,
    source,
    ...(part === undefined ? {} : { part }),
    since: new Date(last).toISOString(),
    usual,
    ...(after ? { after: { alert: after.alert, actor: after.actor } } : {}),
  }
  return eventOf(notice)
}

const idOf = ({ site, source, part, last }: Voice): string => hashOf('silence', site, source, part ?? '', String(last))
