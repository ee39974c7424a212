// An ordinary month of a company that has everything: nights of backups, people at work, looks at consoles, over all sources.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { day, minute } from '../../src/lib/duration.ts'
import { at, quietDays } from './acts.ts'
import { sourceOf } from './tell.ts'
import { filerDays, onFiler } from './vendors/filer.ts'
import { cyberark, duo, okta, teleport, vault } from './vendors/gates.ts'
import { jsonLine, type Line, serial, sorted } from './vendors/line.ts'
import { executed, samba, sshAccepted, synchronised, syslog } from './vendors/linux.ts'
import { azure, entraSignIn, onVaultKey, subscription } from './vendors/microsoft.ts'
import { consoleSignIn, nights } from './vendors/veeam.ts'
import { poweredOff, poweredOn, vcenterSignedIn } from './vendors/vmware.ts'
import { ran, shareLooked, signedIn } from './vendors/windows.ts'

const samples = resolve(import.meta.dirname, '../../samples')
/** What goes on everywhere, all day. */
const everyday = new Set([
  'read',
  'other',
  'sign-in',
  'job-finished',
  'recovery-point-created',
  'object-written',
  'key-used',
])

interface Template {
  readonly source: string
  readonly text: string
  /** When the sample happened. */
  readonly at: number
}

/** Sample records of every source that tell of nothing but everyday work that went well. */
function templates(): readonly Template[] {
  return readdirSync(samples)
    .filter((name) => !/^(stories|lastcopy\.)/.test(name))
    .flatMap((name) =>
      readdirSync(join(samples, name))
        .filter((file) => file.endsWith('.raw.ndjson'))
        .flatMap((file) =>
          readFileSync(join(samples, name, file), 'utf8')
            .split('\n')
            .filter(Boolean),
        )
        .flatMap((text) => templateOf(name, text)),
    )
}

function templateOf(name: string, text: string): readonly Template[] {
  const reading = sourceOf(name).read(Buffer.from(text), at(0))
  if (!reading.ok) return []
  const [first] = reading.value.events
  const quiet = reading.value.events.every(
    ({ event, backup }) =>
      everyday.has(event.action) &&
      event.outcome !== 'failure' &&
      !/fail|error|abort/i.test(String(backup?.detail?.state)),
  )
  const time = Date.parse(first?.['@timestamp'] ?? '')
  return first && quiet && isMoved(name, text, time, at(9, '12:34')) ? [{ source: name, text, at: time }] : []
}

/** Whether the record can be told of another day: some write their time in a way that is not known here. */
function isMoved(name: string, text: string, from: number, to: number): boolean {
  const reading = sourceOf(name).read(Buffer.from(retimed(text, from, to)), to)
  const [first] = reading.ok ? reading.value.events : []
  return first !== undefined && Math.abs(Date.parse(first['@timestamp']) - to) < day
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** The record as if it had happened then: its date, its clock and its numbers of seconds, in the forms in which vendors write them. */
export function retimed(text: string, from: number, to: number): string {
  const [was, is] = [new Date(from), new Date(to)]
  const forms = (date: Date): readonly string[] => {
    const [year, month, number] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    const name = months[month] ?? ''
    return [
      `${year}-${two(month + 1)}-${two(number)}`,
      `${year}/${two(month + 1)}/${two(number)}`,
      `${two(number)}/${two(month + 1)}/${year}`,
      `${two(month + 1)}/${two(number)}/${year}`,
      `${two(number)}/${name}/${year}`,
      `${name} ${two(number)} ${year}`,
      `${name} ${two(number)}, ${year}`,
      `${name} ${String(number).padStart(2)}`,
      `${name} ${two(number)}`,
      `${two(number)} ${name} ${year}`,
      `${two(number)}-${name}-${String(year).slice(2)}`,
    ]
  }
  const [before, after] = [forms(was), forms(is)]
  let told = text
  for (const [index, form] of before.entries()) told = told.replaceAll(form, after[index] ?? form)
  const moved = to - from - ((to - from) % day)
  told = told.replace(/\b(1[6-8]\d{8})(\d{3})?(?=\b|\.)/g, (whole, seconds: string, more: string | undefined) =>
    Math.abs(Number(seconds) * 1000 - from) > 3 * day ? whole : `${Number(seconds) + moved / 1000}${more ?? ''}`,
  )
  // Each has an id of its own.
  return told.replace(
    /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)[0-9a-f]{12}/gi,
    (_, head: string) => `${head}${serial(told, to).toString(16).padStart(12, '0')}`,
  )
}

const names = ['ann', 'ben', 'cleo', 'dora', 'emil', 'finn', 'gina', 'hugo', 'ines', 'jens', 'kara', 'lars']
const networks = ['192.0.2', '198.51.100', '203.0.113']
/** Everybody sits somewhere else. */
const desk = (person: number): string => `${networks[Math.floor(person / 120) % 3]}.${100 + (person % 120)}`

/** What one person does on a working day. */
function workOf(date: number, person: number): readonly Line[] {
  const who = `${names[person % names.length]}${person}`
  const from = at(date, '08:00') + person * 3 * minute
  const caller = { name: `${who}@acme.example.com`, address: desk(person) }
  return [
    okta(from, 'user.session.start', who, desk(person)),
    duo(from + 1000, who, desk(person)),
    entraSignIn(from + 2000, caller),
    signedIn(from + minute, `ws${person}`, who, desk(person), 2),
    shareLooked(from + 2 * minute, 'fs00', who, desk(person), 'projects'),
    ran(from + 3 * minute, `ws${person}`, who, 'outlook.exe'),
    azure(
      from + 9 * minute,
      caller,
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      `${subscription}/resourceGroups/app-rg`,
    ),
    onVaultKey(from + 10 * minute, caller, 'KeyGet', 'app-key'),
    vcenterSignedIn(from + 20 * minute, `ACME\\${who}`, desk(person)),
    poweredOff(from + 30 * minute, `ACME\\${who}`, `test-${who}`),
    poweredOn(from + 35 * minute, `ACME\\${who}`, `test-${who}`),
    teleport(from + 40 * minute, 'user.login', 'T1000I', who, desk(person), { success: true, method: 'local' }),
    cyberark(from + 50 * minute, 7, 'Logon', who, desk(person)),
    sshAccepted(from + 60 * minute, 'web07', who, desk(person)),
    samba(from + 70 * minute, `ACME\\${who}`, desk(person), 'pwrite', `reports/${who}-${date}.docx`),
  ]
}

/** What runs by itself at an hour of a day. */
function machinery(date: number, hour: number): readonly Line[] {
  const from = at(date, `${two(hour)}:10`)
  return [
    ...vault(from, 'approle/veeam', '192.0.2.90', 'update', 'transit/encrypt/veeam-repo'),
    synchronised(from + minute, 'repo01'),
    syslog(from + 2 * minute, 'repo01', 'CRON[77]', '(root) CMD (/usr/bin/true)'),
    ...executed(from + 3 * minute, 'web07', 'unset', 'logrotate', '/etc/logrotate.conf'),
  ]
}

/**
 * A month, day by day, each day in order of time.
 * @param people how many there are
 * @param every on each how many days what the samples tell happens
 */
export function* month(people: number, every = 1, days = 30): Generator<readonly Line[]> {
  const all = templates()
  const consoles = sorted([
    ...nights(days),
    ...filerDays(at, days),
    ...quietDays(0, days).map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record)),
    ...Array.from({ length: days }, (_, date) => [
      ...consoleSignIn(at(date, '08:00'), 'ACME\\a.weber', '192.0.2.20'),
      ...onFiler(at(date, '09:15'), 'a.weber', '192.0.2.21', 'volume show -fields state'),
    ]).flat(),
  ])
  for (let date = 0; date < days; date += 1) {
    const [from, to] = [at(date, '00:00'), at(date + 1, '00:00')]
    const works = date % 7 < 5 ? people : 0
    yield sorted([
      ...consoles.filter((line) => line.at >= from && line.at < to),
      ...Array.from({ length: works }, (_, person) => workOf(date, person)).flat(),
      ...Array.from({ length: 24 }, (_, hour) => machinery(date, hour)).flat(),
      ...(date % every === 0 ? all.map((template) => onDay(template, from)) : []),
    ])
  }
}

/** A sample's record on another day, at its own time of day. */
function onDay({ source, text, at: was }: Template, from: number): Line {
  const to = from + (was % day)
  return { source, at: to, text: retimed(text, was, to) }
}
