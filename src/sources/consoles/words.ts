// What a management interface says it did, where it says so in a sentence of English: people, logs, clocks, ways in, backups of itself.
// For devices whose log has texts and no names of events: tape libraries, monitoring and version control of plants.
import { accountId } from '../../model/account.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'

interface Place {
  /** The device: part of every id. */
  readonly device: string
  /** Of which kind: `library`, `console`, `host`. */
  readonly kind: string
}

const more = 'add(?:ed)?|creat(?:ed?|ion)|new|register(?:ed)?|insert(?:ed)?'
const less = 'delet(?:ed?|ion|ing)|remov(?:ed?|al|ing)|destroy(?:ed)?|unregister(?:ed)?|clear(?:ed)?|purged?'
const off = `disabl(?:ed?|ing)|switched off|turned off|stopp?(?:ed)?|suspend(?:ed)?|${less}`
const on = `enabl(?:ed?|ing)|switched on|turned on|start(?:ed)?|resum(?:ed?)|${more}`

/** Both words in a sentence, in either order. */
const both = (one: string, other: string): RegExp =>
  new RegExp(`\\b(?:${one})\\b[^\\n]{0,120}?\\b(?:${other})\\b|\\b(?:${other})\\b[^\\n]{0,120}?\\b(?:${one})\\b`, 'i')

/** What stands in quotes or behind one of the words. */
export function nameBehind(text: string, words: string): string | undefined {
  const found = new RegExp(
    `\\b(?:${words})\\b(?:\\s+(?:name|id|account|group|called|named))?\\s*[:=]?\\s*(?:"([^"]{1,120})"|'([^']{1,120})'|\\[([^\\]]{1,120})\\]|([\\w.@\\\\-]{1,120}))`,
    'i',
  )
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined)
  return found === undefined || plainWords.test(found) ? undefined : found.replace(/[.,;]+$/, '')
}

/** Words of a sentence that are no names. */
const plainWords =
  /^(?:was|is|has|have|been|the|a|an|by|from|to|of|on|in|for|and|with|account|added|created|deleted|removed|changed|modified|updated|enabled|disabled|settings?|configuration|failed|successfully|role|logged|signed|login|password|management|interface)$/i

type Reader = (text: string, place: Place) => Facts

const deviceOf = ({ device, kind }: Place): Resource => ({ type: kind, id: device, name: device })

const person = (text: string, { device }: Place): Pick<Facts, 'resource' | 'target'> => {
  const name = nameBehind(text, 'users?|accounts?|operator')
  if (name === undefined) return {}
  const id = accountId(name, device)
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

const admin = /\b(?:administrator|admin(?:istrators)?|superuser|root|security)\b(?!\s+(?:logged|signed|user)\b)/i

/** Who got which role; the top one where the text names an administrator's. */
const joined: Reader = (text, place) => {
  const role = nameBehind(text, 'roles?|privileges?|groups?|permissions?|type|level') ?? ''
  const top = admin.test(role) || /\b(?:as|role|to)\s+(?:an?\s+)?(?:\w+\s+)?(?:administrator|superuser)/i.test(text)
  return {
    action: top ? 'admin-added' : new RegExp(`\\b(?:${more})\\b`, 'i').test(text) ? 'user-added' : 'role-granted',
    ...person(text, place),
    ...(role || top ? { detail: { role: role || 'administrator' } } : {}),
  }
}

const told =
  (facts: Omit<Facts, 'resource'>): Reader =>
  (_, place) => ({ ...facts, resource: deviceOf(place) })

const trail =
  (changes: readonly Change[]): Reader =>
  (_, place) => ({
    action: 'audit-changed',
    resource: { type: 'trail', id: `${place.device}/log`, name: `log of ${place.device}` },
    changes,
    detail: { scope: place.kind === 'library' ? 'array' : place.kind, explicit: true },
  })

const switched = (setting: string, to: 'on' | 'off', action: Facts['action'] = 'exposure-changed'): Reader =>
  told({ action, changes: [{ setting, to }] })

const logs =
  'syslog|remote log(?:ging)?|log(?:ging)? (?:server|forward\\w*)|audit(?:ing)?(?: log\\w*)?|event log|siem|data integrations?|snmp traps?'
const times = 'ntp(?: \\w+)?|time servers?|time synchroni[sz]ation'
const factors = 'mfa|2fa|two-factor|multi-?factor|second factor'
const supports = 'remote support|support access|service access|vendor access|call ?home'
const shells = 'ssh|telnet|shell|remote (?:access|desktop|management)|web (?:access|interface|services?)'

/** First that fits. */
const readers: readonly (readonly [text: RegExp, read: Reader])[] = [
  [
    /\b(?:logged|signed) (?:in|on)\b|\blog(?:in|on)\b(?! (?:settings?|policy|banner))|\bauthentication (?:succe|fail|attempt)/i,
    told({ action: 'sign-in', detail: { console: true } }),
  ],
  [/\b(?:logged|signed) (?:out|off)\b|\blog(?:out|off)\b/i, told({ action: 'other' })],
  [
    both(factors, `${off}|reset`),
    (text, place) => ({
      action: 'mfa-changed',
      ...person(text, place),
      changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    }),
  ],
  [both(logs, off), trail([{ setting: 'logging', to: 'off' }])],
  [both(logs, on), trail([{ setting: 'logging', to: 'on' }])],
  [both(logs, 'chang(?:ed?|ing)|modif(?:y|ied)|updated?|set'), trail([{ setting: 'logging-target' }])],
  [both('users?|accounts?', less), (text, place) => ({ action: 'user-removed', ...person(text, place) })],
  [
    both('passwords?', 'chang(?:ed?|ing)|reset|set|modified|updated?'),
    (text, place) => ({ action: 'credential-added', ...person(text, place), detail: { credential: 'password' } }),
  ],
  [
    both(
      'users?|accounts?|roles?|privileges?|permissions?',
      `${more}|chang(?:ed?|ing)|modif(?:y|ied)|assign(?:ed)?|grant(?:ed)?|updated?`,
    ),
    joined,
  ],
  [both(times, off), switched('time-source', 'off', 'clock-changed')],
  [
    both(times, `${on}|chang(?:ed?|ing)|modif(?:y|ied)|set|updated?`),
    told({ action: 'clock-changed', changes: [{ setting: 'time-servers' }] }),
  ],
  [
    both('date|time|clock', 'set|chang(?:ed?|ing)|modified|adjusted'),
    told({ action: 'clock-changed', changes: [{ setting: 'clock' }] }),
  ],
  [both(supports, off), switched('support-access', 'off', 'support-opened')],
  [both(supports, on), switched('support-access', 'on', 'support-opened')],
  [both('ssh|telnet|shell', off), switched('ssh', 'off')],
  [both('ssh|telnet|shell', on), switched('ssh', 'on')],
  [both(shells, off), switched('remote-access', 'off')],
  [both(shells, on), switched('remote-access', 'on')],
  [
    both(
      'ldap|active directory|kerberos|saml|single sign-on|sso|radius|oauth',
      `${on}|chang(?:ed?|ing)|modif(?:y|ied)|configured|updated?`,
    ),
    told({ action: 'role-trust-changed' }),
  ],
  [/\bjoined\b[^\n]{0,60}\bdomain\b/i, told({ action: 'domain-joined' })],
  [
    both('configuration|database|system', 'backup failed|save failed|could not be (?:saved|backed up)'),
    told({ action: 'config-backup-failed' }),
  ],
  [
    /\b(?:system|library|appliance|sensor|controller)\b[^\n]{0,40}\b(?:rebooted|restarted|booted|powered on|started up)\b|\bpower(?:ed)? on\b/i,
    told({ action: 'host-started' }),
  ],
]

/** What the sentence says; undefined where it is none of these. */
export function consoleFacts(sentence: string, place: Place): Facts | undefined {
  const text = sentence.slice(0, 1_000)
  for (const [pattern, read] of readers) if (pattern.test(text)) return read(text, place)
  return undefined
}

/** Whether the sentence says that it did not come about. */
export const isRefused = (text: string): boolean =>
  /\b(?:fail(?:ed|ure)?|denied|refused|rejected|invalid|unsuccessful|not (?:allowed|permitted|authorized))\b/i.test(
    text.slice(0, 1_000),
  )
