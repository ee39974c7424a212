// What a management interface says it did, where it says so in a sentence of English: people, logs, clocks, ways in, backups of itself.
// For devices whose log has texts and no names of events: tape libraries, monitoring and version control of plants.
import { accountId } from '../../model/account.ts'
import type { Change, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { lexiconOf } from './lexicon.ts'

interface Place {
  /** The device: part of every id. */
  readonly device: string
  /** Of which kind: `library`, `console`, `host`. */
  readonly kind: string
}

/** What stands in quotes or brackets behind one of the words, or is the word behind it. */
export function nameBehind(text: string, words: string): string | undefined {
  const pattern = new RegExp(
    `\\b(?:${words})\\b(?:\\s+(?:name|id|account|group|called|named))?\\s*[:=]?\\s*(?:"([^"]{1,120})"|'([^']{1,120})'|\\[([^\\]]{1,120})\\]|([\\w.@\\\\-]{1,120}))`,
    'gi',
  )
  for (const found of text.slice(0, 2_000).matchAll(pattern)) {
    const name = found.slice(1).find((part) => part !== undefined)
    if (name !== undefined && !plainWords.test(name)) return name.replace(/[.,;]+$/, '')
  }
  return undefined
}

/** Words of a sentence that are no names. */
const plainWords =
  /^(?:was|is|has|have|been|the|a|an|by|from|to|of|on|in|for|and|with|account|added|created|deleted|removed|changed|modified|updated|enabled|disabled|settings?|configuration|failed|successfully|role|logged|signed|login|password|management|interface)$/i

const kinds = lexiconOf({
  more: 'add|added|create|created|creation|new|register|registered|insert|inserted',
  less: 'delete|deleted|deletion|deleting|remove|removed|removal|removing|destroy|destroyed|unregistered|clear|cleared|purge|purged',
  off: 'disable|disabled|disabling|deactivated|switched off|turned off|stop|stopped|suspended',
  on: 'enable|enabled|enabling|activated|switched on|turned on|start|started|resumed',
  change:
    'change|changed|changing|modify|modified|update|updated|set|edited|configured|assign|assigned|grant|granted|adjusted',
  reset: 'reset',
  user: 'user|users|account|accounts',
  right: 'role|roles|privilege|privileges|permission|permissions',
  password: 'password|passwords',
  factor: 'mfa|2fa|two-factor|multi-factor|multifactor|second factor',
  log: 'syslog|remote log|remote logging|log server|logging server|log forwarding|log forwarder|audit|auditing|audit log|audit logging|event log|siem|data integration|data integrations|snmp trap|snmp traps',
  source: 'ntp|time server|time servers|time synchronization|time synchronisation',
  clock: 'date|time|clock',
  support: 'remote support|support access|service access|vendor access|call home|callhome',
  shell: 'ssh|telnet|shell',
  remote: 'remote access|remote desktop|remote management|web access|web interface|web service|web services',
  directory: 'ldap|active directory|kerberos|saml|single sign-on|sso|radius|oauth',
  in: 'logged in|signed in|logged on|signed on|login|logon|log in',
  out: 'logged out|signed out|logged off|logout|logoff|log out',
  tried: 'authentication succeeded|authentication failed|authentication failure|authentication attempt',
  policy: 'policy|setting|settings|banner|timeout',
  joined: 'joined',
  domain: 'domain',
  own: 'configuration|database',
  unsaved: 'backup failed|save failed',
  boot: 'rebooted|restarted|booted|powered on|power on|started up',
})

type Kinds = ReturnType<typeof kinds>
type Reader = (text: string, place: Place) => Facts

const deviceOf = ({ device, kind }: Place): Resource => ({ type: kind, id: device, name: device })

const person = (text: string, { device }: Place): Pick<Facts, 'resource' | 'target'> => {
  const name = nameBehind(text, 'users?|accounts?|operator')
  if (name === undefined) return {}
  const id = accountId(name, device)
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

const admin = /\b(?:administrators?|admins?|superuser|root)\b/i

/** Who got which role; the top one where the text names an administrator's. */
const joins =
  (adds: boolean): Reader =>
  (text, place) => {
    const role = nameBehind(text, 'roles?|privileges?|groups?|permissions?|type|level') ?? ''
    const top = admin.test(role) || /\b(?:as|role|to)\s+(?:an?\s+)?(?:\w+\s+)?(?:administrator|superuser)/i.test(text)
    return {
      action: top ? 'admin-added' : adds ? 'user-added' : 'role-granted',
      ...person(text, place),
      ...(role || top ? { detail: { role: role || 'administrator' } } : {}),
    }
  }

const told =
  (facts: Omit<Facts, 'resource'>): Reader =>
  (_, place) => ({ ...facts, resource: deviceOf(place) })

const trail =
  (change: Change): Reader =>
  (_, place) => ({
    action: 'audit-changed',
    resource: { type: 'trail', id: `${place.device}/log`, name: `log of ${place.device}` },
    changes: [change],
    detail: { scope: place.kind === 'library' ? 'array' : place.kind, explicit: true },
  })

const switched = (setting: string, to: 'on' | 'off', action: Facts['action'] = 'exposure-changed'): Reader =>
  told({ action, changes: [{ setting, to }] })

const factorGone: Reader = (text, place) => ({
  action: 'mfa-changed',
  ...person(text, place),
  changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
})

/** First that fits. */
const readers: readonly (readonly [says: (has: Kinds) => boolean, read: Reader])[] = [
  [(has) => has('tried') || (has('in') && !has('policy')), told({ action: 'sign-in', detail: { console: true } })],
  [(has) => has('out'), told({ action: 'other' })],
  [(has) => has('factor') && has('off', 'less', 'reset'), factorGone],
  [(has) => has('log') && has('off', 'less'), trail({ setting: 'logging', to: 'off' })],
  [(has) => has('log') && has('on', 'more'), trail({ setting: 'logging', to: 'on' })],
  [(has) => has('log') && has('change'), trail({ setting: 'logging-target' })],
  [(has) => has('user') && has('less'), (text, place) => ({ action: 'user-removed', ...person(text, place) })],
  [
    (has) => has('password') && has('change', 'reset') && !has('policy'),
    (text, place) => ({ action: 'credential-added', ...person(text, place), detail: { credential: 'password' } }),
  ],
  [(has) => has('user', 'right') && has('more'), joins(true)],
  [(has) => has('user', 'right') && has('change'), joins(false)],
  [(has) => has('source') && has('off', 'less'), switched('time-source', 'off', 'clock-changed')],
  [
    (has) => has('source') && has('on', 'more', 'change'),
    told({ action: 'clock-changed', changes: [{ setting: 'time-servers' }] }),
  ],
  [(has) => has('support') && has('off', 'less'), switched('support-access', 'off', 'support-opened')],
  [(has) => has('support') && has('on', 'more'), switched('support-access', 'on', 'support-opened')],
  [(has) => has('shell') && has('off', 'less'), switched('ssh', 'off')],
  [(has) => has('shell') && has('on', 'more'), switched('ssh', 'on')],
  [(has) => has('remote') && has('off', 'less'), switched('remote-access', 'off')],
  [(has) => has('remote') && has('on', 'more'), switched('remote-access', 'on')],
  [(has) => has('directory') && has('on', 'more', 'change'), told({ action: 'role-trust-changed' })],
  [(has) => has('joined') && has('domain'), told({ action: 'domain-joined' })],
  [(has) => has('own') && has('unsaved'), told({ action: 'config-backup-failed' })],
  [(has) => has('clock') && has('change'), told({ action: 'clock-changed', changes: [{ setting: 'clock' }] })],
  [(has) => has('boot'), told({ action: 'host-started' })],
]

/** What the sentence says; undefined where it is none of these. */
export function consoleFacts(text: string, place: Place): Facts | undefined {
  const has = kinds(text)
  for (const [says, read] of readers) if (says(has)) return read(text.slice(0, 1_000), place)
  return undefined
}

/** Whether the sentence says that it did not come about. */
export const isRefused = (text: string): boolean =>
  /\b(?:fail(?:ed|ure)?|denied|refused|rejected|invalid|unsuccessful|not (?:allowed|permitted|authorized))\b/i.test(
    text.slice(0, 1_000),
  )
