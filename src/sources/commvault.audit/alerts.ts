// What a CommCell tells by itself: events of the API, alerts by webhook and by syslog, with the counts that hide in their HTML.
import type { JsonObject } from '../../lib/json.ts'
import { number, object, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { bracesIn } from './braces.ts'
import { cellTime } from './record.ts'

export interface Alert {
  readonly id?: string | undefined
  /** `14:337`: module and number. */
  readonly code: string
  readonly client: string
  readonly job?: string | undefined
  readonly text: string
  readonly program: string
  readonly time?: number | undefined
  readonly vendor: JsonObject
}

/** `14: 337`, or both in one number: the module in its highest byte. */
function codeOf(told: string | undefined): string | undefined {
  const parts = /^\s*(\d{1,4})\s*:\s*(\d{1,6})\s*$/.exec(told ?? '')
  if (parts) return `${parts[1]}:${parts[2]}`
  const whole = /^\d{8,10}$/.test(told ?? '') ? Number(told) : Number.NaN
  return Number.isNaN(whole) ? undefined : `${Math.floor(whole / 2 ** 24)}:${whole % 2 ** 24}`
}

const isEvent = (value: JsonObject): boolean =>
  value.eventCodeString !== undefined || (value.eventCode !== undefined && value.subsystem !== undefined)
const isWebhook = (value: JsonObject): boolean =>
  value['Event ID'] !== undefined && (value.Program !== undefined || value['Event Code'] !== undefined)

/** Whether an object is an alert, or an event of the API. */
export const isAlert = (value: JsonObject): boolean => isEvent(value) || isWebhook(value)

/** The alert of an object. */
export const alertFrom = (value: JsonObject): Alert => (isWebhook(value) ? ofWebhook(value) : ofEvent(value))

/** The job of the record's own field, where the text and the hidden part name another. */
const ofEvent = (value: JsonObject): Alert => {
  const said = text(value.description) ?? ''
  const hidden = hiddenIn(said)
  const client = object(value.clientEntity)
  return {
    id: text(value.id),
    code: codeOf(text(value.eventCodeString)) ?? codeOf(text(value.eventCode)) ?? 'event',
    client: text(client.clientName) ?? text(client.displayName) ?? hidden.ClientName ?? '',
    job: text(value.jobId) ?? hidden.JobId,
    text: plainText(said),
    program: text(value.subsystem) ?? '',
    time: statedTime(number(value.timeSource)),
    vendor: { severity: value.severity ?? null, ...hidden },
  }
}

const ofWebhook = (value: JsonObject): Alert => {
  const said = text(value.Description) ?? ''
  const hidden = hiddenIn(said)
  return {
    id: text(value['Event ID']),
    code: codeOf(text(value['Event Code'])) ?? text(value.Alert) ?? 'alert',
    client: text(value.Client) ?? hidden.ClientName ?? '',
    job: text(value['Job ID']) ?? hidden.JobId,
    text: plainText(said),
    program: text(value.Program) ?? '',
    time: cellTime(text(value['Event Date'])),
    vendor: { alert: text(value.Alert) ?? null, ...hidden },
  }
}

/** `Jobid = {…} Utctimestamp = {…}Alertdescription = { #011 Event ID: … }`; `#011` is a tab that a relay wrote out. */
export function alertIn(line: string): Alert | undefined {
  if (!/Alertdescription\s*=\s*\{/i.test(line)) return undefined
  const fields = bracesIn(line)
  const said = (fields.get('alertdescription') ?? '').replace(/#011/g, '\t')
  const get = (label: string): string | undefined =>
    new RegExp(`${label}\\s*:\\s*([^\\t\\n<]{1,300})`, 'i').exec(said)?.[1]?.trim()
  const description = /Description\s*:\s*([\s\S]*)$/i.exec(said)?.[1] ?? ''
  const hidden = hiddenIn(description)
  return {
    id: get('Event ID'),
    code: codeOf(get('Event Code')) ?? 'alert',
    client: get('Client') ?? hidden.ClientName ?? '',
    job: fields.get('jobid') || hidden.JobId,
    text: plainText(description),
    program: get('Program') ?? '',
    time: statedTime(number(fields.get('utctimestamp'))) ?? cellTime(get('Event Date')),
    vendor: { ...hidden },
  }
}

/** `AnomalyType:[2];ClientName:[x];…` in a span that nobody sees. */
function hiddenIn(html: string): Readonly<Record<string, string>> {
  const span = /display:\s*none["']?>([^<]{1,4000})/i.exec(html)?.[1] ?? ''
  return Object.fromEntries(
    [...span.matchAll(/([A-Za-z]{1,40}):\[([^\]]{0,300})\]/g)]
      .slice(0, 40)
      .map(([, name = '', value = '']) => [name, value]),
  )
}

const plainText = (html: string): string =>
  html
    .slice(0, 20_000)
    .replace(/<span[^>]{0,200}none[^>]{0,50}>[^<]*<\/span>/gi, '')
    .replace(/<[^>]{0,1000}>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 4000)
