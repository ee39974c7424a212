// Properties of `ChangesXML` as settings: retention, locks, schedules, encryption, guards, by the words in the product's names of them.
import type { Change } from '../../model/event.ts'
import { compareSetting, type Setting, unlimited } from '../../model/setting.ts'
import type { Verb } from '../../model/verb.ts'
import { daysIn } from '../kit/span.ts'
import type { Property } from './changes.ts'

/**
 * The product has hundreds of properties and documents a dozen of them; the others are told by the words that their names are
 * made of, and what has none of these words is no change of a setting.
 * @returns the changes, the weaker first
 */
export function settingsIn(properties: readonly Property[]): readonly Change[] {
  const counted = properties.some(({ name, to }) => /retention.?type/i.test(name) && /cycle|point|count/i.test(to))
  const changes = properties.filter(isChanged).flatMap((one) => changeOf(one, counted) ?? [])
  return [...settled(changes)].sort((one, other) => rank(one) - rank(other) || order(one) - order(other))
}

const isChanged = ({ from, to }: Property): boolean => from !== to

const ranks = ['weakened', 'unknown', 'unchanged', 'strengthened'] as const

/** Its place among several: the weaker first, what nobody can compare next. */
function rank(change: Change): number {
  const side = compared(change)
  const direction = side === undefined ? 'unknown' : side < 0 ? 'weakened' : side > 0 ? 'strengthened' : 'unchanged'
  return ranks.indexOf(change.direction ?? direction)
}
const compared = ({ setting, from, to }: Change): number | undefined => compareSetting(setting, from, to)

/** A schedule that goes from daily to monthly runs; where retention has a number, its change of unit says no more. */
function settled(changes: readonly Change[]): readonly Change[] {
  const runs = changes.some(({ setting, to }) => setting === 'schedule' && to === 'on')
  const numbered = changes.some((one) => /^retention/.test(one.setting) && compared(one) !== undefined)
  return changes.filter(
    ({ setting, to, direction }) =>
      (setting !== 'schedule' || !runs || to === 'on') &&
      (setting !== 'retention' || !numbered || to !== undefined || direction !== undefined),
  )
}

/** What a change of a setting is called, the gravest first. */
const verbs: readonly (readonly [verb: Verb, ...settings: readonly Setting[]])[] = [
  ['immutability-changed', 'lock-mode', 'lock-days'],
  ['retention-changed', 'retention', 'retention-count', 'auto-delete'],
  ['four-eyes-changed', 'four-eyes'],
  ['mfa-changed', 'mfa'],
  ['guard-changed', 'anti-ransomware', 'deletion-protection'],
  ['key-rotated', 'encryption-key'],
  ['encryption-changed', 'encryption'],
  ['replication-changed', 'replication'],
  ['job-changed', 'schedule'],
]
const order = ({ setting }: Change): number =>
  verbs.findIndex(([, ...settings]) => settings.some((one) => one === setting))

/** The verb of the first of several changes; undefined where there is none. */
export const verbOf = ([first]: readonly Change[]): Verb | undefined => (first ? verbs[order(first)]?.[0] : undefined)

const truth = (value: string): boolean | undefined =>
  /^(true|yes|on|enabled|1)$/i.test(value) ? true : /^(false|no|off|disabled|0)$/i.test(value) ? false : undefined

function changeOf(property: Property, counted: boolean): Change | undefined {
  const words = `${property.name} ${property.label}`
  const { type, from, to } = property
  const flag = /bool/i.test(type) || /^(true|false)$/i.test(to) || /^(true|false)$/i.test(from)
  const known = kinds.find(({ test, flag: wanted }) => test.test(words) && (wanted === undefined || wanted === flag))
  return known?.read({ words, from, to, flag, counted })
}

interface Named {
  readonly words: string
  readonly from: string
  readonly to: string
  /** It is switched on or off. */
  readonly flag: boolean
  /** Retention counts restore points, as another property of the record says. */
  readonly counted: boolean
}
interface Kind {
  readonly test: RegExp
  readonly flag?: boolean
  read(named: Named): Change | undefined
}

const value = <T>(setting: Setting, from: T | undefined, to: T | undefined, unit?: string): Change =>
  ({
    setting,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(unit === undefined ? {} : { unit }),
  }) as Change

const switchOf =
  (setting: Setting, on = 'on', off = 'off') =>
  ({ from, to, words }: Named): Change => {
    const inverted = /(^|[^a-z])(is|set)?disabled?($|[^a-z])|Disabled?\b/.test(words)
    const say = (text: string): string | undefined => {
      const held = truth(text)
      return held === undefined ? undefined : held !== inverted ? on : off
    }
    return value(setting, say(from), say(to))
  }

/** A switch whose direction alone is known. */
const guardOf =
  (setting: Setting, good: boolean) =>
  ({ to }: Named): Change => ({ setting, direction: (truth(to) ?? false) === good ? 'strengthened' : 'weakened' })

/** In the order in which they are asked. */
const kinds: readonly Kind[] = [
  { test: /immutab|object.?lock|worm/i, flag: true, read: switchOf('lock-mode', 'compliance', 'off') },
  { test: /immutab|object.?lock|worm/i, read: lockOf },
  { test: /syslog|eventforward/i, read: () => undefined },
  { test: /deletedvm|deletedobject|removedeleted|deleteddata|outofdate/i, flag: true, read: switchOf('auto-delete') },
  { test: /gfs|long.?term/i, flag: true, read: guardOf('retention', true) },
  { test: /retain|retention|keep|gfs|protect.*(period|day)|overwrite.*(period|day)/i, flag: false, read: retentionOf },
  { test: /retain|retention|keep/i, flag: true, read: () => ({ setting: 'retention' }) },
  { test: /(^|[^a-z])protect/i, flag: true, read: switchOf('deletion-protection') },
  {
    test: /inlinescan|inline.scan|malware|entropy|ransom|suspicious|yara|antivirus|threat|guestindexingscan|ioc/i,
    read: guardian,
  },
  { test: /multi.?factor|(^|[^a-z])mfa/i, flag: true, read: switchOf('mfa') },
  { test: /four.?eyes/i, flag: true, read: switchOf('four-eyes') },
  { test: /encrypt|crypto/i, flag: true, read: switchOf('encryption') },
  {
    test: /(crypto|encryption)\w*(key|password|passphrase)|passwordid/i,
    read: ({ from, to }) => value('encryption-key', from || undefined, to || undefined),
  },
  { test: /copy|capacitytier|offload|archivetier|secondary/i, flag: true, read: switchOf('replication') },
  {
    test: /schedul|automat|options(daily|monthly|periodic|continuous)|(job|is|job\.)(enabled|disabled)|(^|[^a-z])(enabled|disabled)/i,
    flag: true,
    read: switchOf('schedule'),
  },
]

function lockOf({ words, from, to }: Named): Change {
  const [before, after] = [lengthIn(from, words), lengthIn(to, words)]
  if (after !== undefined) return value('lock-days', before, after, 'd')
  const mode = (text: string): string | undefined => /compliance|governance/i.exec(text)?.[0].toLowerCase()
  const off = (text: string): string | undefined => (/^(none|off|disabled|)$/i.test(text) ? 'off' : undefined)
  return value('lock-mode', mode(from) ?? off(from), mode(to) ?? off(to))
}

function retentionOf({ words, from, to, counted }: Named): Change | undefined {
  // The unit changed and the number may have: nobody can compare days with points, so what the record says is a change of it.
  if (/type|mode|unit/i.test(words) && Number.isNaN(Number.parseFloat(to)))
    return value('retention', undefined, undefined)
  const points = counted || /cycle|point|copies|count|number|ConfigurationBackupRetention/i.test(words)
  const days = /day|week|month|year/i.test(words)
  if (points && !days) {
    const [before, after] = [from, to].map((text) => amountIn(text))
    return after === undefined ? undefined : value('retention-count', before, after)
  }
  const [before, after] = [lengthIn(from, words), lengthIn(to, words)]
  return after === undefined ? undefined : value('retention', before, after, after === unlimited ? undefined : 'd')
}

const units: readonly (readonly [RegExp, number])[] = [
  [/year/i, 365],
  [/quarter/i, 91],
  [/month/i, 30],
  [/week/i, 7],
  [/hour/i, 1 / 24],
]

/** Days of a text like `30`, `4 weeks`, `Forever`; the unit from the text, else from the property's name. */
const lengthIn = (text: string, words: string): number | typeof unlimited | undefined =>
  text === '-1' ? unlimited : daysIn(text, units.find(([name]) => name.test(words))?.[1] ?? 1)

function amountIn(text: string): number | typeof unlimited | undefined {
  if (/forever|never|unlimited|indefinite|infinite/i.test(text) || text === '-1') return unlimited
  const number = /^\s*\+?(\d{1,9}(?:\.\d{1,6})?)/.exec(text)?.[1]
  return number === undefined ? undefined : Number(number)
}

const levels = ['disabled', 'none', 'extralow', 'low', 'normal', 'medium', 'high', 'extrahigh']

/** The malware detection: its parts are switched on and off, and made less keen. */
function guardian({ from, to, flag, words }: Named): Change | undefined {
  if (flag) return switchOf('anti-ransomware')({ words, from, to, flag, counted: false })
  const [before, after] = [from, to].map((text) => levels.indexOf(text.toLowerCase().replace(/\s/g, '')))
  if (before === undefined || after === undefined || after < 0 || before < 0) return undefined
  return { setting: 'anti-ransomware', direction: after < before ? 'weakened' : 'strengthened' }
}
