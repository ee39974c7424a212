// Times on pages: in UTC, and in the zone of the people on call; a script adds the reader's own zone.
import { tellDuration } from '../../lib/duration.ts'
import { texts } from '../texts/common.ts'
import { type Html, html } from './html.ts'

/** A moment: how long ago, with the exact times as a hint. */
export function moment(iso: string, now: number, zone?: string): Html {
  const time = Date.parse(iso)
  if (Number.isNaN(time)) return html`${iso}`
  return html`<time datetime="${iso}" data-form="ago" title="${exact(iso, zone)}">${ago(now - time)}</time>`
}

/** A moment with its exact times in full. */
export const exactly = (iso: string, zone?: string): Html =>
  Number.isNaN(Date.parse(iso))
    ? html`${iso}`
    : html`<time datetime="${iso}" data-form="full">${exact(iso, zone)}</time>`

/** A moment as one short column of a list, with the exact times as a hint. */
export const briefly = (iso: string, zone?: string): Html =>
  Number.isNaN(Date.parse(iso))
    ? html`${iso}`
    : html`<time datetime="${iso}" data-form="brief" title="${exact(iso, zone)}">${utc(iso)}</time>`

const exact = (iso: string, zone: string | undefined): string =>
  zone === undefined ? utc(iso) : `${utc(iso)} · ${inZone(Date.parse(iso), zone)}`

/** `2026-03-01 02:00:00 UTC`. */
export const utc = (iso: string): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

export function inZone(time: number, zone: string): string {
  const told = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'medium' }).format(
    time,
  )
  return `${told} ${zone.split('/').at(-1)?.replaceAll('_', ' ')}`
}

const { now: justNow, ago: past, in: ahead } = texts.time
const ago = (ms: number): string =>
  ms < -60_000 ? `${ahead} ${tellDuration(-ms)}` : ms < 5_000 ? justNow : `${tellDuration(ms)} ${past}`
