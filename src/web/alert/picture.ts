// The timeline as a picture: what came before, the alert's own records, what stands open as bars, and what people were told and did.
import type { Priority } from '../../model/alert.ts'
import { type Html, html } from '../frame/html.ts'
import { utc } from '../frame/times.ts'
import { reasonWords } from '../frame/words.ts'
import { texts } from '../texts/common.ts'
import type { AlertView } from './page.ts'
import { makeScale, type Scale } from './picture-scale.ts'

const wide = 960
const left = 118
const right = 24
const top = 30
const lane = 34
const mostBars = 8
const mostRecords = 200

interface Mark {
  readonly at: number
  readonly kind: Priority | 'record' | 'refused' | 'page' | 'person' | 'over' | 'seen'
  readonly says: string
  readonly href?: string
}
interface Lane {
  readonly name: string
  readonly marks: readonly Mark[]
}
interface Bar {
  readonly name: string
  readonly from: number
  readonly says: string
  readonly href: string
}

const { picture: words } = texts

/** Undefined where there is but one moment to be seen. */
export function picture(view: AlertView): Html | undefined {
  const lanes = lanesOf(view).filter(({ marks }) => marks.length > 0)
  const bars = barsOf(view)
  const moments = [...lanes.flatMap(({ marks }) => marks.map(({ at }) => at)), ...bars.map(({ from }) => from)]
  if (new Set(moments).size < 2) return undefined
  const scale = makeScale([...moments, ...(bars.length > 0 ? [view.now] : [])], left, wide - right)
  const height = top + (lanes.length + bars.length) * lane + 26
  const title = `${words.title}: ${lanes.map(({ name, marks }) => `${name} ${marks.length}`).join(', ')}${bars.length > 0 ? `, ${words.open} ${bars.length}` : ''}`
  return html`<div class="picture" tabindex="0" role="group" aria-label="${title}"><svg viewBox="0 0 ${wide} ${height}" width="${wide}" height="${height}" aria-hidden="false" role="presentation">
${gaps(scale, height)}
${bars.map((bar, index) => barOf(bar, top + index * lane, scale))}
${lanes.map((one, index) => laneOf(one, top + (bars.length + index) * lane, scale))}
</svg></div><p class="note-on">${words.scale}</p>`
}

function lanesOf({ alert, history }: AlertView): readonly Lane[] {
  const { before = [], after = [] } = alert.timeline ?? {}
  const whole = new Map(alert.evidence.map((event) => [event.event.id, event]))
  const around = [...before, ...after].map(
    ({ at, what, shared, alert: other, priority }): Mark => ({
      at: Date.parse(at),
      kind: priority ?? 'seen',
      says: `${what} (${words.same} ${shared})`,
      ...(other === undefined ? {} : { href: `/alerts/${encodeURIComponent(other)}` }),
    }),
  )
  const own = alert.events.slice(0, mostRecords).map(({ at, id, source }): Mark => {
    const event = whole.get(id)?.event
    return {
      at: Date.parse(at),
      kind: event?.outcome === 'failure' ? 'refused' : 'record',
      says: `${event?.code ?? source}`,
    }
  })
  const people = [
    ...history.pages.map(
      ({ decidedAt, reason }): Mark => ({
        at: Date.parse(decidedAt),
        kind: 'page',
        says: reasonWords[reason] ?? reason,
      }),
    ),
    ...history.actions.map(({ at, by, act }): Mark => ({ at: Date.parse(at), kind: 'person', says: `${by}: ${act}` })),
    ...(alert.resolvedBy ? [{ at: Date.parse(alert.resolvedBy.at), kind: 'over', says: words.over } as const] : []),
  ]
  return [
    { name: words.around, marks: around },
    { name: words.own, marks: own },
    { name: words.people, marks: people },
  ].map(({ name, marks }) => ({
    name,
    marks: marks.filter(({ at }) => !Number.isNaN(at)).sort((one, other) => one.at - other.at),
  }))
}

const barsOf = ({ alert: { timeline } }: AlertView): readonly Bar[] =>
  (timeline?.open ?? []).slice(0, mostBars).flatMap(({ kind, what, since, alert }) => {
    const from = Date.parse(since)
    return Number.isNaN(from)
      ? []
      : [{ name: words.states[kind] ?? kind, from, says: what, href: `/alerts/${encodeURIComponent(alert)}` }]
  })

/** How long it is between two moments, where there is room to say so. */
const gaps = (scale: Scale, height: number): Html =>
  html`${scale.stops.map(({ x, words: said, at, anchor }, index) => {
    const gap = scale.gaps[index]
    return html`<line class="stop" x1="${x}" x2="${x}" y1="${top - 8}" y2="${height - 24}"/>${said !== undefined && html`<text class="stop" x="${x}" y="${height - 8}" text-anchor="${anchor}">${said}<title>${utc(new Date(at).toISOString())}</title></text>`}${gap && html`<text class="gap" x="${gap.x}" y="14" text-anchor="middle">${gap.words}</text>`}`
  })}`

const nameOf = (name: string, y: number): Html =>
  html`<text class="name" x="0" y="${y + lane / 2 + 4}">${name.length > 17 ? `${name.slice(0, 16)}…` : name}</text>`

function barOf({ name, from, says, href }: Bar, y: number, { x }: Scale): Html {
  const start = x(from)
  return html`${nameOf(name, y)}<a href="${href}" aria-label="${says}"><title>${says}, ${words.since} ${utc(new Date(from).toISOString())}</title><rect class="bar-open" x="${start}" y="${y + 8}" width="${Math.max(8, wide - right - start)}" height="${lane - 16}" rx="4"/><path class="bar-end" d="M${wide - right} ${y + 8}l10 ${(lane - 16) / 2}l-10 ${(lane - 16) / 2}z"/></a>`
}

/** Marks that would lie upon each other are one, with their number. */
function laneOf({ name, marks }: Lane, y: number, { x }: Scale): Html {
  const groups: { readonly x: number; readonly marks: Mark[] }[] = []
  for (const mark of marks) {
    const last = groups.at(-1)
    if (last && x(mark.at) - last.x < 13) last.marks.push(mark)
    else groups.push({ x: x(mark.at), marks: [mark] })
  }
  const middle = y + lane / 2
  return html`${nameOf(name, y)}<line class="lane" x1="${left}" x2="${wide - right}" y1="${middle}" y2="${middle}"/>${groups.map(
    (group) => {
      const worst = group.marks.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))[0]
      const says = group.marks.slice(0, 6).map((mark) => `${utc(new Date(mark.at).toISOString())} ${mark.says}`)
      const more = group.marks.length > 6 ? [`… ${group.marks.length - 6}`] : []
      const many = group.marks.length > 1
      const dot = html`<title>${[...says, ...more].join('\n')}</title><circle class="dot ${worst?.kind}" cx="${group.x}" cy="${middle}" r="${many ? 10 : 6}"/>${many && html`<text class="many" x="${group.x}" y="${middle + 4}" text-anchor="middle">${group.marks.length}</text>`}`
      const href = group.marks.find((mark) => mark.href !== undefined)?.href
      return href === undefined ? html`<g>${dot}</g>` : html`<a href="${href}" aria-label="${says[0]}">${dot}</a>`
    },
  )}`
}

/** What is shown of several. */
const order: readonly Mark['kind'][] = [
  'page-now',
  'refused',
  'page',
  'notify',
  'over',
  'person',
  'record',
  'queue',
  'seen',
]
