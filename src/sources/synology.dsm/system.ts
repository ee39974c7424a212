// Sentences of DSM on shared folders and volumes, packages and services, logs, clocks and ways in.
import {
  clockSet,
  credential,
  forwarding,
  logSetting,
  opened,
  part,
  renamed,
  scheduled,
  support,
  timeServers,
  timeSource,
  whole,
} from '../appliance/facts.ts'
import type { Row, Teller } from '../appliance/sentences.ts'
import { statedTime } from '../kit/time.ts'

const kindOf = (word: string): string => (/pool|raid/i.test(word) ? 'pool' : /folder/i.test(word) ? 'share' : 'volume')

const removed: Teller = ([, kind = '', name = '?'], given) => ({
  action: 'repository-deleted',
  resource: part(given, kindOf(kind || name), name),
})

/** Packages that make or keep copies. */
const copies = /hyper ?backup|active ?backup|snapshot ?replication|glacier|backup|replication|migration|cloud ?sync/i
const logs = /log ?center|syslog|log service/i
const ssh = /^(ssh|telnet|sftp|terminal)/i
const ways = /^(smb|cifs|windows file|samba|nfs|afp|apple file|ftp|ftps|webdav|rsync|iscsi)/i
const clocks = /ntp|time (?:service|server)/i

const service: Teller = (found, given) => {
  const [, name = found[2] ?? '?'] = found
  const to = /stop|disabl|uninstall/i.test((found[0] ?? '').replace(name, '')) ? 'off' : 'on'
  const plain = name.replace(/ service$/i, '')
  if (logs.test(plain)) return forwarding(given, to)
  if (ssh.test(plain)) return opened(given, 'ssh', to)
  if (clocks.test(plain)) return timeSource(given, to)
  if (/firewall/i.test(plain)) return opened(given, 'firewall', to)
  if (copies.test(plain)) return scheduled(part(given, 'service', plain), to)
  if (ways.test(plain)) return { ...opened(given, 'share', to), detail: { service: plain } }
  return { action: 'other', resource: part(given, 'service', plain) }
}

export const systemRows: readonly Row[] = [
  [/^Metadata of shared folder \[/i, (_, given) => ({ action: 'other', resource: whole(given) })],
  [
    /^(?:System successfully )?(?:deleted|removed) (?:the )?(?:normal |encrypted |hybrid )?(shared folder|volume|storage pool|raid group|LUN|iSCSI LUN)s? \[(.*?)\]/i,
    removed,
  ],
  [
    /^(?:Normal |Encrypted |Hybrid )?(shared folder|volume|storage pool|raid group|LUN|iSCSI LUN)s? \[(.*?)\] (?:was|were|has been|have been)(?: successfully)? (?:deleted|removed)/i,
    removed,
  ],
  [
    /^System successfully (?:deleted|removed) (?:the )?(?:)\[((?:Volume|Storage Pool) \d+)\]/i,
    ([, name = '?'], given) => ({ action: 'repository-deleted', resource: part(given, kindOf(name), name) }),
  ],
  [
    /^(?:Normal |Encrypted |Hybrid )?shared folder \[(.*?)\] (?:was|has been)(?: successfully)? created/i,
    ([, name = '?'], given) => ({ action: 'repository-created', resource: part(given, 'share', name) }),
  ],
  [
    /shared folder \[(.*?)\] (?:was|has been) renamed to \[(.*?)\]/i,
    ([, from = '?', name = '?'], given) => renamed(part(given, 'share', name), part(given, 'share', from)),
  ],
  [
    /WriteOnce.*?shared folder \[(.*?)\].*?\b(disabled|removed|unlocked)|(?:disabled|removed).*?WriteOnce.*?shared folder \[(.*?)\]/i,
    ([, one, , other], given) => ({
      action: 'immutability-changed',
      resource: part(given, 'share', one ?? other ?? '?'),
      changes: [{ setting: 'lock-mode', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /WriteOnce.*?shared folder \[(.*?)\].*?\b(compliance|enterprise|enabled)/i,
    ([, name = '?', mode = ''], given) => ({
      action: 'immutability-changed',
      resource: part(given, 'share', name),
      changes: [{ setting: 'lock-mode', to: /compliance/i.test(mode) ? 'compliance' : 'governance' }],
    }),
  ],
  [
    /(?:encryption key|key) (?:of|for) (?:encrypted )?shared folder \[(.*?)\] (?:was|has been) (deleted|removed|changed|exported)/i,
    ([, name = '?', what = ''], given) => {
      const of = { related: [part(given, 'share', name)], detail: { password: true } }
      const key = part(given, 'key', name)
      return /changed/i.test(what)
        ? { action: 'key-rotated', resource: key, ...of }
        : /export/i.test(what)
          ? { action: 'other', resource: key, ...of }
          : { action: 'key-destruction-scheduled', resource: key, related: of.related }
    },
  ],
  [
    /shared folder \[(.*?)\].{0,60}?\b(?:modified|changed|edited|set|moved|mounted|unmounted|permission|privilege|quota|encrypt\w*|enabled|disabled)\b/i,
    ([, name = '?'], given) => ({ action: 'repository-changed', resource: part(given, 'share', name) }),
  ],
  [
    /^Scheduled Task \[(.*?)\] (?:was |has been )?(deleted|removed|disabled|enabled)/i,
    ([, name = '?', what = ''], given) =>
      /enabled/i.test(what)
        ? scheduled(part(given, 'job', name), 'on')
        : { action: 'job-stopped', resource: part(given, 'job', name) },
  ],
  [
    /(?:initialized|formatted) (?:the )?(?:external disk |external device |usb disk )?\[(.*?)\]/i,
    ([, name = '?'], given) => ({
      action: 'object-overwritten',
      resource: part(given, 'volume', name),
      detail: { how: 'formatted' },
    }),
  ],
  [
    /^(?:The )?External (?:disk|device) \[(.*?)\] (?:is|was)(?: not)? ejected/i,
    ([, name = '?'], given) => ({ action: 'media-moved', resource: part(given, 'volume', name) }),
  ],
  [/^Package \[(.*?)\] has been (?:successfully )?(?:stopped|uninstalled|disabled|started|enabled)/i, service],
  [/^\[(.*?)\](?: service)? was (?:stopped|disabled|started|enabled)/i, service],
  [/^System successfully (?:stopped|disabled|started|enabled) (?:\[(.*?)\]|(\S.{0,40}?) service)\.?$/i, service],
  [
    /\b(log sending|log transfer|log forwarding|syslog client|send logs? to (?:a )?syslog)\b.*?\b(stopped|disabled|removed|deleted|enabled|started)/i,
    ([, , what = ''], given) => forwarding(given, /enabled|started/i.test(what) ? 'on' : 'off'),
  ],
  [
    /\b(stopped|disabled|removed|deleted|enabled|started)\b.{0,60}?\b(?:log sending|log forwarding|syslog client|syslog server|send logs? to (?:a )?syslog)/i,
    ([, what = ''], given) => forwarding(given, /enabled|started/i.test(what) ? 'on' : 'off'),
  ],
  [
    /\b(disabled|enabled)\b.{0,80}?\b(?:transfer log|file access log|(?:SMB|FTP|AFP|WebDAV) log)/i,
    ([, what = ''], given) =>
      logSetting(given, { setting: 'logging', to: /enabled/i.test(what) ? 'on' : 'off' }, { log: 'transfer' }),
  ],
  [
    /\b(?:cleared|deleted) (?:all )?(?:the )?(?:\[?[\w ]{0,30}\]? )?logs?\b|\blogs? (?:was|were|has been|have been) (?:cleared|deleted)/i,
    (_, given) => logSetting(given, { setting: 'logging', direction: 'weakened' }),
  ],
  [
    /(?:Date and time|System time|Time) (?:was|were|has been) (?:manually )?(?:changed|set)(?: from \[(.*?)\])?(?: to \[(.*?)\])?/i,
    ([, from, to], given) => clockSet(given, statedTime(isoLike(to)), statedTime(isoLike(from))),
  ],
  [
    /NTP (?:service|server|synchroni[sz]ation)\b.*?\b(disabled|stopped|removed|enabled|started)/i,
    ([, what = ''], given) => timeSource(given, /enabled|started/i.test(what) ? 'on' : 'off'),
  ],
  [/NTP server (?:setting )?was (?:changed|set)(?:.*? to \[(.*?)\])?/i, ([, to], given) => timeServers(given, to)],
  [
    /\bfirewall\b.*?\b(disabled|enabled|turned off)/i,
    ([, what = ''], given) => opened(given, 'firewall', /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /\bremote access\b.*?\b(enabled|disabled)|\bsupport\b.{0,40}?\b(enabled|disabled)/i,
    ([, one, other], given) => support(given, /enabled/i.test(one ?? other ?? '') ? 'on' : 'off'),
  ],
  [
    /\bjoined (?:to )?(?:the )?(?:domain|ldap|directory)/i,
    (_, given) => ({ action: 'domain-joined', resource: whole(given) }),
  ],
  [
    /^System (?:started to boot up|booted up|has started)/i,
    (_, given) => ({ action: 'host-started', resource: whole(given) }),
  ],
  [/^Password of \[?admin\]? was/i, (_, given) => credential(given, 'admin', 'password')],
]

const isoLike = (text: string | undefined): string | undefined => text?.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
