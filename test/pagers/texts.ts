// What people read of a page, channel by channel: the texts of a request that hold any of the page's words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRunbook } from '../../src/content/runbook.ts'
import type { Json } from '../../src/lib/json.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Page } from '../../src/model/page.ts'
import type { Pager } from '../../src/model/pager.ts'
import { pageOf } from '../../src/relay/page.ts'
import { alertOf } from '../store/alert.ts'
import { sentOf } from './http.ts'

const root = join(import.meta.dirname, '../..')
export const textsFolder = join(root, 'samples/pages')
const decided = Date.parse('2026-03-29T01:30:01Z')

/** Alerts of attack stories, one of each class. */
export const sampleAlerts = (): readonly Alert[] =>
  readFileSync(join(textsFolder, 'alerts.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, index) => alertOf({ ...(JSON.parse(line) as Partial<Alert>), id: `alert-${index + 1}`, evidence: [] }))

/** The page of an alert as somebody in Berlin gets it, when a deputy was woken before. */
export function samplePage(alert: Alert): Page {
  const runbook = readFileSync(
    join(root, 'detections', alert.rule.file.split('/').at(-1)?.replace('.yml', '.md') ?? ''),
    'utf8',
  )
  const page = pageOf(alert, 'first', {
    baseUrl: 'https://lastcopy.example.com',
    zone: 'Europe/Berlin',
    steps: readRunbook(runbook).steps,
    before: 0,
    now: decided,
    stage: alert.stage,
  })
  return {
    ...page,
    text: { ...page.text, others: 'backup team, second line' },
    acknowledgeLink: 'https://lastcopy.example.com/a/one-time-link',
  }
}

const settingsFor = ({ settings }: Pager): Readonly<Record<string, Json>> => {
  const { required, properties } = settings as {
    readonly required: readonly string[]
    readonly properties: Readonly<
      Record<string, { readonly format?: string; readonly type?: string; readonly items?: unknown }>
    >
  }
  return Object.fromEntries(
    required.map((name) => {
      const shape = properties[name]
      if (shape?.format === 'uri' || shape?.format === 'http-url') return [name, 'https://pager.example.com/in']
      if (shape?.type === 'array') return [name, ['first@example.com']]
      return [name, shape?.type === 'integer' ? 1 : 'a-secret-of-the-pager-1234567890']
    }),
  )
}

/** Every text that a request carries, by its place. */
export function leavesOf(pager: Pager, page: Page): readonly (readonly [place: string, text: string])[] {
  const sent = sentOf(pager, page, settingsFor(pager), decided)
  return sent === undefined ? [] : walk(opened(sent), '')
}

function opened(sent: object): unknown {
  const { body, headers, url, ...rest } = sent as { body?: string; headers?: Record<string, string>; url?: string }
  if (body === undefined) return 'line' in rest ? linesOf(String(rest.line)) : rest
  const form = headers?.['content-type']?.includes('urlencoded')
  if (!form) return json(body)
  const { Twiml, ...fields } = Object.fromEntries(new URLSearchParams(body))
  return Twiml === undefined ? fields : { ...fields, said: spokenIn(Twiml) }
}

/** The structured data of a syslog line, and its text behind the sign that says that it is UTF-8. */
const linesOf = (line: string): object => {
  const [head = '', text = ''] = line.split(' \uFEFF')
  return { text, head }
}

/** What a voice reads out. */
const spokenIn = (twiml: string): readonly string[] =>
  [...twiml.matchAll(/<Say>This is Lastcopy\. (.*?)<\/Say>/g)].map(([, said = '']) => said.replaceAll('&apos;', "'"))

function json(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return { body: text }
  }
}

function walk(value: unknown, place: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[place, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => walk(member, place === '' ? name : `${place}.${name}`))
}

/** What a channel shows of each alert, for a person to read through. */
export function textsOf(pager: Pager, alerts: readonly Alert[]): string {
  const parts = alerts.map((alert) => {
    const page = samplePage(alert)
    const words = [alert.summary, page.text.stake, ...page.text.steps].map((text) => text.slice(0, 25))
    const told = leavesOf(pager, page).filter(
      ([place, text]) => !place.startsWith('data.text') && words.some((word) => text.includes(word)),
    )
    const lines = told.map(([place, text]) => `[${place}]\n${text}`)
    return `======== ${alert.class}\n${lines.join('\n')}\n`
  })
  return `${pager.title}\n\n${parts.join('\n')}`
}
