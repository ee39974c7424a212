// Fields that a console's record names as settings: lengths, locks, switches.
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../model/event.ts'
import { daysIn } from '../kit/span.ts'
import type { Deed, Field } from './deed.ts'

/** `on` and `off` as consoles write them. */
function switchOf(value: Json | undefined): 'on' | 'off' | undefined {
  if (value === true || value === 1) return 'on'
  if (value === false || value === 0 || value === null) return 'off'
  if (typeof value !== 'string') return undefined
  if (/^\s*(true|yes|on|1|enabled?|active|resumed)\s*$/i.test(value)) return 'on'
  return /^\s*(false|no|off|0|disabled?|inactive|none|paused|suspended|)\s*$/i.test(value) ? 'off' : undefined
}

const unitOf = (name: string): number =>
  /hour/i.test(name) ? 1 / 24 : /week/i.test(name) ? 7 : /month/i.test(name) ? 30 : /year/i.test(name) ? 365 : 1

const lengthOf = (name: string, value: Json | undefined): ReturnType<typeof daysIn> =>
  typeof value === 'number' || typeof value === 'string'
    ? daysIn(String(value).replace(/\s*\([^)]*\)$/, ''), unitOf(name))
    : undefined

const length =
  (setting: string) =>
  ({ name, from, to }: Field): readonly Change[] => {
    const [before, after] = [lengthOf(name, from), lengthOf(name, to)]
    return after === undefined
      ? []
      : [{ setting, ...(before === undefined ? {} : { from: before }), to: after, unit: 'd' }]
  }

const count =
  (setting: string) =>
  ({ from, to }: Field): readonly Change[] => {
    const [before, after] = [Number(from ?? Number.NaN), Number(to ?? Number.NaN)]
    return Number.isFinite(after) ? [{ setting, ...(Number.isFinite(before) ? { from: before } : {}), to: after }] : []
  }

const toggle =
  (setting: string) =>
  ({ from, to }: Field): readonly Change[] => {
    const [before, after] = [switchOf(from), switchOf(to)]
    return after === undefined ? [] : [{ setting, ...(before === undefined ? {} : { from: before }), to: after }]
  }

/** Locks have modes beside on and off. */
const lockMode = ({ from, to }: Field): readonly Change[] => {
  const as = (held: Json | undefined): string | undefined =>
    (typeof held === 'string' ? /compliance|governance/i.exec(held)?.[0].toLowerCase() : undefined) ??
    { on: 'compliance', off: 'off', none: undefined }[switchOf(held) ?? 'none']
  const [before, after] = [from === undefined ? undefined : as(from), as(to)]
  return after === undefined ? [] : [{ setting: 'lock-mode', ...(before ? { from: before } : {}), to: after }]
}

/** First fit wins. */
const readers: readonly (readonly [name: RegExp, read: (field: Field) => readonly Change[]])[] = [
  [/(immutab|(object|retention|bucket|vault|snapshot).?lock|worm).*(period|days|duration|until)/i, length('lock-days')],
  [/immutab|(object|retention|bucket|vault|snapshot).?lock|lock.?mode|worm/i, lockMode],
  [/rollback.?window|recycle|soft.?delete.*(day|period|retention)/i, length('undo-window')],
  [/soft.?delete/i, toggle('soft-delete')],
  [/legal.?hold/i, toggle('legal-hold')],
  [
    /(retention|retain|keep|expir\w*).*(count|copies|versions|points|number)|(copies|versions).*(retain|keep)/i,
    count('retention-count'),
  ],
  [/retention|retain|keep|browse.?time|expir/i, length('retention')],
  [/two.?factor|multi.?factor|\bmfa|\b2fa|totp/i, toggle('mfa')],
  [/quorum|multi.?person|approval/i, toggle('four-eyes')],
  [/encrypt/i, toggle('encryption')],
  [/replicat|cloud.?tier/i, toggle('replication')],
  [/(self|active|uninstall).?protection|ransomware|anomaly/i, toggle('anti-ransomware')],
  [/audit|syslog|siem/i, toggle('logging')],
  [
    /schedul\w*.*(enabl|activ)|^(is)?.?(enabled|active|autostart|scheduled?.?backup|status|state)$|scheduled.?(group.?)?backups?$/i,
    toggle('schedule'),
  ],
]

/** The settings among the fields, the shortest retention first. */
export function changesIn({ fields, text }: Pick<Deed, 'fields' | 'text'>): readonly Change[] {
  const told = (fields.length > 0 ? fields : fieldsIn(text)).slice(0, 60)
  const changes = told.flatMap((field) => readers.find(([name]) => name.test(field.name))?.[1](field) ?? [])
  return changes.toSorted((one, other) => weight(one) - weight(other)).slice(0, 20)
}

const weight = ({ setting, to }: Change): number => (setting === 'retention' && typeof to === 'number' ? to : 1e9)

/** `retention changed from 30 days to 7 days`, `Retention: 30 -> 7`, `retention period set to 7 days`. */
export function fieldsIn(text: string): readonly Field[] {
  const said = text.slice(0, 4_000)
  const both = [...said.matchAll(pairs)].map(([, name = '', from = '', to = '']) => ({
    name: name.trim(),
    from: bare(from),
    to: bare(to),
  }))
  if (both.length > 0) return both.slice(0, 20)
  return [...said.matchAll(single)].map(([, name = '', to = '']) => ({ name: name.trim(), to: bare(to) })).slice(0, 20)
}

const bare = (value: string): string => value.trim().replace(/^["'[]|["'\].]+$/g, '')

const pairs =
  /([A-Za-z][\w -]{2,50}?)(?: (?:was|is|has been))?(?: (?:changed|updated|modified|reduced|extended|set|edited))?\s?[:=]?\s+from:? (["'[]?[\w.: -]{1,40}?["'\]]?) (?:to|->|=>):? (["'[]?[\w.: -]{1,40}?["'\]]?)(?=[.,;)]|\s(?:on|for|by|in)\s|\s*$)/gi
const single =
  /((?:retention|retain|keep|immutab|worm|encrypt|expir)[\w -]{0,40}?)(?: (?:was|is|has been))?(?: (?:changed|updated|set|reduced) to| to(?= \d)|\s?[:=])\s?(["'[]?[\w. -]{1,40}?["'\]]?)(?=[.,;)]|\s(?:on|for|by|in)\s|\s*$)/gi
