// The icons: one stroke, sixteen by sixteen, in the colour of the text beside them; they say nothing that the text does not.
import type { Html } from './html.ts'

const paths = {
  alerts: '<path d="M8 1.8 14.6 13.4H1.4Z"/><path d="M8 6.2v3.4M8 11.4v.4"/>',
  events: '<path d="M2 3.4h.4M5.4 3.4H14M2 8h.4M5.4 8H14M2 12.6h.4M5.4 12.6H14"/>',
  survival:
    '<path d="M8 1.6 2.6 3.6v4.2c0 3.2 2.2 5.6 5.4 6.8 3.2-1.2 5.4-3.6 5.4-6.8V3.6Z"/><path d="m5.6 8 1.7 1.7 3.2-3.5"/>',
  changes:
    '<rect x="2" y="3" width="12" height="11" rx="1.5"/><path d="M2 6.4h12M5.2 1.4v3M10.8 1.4v3M5.6 10.2l1.7 1.7 3.2-3.4"/>',
  deliveries: '<path d="M14.2 1.8 7 9M14.2 1.8 9.6 14.2 7 9 1.8 6.4Z"/>',
  letters: '<rect x="1.6" y="3.2" width="12.8" height="9.6" rx="1.4"/><path d="m2 4 6 5 6-5M10.6 10.4l2 2m0-2-2 2"/>',
  sources:
    '<ellipse cx="8" cy="3.8" rx="5.6" ry="2.2"/><path d="M2.4 3.8v8.4c0 1.2 2.5 2.2 5.6 2.2s5.6-1 5.6-2.2V3.8M2.4 8c0 1.2 2.5 2.2 5.6 2.2s5.6-1 5.6-2.2"/>',
  detections: '<circle cx="7" cy="7" r="4.8"/><path d="m10.6 10.6 3.8 3.8M7 4.6v4.8M4.6 7h4.8"/>',
  people:
    '<circle cx="6" cy="5" r="2.6"/><path d="M1.4 13.8c0-2.6 2-4.4 4.6-4.4s4.6 1.8 4.6 4.4M10.6 2.6a2.6 2.6 0 0 1 0 4.8M12.2 9.8c1.5.6 2.4 2 2.4 4"/>',
  tokens: '<circle cx="5" cy="11" r="3.2"/><path d="m7.4 8.6 6.4-6.4M11 5l2.4 2.4"/>',
  audit: '<path d="M3.4 1.8h6.4l2.8 2.8v9.6H3.4Z"/><path d="M5.8 6.4h4.4M5.8 9h4.4M5.8 11.6h2.6"/>',
  search: '<circle cx="7" cy="7" r="4.8"/><path d="m10.6 10.6 3.8 3.8"/>',
  filter: '<path d="M1.8 3h12.4L9.4 8.6v4.6l-2.8 1V8.6Z"/>',
  check: '<path d="m2.6 8.6 3.6 3.6 7.2-8.2"/>',
  person: '<circle cx="8" cy="5" r="3"/><path d="M2.4 14.2c0-3 2.5-5 5.6-5s5.6 2 5.6 5"/>',
  close: '<circle cx="8" cy="8" r="6.2"/><path d="m5.2 8.2 2 2 3.6-4.2"/>',
  note: '<path d="M2 2.6h12v8.2H7.4L4 13.8v-3H2Z"/><path d="M5 5.6h6M5 8h3.6"/>',
  reopen: '<path d="M2.4 8a5.6 5.6 0 1 0 1.8-4.1M2.2 1.8v3.4h3.4"/>',
  download: '<path d="M8 1.8v8M4.8 6.8 8 10l3.2-3.2M2 11.4v2.8h12v-2.8"/>',
  sound: '<path d="M2 6v4h2.6L8 13V3L4.6 6ZM10.6 5.6a3.6 3.6 0 0 1 0 4.8M12.4 3.4a6.6 6.6 0 0 1 0 9.2"/>',
  silent: '<path d="M2 6v4h2.6L8 13V3L4.6 6ZM10.8 6.2l3.6 3.6m0-3.6-3.6 3.6"/>',
  theme: '<circle cx="8" cy="8" r="6.2"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" fill="currentColor"/>',
  keys: '<rect x="1.4" y="4" width="13.2" height="8.4" rx="1.4"/><path d="M4 6.8h.4M6.6 6.8H7M9.2 6.8h.4M11.8 6.8h.4M5 9.8h6"/>',
  menu: '<path d="M2 4h12M2 8h12M2 12h12"/>',
  out: '<path d="M6.4 2H2.6v12h3.8M10.4 4.8 13.6 8l-3.2 3.2M6 8h7.6"/>',
  star: '<path d="m8 1.8 1.9 4 4.3.5-3.2 3 .9 4.4L8 11.5l-3.9 2.2.9-4.4-3.2-3 4.3-.5Z"/>',
  left: '<path d="M10 2.6 4.6 8l5.4 5.4"/>',
  clock: '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.2V8l2.6 1.8"/>',
  place: '<path d="M8 14.4S3 9.6 3 6.2a5 5 0 0 1 10 0c0 3.4-5 8.2-5 8.2Z"/><circle cx="8" cy="6.2" r="1.7"/>',
} as const
export type Icon = keyof typeof paths

export const icon = (name: Icon): Html => ({
  html: `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths[name]}</svg>`,
})

/** How loud an alert is, told by shape as well as by colour: bars as of a signal. */
export const loudness = (priority: 'page-now' | 'notify' | 'queue'): Html => {
  const bars = { 'page-now': 3, notify: 2, queue: 1 }[priority] ?? 1
  const bar = (n: number): string =>
    `<rect class="${n < bars ? 'on' : 'off'}" x="${1 + n * 5}" y="${9 - n * 3}" width="3.6" height="${5 + n * 3}" rx="1"/>`
  return {
    html: `<svg class="loudness ${priority}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${bar(0)}${bar(1)}${bar(2)}</svg>`,
  }
}

/** A smoke detector seen from below. */
export const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><circle cx="16" cy="16" r="14" fill="none" stroke="#d9480f" stroke-width="3"/><circle cx="16" cy="16" r="7.5" fill="none" stroke="#d9480f" stroke-width="2.5" stroke-dasharray="5 2.85"/><circle cx="16" cy="16" r="2.6" fill="#d9480f"/></svg>'
