// Dell NetWorker: its security audit log as nsr_render_log prints it, and the same by syslog.
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import type { Deed } from '../deeds/deed.ts'
import { fieldsIn } from '../deeds/settings.ts'
import { addressIn, deedEvent, subjectIn } from '../deeds/told.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'

const product = {
  source: 'dell.networker',
  vendor: 'Dell',
  product: 'NetWorker',
  own: /^(nsr\w*|networker|system)(@.*)?$/i,
}

interface Rendered {
  readonly number?: string | undefined
  readonly time?: number | undefined
  readonly host?: string | undefined
  readonly program?: string | undefined
  readonly text: string
}

/** Number, time, severity, category, error, thread, process, activity, host, program, message; -S and -O leave some of them out. */
const rendered =
  /^(\d{1,7}) (?:(\d{1,2})\/(\d{1,2})\/(\d{2,4}) (\d{1,2}):(\d\d):(\d\d)(?: ?([AP])M)?|(\d{10})) +(?:\d+ ){2,7}(\S+) ((?:nsr|gst|save|recover|ansr|jb|n?ws)\w*) ([\s\S]+)$/i

/** Programs of the product, as syslog names them. */
const programs = /^(nsr\w{1,20}|gstd|savegrp|networker)$/i

function lineIn({ syslog, original }: FoundLine): Rendered | undefined {
  const text = original.slice(0, 20_000)
  const found = rendered.exec(text) ?? rendered.exec(syslog.message)
  if (found) {
    const [, number, month, date, year, hour, minute, second, half, epoch, host, program, said = ''] = found
    const hours = (Number(hour) % (half ? 12 : 24)) + (half?.toUpperCase() === 'P' ? 12 : 0)
    const time = epoch
      ? Number(epoch) * 1000
      : Date.UTC(
          Number(year) < 100 ? 2000 + Number(year) : Number(year),
          Number(month) - 1,
          Number(date),
          hours,
          Number(minute),
          Number(second),
        )
    return { number, time: Number.isFinite(time) ? time : undefined, host, program, text: said }
  }
  const named = programs.test(syslog.app ?? '') || /^(?:NetWorker\b|nsrlogd\b)/i.test(syslog.message)
  return named ? { host: syslog.host, program: syslog.app, text: syslog.message } : undefined
}

/** What the product calls its resources, in words that others use too. */
const resources: readonly (readonly [RegExp, string])[] = [
  [/\bNSR auditlog\b/gi, 'audit log'],
  [/\bNSR usergroup\b|\buser group\b/gi, 'role'],
  [/\bNSR (?:device|Data Domain|storage node)\b/gi, 'storage device'],
  [/\bNSR pool\b/gi, 'media pool'],
  [
    /\bNSR (?:protection policy\w*(?: workflow| action)?|group|schedule|policy|retention policy|browse policy)\b/gi,
    'policy',
  ],
  [/\bNSR client\b/gi, 'client'],
  [/\bNSR (?:lockbox)\b/gi, 'lockbox'],
  [/\bNSR (\w+)/gi, '$1'],
  [/\bvolumes?\b/gi, 'backup volume'],
]

/** `attribute 'retention policy' changed from 'Year' to 'Day'`, `retention policy: "Year" -> "Day"`. */
function attributes(text: string): Deed['fields'] {
  const told = [
    ...text
      .slice(0, 4_000)
      .matchAll(
        /["']([\w -]{2,60})["']\s*(?:attribute\s*)?(?:was |is )?(?:changed |modified |set )?from\s*["']([^"']{0,200})["']\s*to\s*["']([^"']{0,200})["']/gi,
      ),
  ]
  const arrows = [
    ...text
      .slice(0, 4_000)
      .matchAll(/([A-Za-z][\w -]{1,60}?)\s*[:=]\s*["']([^"']{0,200})["']\s*->\s*["']([^"']{0,200})["']/g),
  ]
  const found = [...told, ...arrows].map(([, name = '', from = '', to = '']) => ({
    name,
    from: length(from),
    to: length(to),
  }))
  return found.length > 0 ? found : fieldsIn(text)
}

/** Retention has names, of which a few say their length. */
const length = (value: string): string =>
  ({ day: '1 day', week: '1 week', month: '1 month', quarter: '3 months', year: '1 year', decade: '10 years' })[
    value.trim().toLowerCase()
  ] ?? value

function toEvent(line: Rendered, { syslog, ...carried }: FoundLine): Event {
  const said = line.text
    .replace(/^(?:\w+ )?(?:SYSTEM|SECURITY|AUDIT|RAP)?\s*(?:notice|info|warning|error|critical|alert)\s*:?\s*/i, '')
    .trim()
  const { who, rest } = subjectIn(said)
  const text = resources.reduce((held, [words, plain]) => held.replace(words, plain), rest)
  const host = (line.host ?? syslog.host ?? '').toLowerCase()
  const fields = attributes(text)
  // The service that keeps the audit stops where no host is named for it.
  const silenced = /audit log/i.test(text) && /host ?name|server/i.test(text) && fields.some(({ to }) => to === '')
  return deedEvent(
    product,
    {
      place: host.split('.', 1)[0] || 'networker',
      code: silenced ? 'audit log disabled' : '',
      text,
      fields,
    },
    {
      time: line.time ?? syslog.time,
      who: who ?? /\b(?:user(?:name)?|by)[:=\s]+["']?([\w.@\\$-]{1,120})/i.exec(said)?.[1],
      address: addressIn(said),
      host: line.host ?? syslog.host,
      provider: line.program,
      code: line.number && line.number !== '0' ? line.number : (line.program ?? 'audit'),
      vendor: { program: line.program ?? null, message_id: line.number ?? null },
    },
    carried,
  )
}

const notOurs: Reject = {
  reason: 'the line is none of NetWorker: neither as nsr_render_log prints it nor of one of its programs',
}

export default {
  name: product.source,
  logsource: [{ product: 'dell', service: 'networker' }, { product: 'networker' }, { category: 'backup' }],
  read: readerOf({
    whyNot: () => notOurs,
    line: (found) => {
      const line = lineIn(found)
      return line ? ok(toEvent(line, found)) : fail(notOurs)
    },
  }),
} satisfies Source
