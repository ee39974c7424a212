// The words by which consoles name kinds of things and what is done to them.
import type { Doing, Kind } from './deed.ts'

/** In order: at one place of a text the first that fits wins, so that a backup policy is no backup. */
const kinds: readonly (readonly [kind: Kind, words: string])[] = [
  [
    'paper',
    '(?:usage )?reports?|dashboards?|widgets?|alerts?|notifications?|licen[sc]es?|comments?|tags?|e-?mails?|logos?|(?:temporary|log) files?|filters?|bookmarks?',
  ],
  ['mfa', '(?:two|multi|second)[- ]?(?:factor|step)(?: (?:authentication|verification))?|mfa|2fa|totp|otp'],
  [
    'four-eyes',
    'quorum\\w*(?: authorization)?|(?:multi|two)[- ]?(?:person|user)|dual authori[sz]ation|four[- ]?eyes|approval (?:polic|rule|setting|group|team)\\w*',
  ],
  [
    'audit',
    'audit (?:log|trail|retention|setting)s?|auditlog|audit(?:ing)?|syslog|siem|log forwarding|event (?:export|forwarding)|(?:security|event) logs?',
  ],
  [
    'key',
    '(?:encryption|master|customer[- ]managed|root) keys?|key (?:manager|management|store|server)s?|kms|kmip|lockbox|passphrase|encryption password',
  ],
  ['hold', '(?:legal|litigation) hold'],
  [
    'lock',
    'immutab\\w+|retention[- ]lock\\w*|(?:object|bucket|vault|snapshot)[- ]lock\\w*|lock mode|worm|data ?lock|(?:compliance|governance) (?:mode|lock)',
  ],
  [
    'guard',
    'ransomware|anomal\\w+|malware|(?:self|active|uninstall)[- ]?protection|recycle bin|soft[- ]?delet\\w+|rollback (?:action|window)s?|delet\\w+ (?:protection|prevention)|threat',
  ],
  ['restore-test', '(?:recovery|restore) (?:test|verification)s?|test (?:restore|recover|failover)\\w*'],
  [
    'credential',
    'api (?:key|client|token|credential)s?|access (?:key|token)s?|credentials?|client secret(?: key)?|secret key|certificates?|passwords?|service account keys?',
  ],
  ['role', 'roles?|privileges?|permissions?'],
  [
    'retention',
    '(?:backup |data )?retention(?: (?:polic|period|setting|time|tag)\\w*)?|expiration(?: date)?|retention',
  ],
  ['catalogue', '(?:client |file )*ind(?:ex|ices|exes)|catalog(?:ue)?s?|media database'],
  [
    'plan',
    '(?:(?:backup|protection|storage|lifecycle|archive|snapshot|replication|data|server|service) )*(?:polic(?:y|ies)|plans?|schedules?|schedulers?|datasets?|workflows?|profiles?|slas?(?: domains?)?)',
  ],
  ['replication', 'replicat\\w*|cloud tier\\w*|secondary cop(?:y|ies)|(?:backup|archive) copy job'],
  [
    'repository',
    '(?:(?:backup|object|cloud|disk|archive|archival|managed|protection|storage|data) )*(?:repositor(?:y|ies)|vaults?|storage (?:unit|system|pool|target|node|device|location|volume)s?|storages?|(?:media |storage )?pools?|mtrees?|archival locations?|locations?|managed volumes?|secure zone)|data ?domains?|proxy pool',
  ],
  ['job', '(?:(?:backup|copy|restore|archive) )*(?:jobs?|tasks?|activit(?:y|ies))'],
  ['restore', 'restore\\w*|recover(?:y|ed|ing)?'],
  [
    'point',
    '(?:restore|recovery) points?|snapshots?|save ?sets?|backup sets?|ssids?|(?:backup )?(?:cop(?:y|ies)|images?|archives?|versions?)|backups?|(?:backup|backed[- ]?up|protected) data|data',
  ],
  [
    'user',
    '(?:(?:local|sso|user|admin(?:istrator)?|service) )*(?:users?|accounts?|admin(?:istrator)?s?|operators?|identit(?:y|ies)|user groups?)',
  ],
  ['tenant', 'tenants?|customers?|organi[sz]ations?'],
  [
    'client',
    'clients?|agents?|machines?|workloads?|(?:protected )?assets?|servers?|hosts?|virtual machines?|vms?|mailbox(?:es)?|devices?|resources?|groups?',
  ],
  ['clock', 'ntp|(?:system )?clock|system (?:time|date)|time (?:server|source)s?'],
  ['support', 'support (?:access|tunnel|session)|remote support|esrs|secure connect'],
  ['ssh', 'ssh'],
  ['allowlist', 'ip (?:allow ?list|white ?list|restriction|ranges?)|allow ?list|white ?list|firewall'],
]

const doings: readonly (readonly [doing: Doing, words: string])[] = [
  ['logout', 'log(?:ged|s)?[- ]?(?:out|off)|sign(?:ed)?[- ]?(?:out|off)'],
  ['login', 'log(?:ged|s)?[- ]?(?:in|on)|sign(?:ed)?[- ]?(?:in|on)'],
  ['revoke', 'revok\\w*|unassign\\w*|unprotect\\w*|dis?associat\\w*|exclud\\w*|deassign\\w*|demot\\w*'],
  [
    'delete',
    'delet\\w*|remov\\w*|destroy\\w*|purg\\w*|eras\\w*|wip(?:e|ed|ing)|retir\\w*|decommission\\w*|unregister\\w*|detach\\w*|deprovision\\w*|dissolv\\w*|cleared(?<=\\blogs? (?:was |were |has been )?cleared)|clear(?:ed|s)?(?= (?:the )?(?:audit|event|security) (?:log|trail))',
  ],
  ['expire', 'expir(?:e|ed|es|ing)'],
  [
    'disable',
    'disabl\\w*|deactivat\\w*|suspend\\w*|paus\\w*|turn(?:ed|s)? off|stopp?(?:ed|s|ing)?|unenforc\\w*|clos(?:e|ed|es)|releas\\w*',
  ],
  ['enable', 'enabl\\w*|(?:re)?activat\\w*|resum\\w*|turn(?:ed|s)? on|enforce[ds]?'],
  ['assign', 'assign\\w*|grant\\w*|appl(?:y|ied|ies)|associat\\w*|elevat\\w*|promot\\w*'],
  ['rotate', 'rotat\\w*|regenerat\\w*|re-?key\\w*'],
  ['reset', 'reset\\w*'],
  ['cancel', 'cancel\\w*|abort\\w*|kill\\w*|terminat\\w*'],
  [
    'change',
    'updat\\w*|modif\\w*|chang\\w*|edit\\w*|(?<!\\b(?:backup|save|data|disk|media|rule) )set|renam\\w*|(?:re)?configur\\w*|extend\\w*|shorten\\w*|reduc\\w*|increas\\w*|mov(?:e|ed)',
  ],
  ['create', 'creat\\w*|add(?:ed|ing|s)?|regist\\w*|defin\\w*|provision\\w*|attach\\w*|invit\\w*|place[ds]?'],
]

/** What says little where another word of what was done stands by it: `initiated the deletion`. */
const faint: readonly (readonly [doing: Doing, words: string])[] = [
  ['login', 'authenticat\\w*'],
  ['approve', 'approv\\w*|reject\\w*'],
  ['start', 'start\\w*|launch\\w*|trigger\\w*|open(?:ed|s)?|initiat\\w*|queu\\w*|run|ran|running|perform\\w*'],
  ['finish', 'complet\\w*|succe\\w*|finish\\w*|fail\\w*'],
  ['read', 'view\\w*|list\\w*|quer\\w*|read|get|download\\w*|search\\w*|brows\\w*|export\\w*'],
]

const spoken = (rows: readonly (readonly [string, string])[]): RegExp =>
  new RegExp(`(?<![\\w-])(?:${rows.map(([, words]) => `(${words})`).join('|')})(?![\\w-])`, 'gi')

const kindWords = spoken(kinds)
const doingWords = spoken(doings)
const faintWords = spoken(faint)

/** A word that was found: what it stands for, and where. */
export interface Found<T> {
  readonly is: T
  readonly start: number
  readonly end: number
}

/** A sentence that says more is none. */
const mostWords = 30

/** @param most so many are enough */
function foundIn<T>(
  text: string,
  words: RegExp,
  rows: readonly (readonly [T, string])[],
  most = mostWords,
): readonly Found<T>[] {
  const found: Found<T>[] = []
  words.lastIndex = 0
  while (found.length < most) {
    const hit = words.exec(text)
    if (hit === null || hit[0] === '') break
    const row = rows[groupOf(hit) - 1]
    if (row) found.push({ is: row[0], start: hit.index, end: hit.index + hit[0].length })
  }
  return found
}

/** The number of the group that matched: one word, one group. */
function groupOf(hit: RegExpExecArray): number {
  let group = 1
  while (group < hit.length && hit[group] === undefined) group += 1
  return group
}

export const kindsIn = (text: string): readonly Found<Kind>[] => foundIn(text, kindWords, kinds)

/** The first strong word of what was done, else the first faint one. */
export const doingIn = (text: string): Found<Doing> | undefined =>
  foundIn(text, doingWords, doings, 1)[0] ?? foundIn(text, faintWords, faint, 1)[0]
