// Times in the reader's zone with UTC beside, and how long ago they are, kept fresh.
import { texts } from '../src/web/texts/common.ts'
import { findAll } from './find.ts'

const { ago: past, in: ahead, now, units } = texts.time
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' })
const every = 20_000

export function startTimes(): void {
  freshenTimes()
  setInterval(freshenTimes, every)
  document.addEventListener('visibilitychange', () => document.hidden || freshenTimes())
}

/** `data-form` says how: `ago` and `brief` (the reader's day and clock), both with the exact times as a hint, or `full`. */
export function freshenTimes(): void {
  for (const one of findAll<HTMLTimeElement>('time[data-form]')) {
    const time = Date.parse(one.dateTime)
    if (Number.isNaN(time)) continue
    const exact = both(time, one.dateTime)
    const words = wordsFor[one.dataset.form ?? '']?.(time) ?? exact
    if (one.textContent !== words) one.textContent = words
    if (words !== exact) one.title = exact
  }
}

const wordsFor: Readonly<Record<string, (time: number) => string>> = {
  ago: (time) => agoOf(Date.now() - time),
  brief: (time) => `${day.format(time)} ${clock.format(time)}`,
}

/** A moment in the reader's zone, with UTC beside. */
export const exactly = (iso: string): string => both(Date.parse(iso), iso)

function both(time: number, iso: string): string {
  const utc = new Date(iso).toISOString()
  const name = zone.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const sameDay = new Date(time).getUTCDate() === new Date(time).getDate()
  if (/^(UTC|GMT)$/.test(name)) return `${day.format(time)} ${utc.slice(11, 19)} UTC`
  return `${day.format(time)} ${clock.format(time)} ${name} · ${sameDay ? '' : `${utc.slice(0, 10)} `}${utc.slice(11, 19)} UTC`
}

function agoOf(ms: number): string {
  const size = Math.abs(ms)
  if (size < 5_000) return now
  const told =
    size < 60_000
      ? `${Math.round(size / 1_000)} ${units.s}`
      : size < 3_600_000
        ? `${Math.floor(size / 60_000)} ${units.m}`
        : size < 86_400_000
          ? `${Math.floor(size / 3_600_000)} ${units.h}`
          : `${Math.floor(size / 86_400_000)} ${units.d}`
  return ms < 0 ? `${ahead} ${told}` : `${told} ${past}`
}
