// Sentences of QTS and QuTS hero on people, logs, clocks and ways in.
import {
  account,
  clockSet,
  credential,
  factor,
  factorOf,
  forwarding,
  granted,
  logSetting,
  opened,
  part,
  support,
  timeServers,
  timeSource,
  unlocked,
  whole,
} from '../appliance/facts.ts'
import type { Found, Row } from '../appliance/sentences.ts'
import { statedTime } from '../kit/time.ts'

const who = (found: Found): string => found.slice(1).find((one) => one !== undefined) ?? '?'

export const eventRows: readonly Row[] = [
  [
    /^Created (?:a )?(?:new )?user(?! group):? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    (found, given) => ({ action: 'user-added', ...account(given, who(found)) }),
  ],
  [
    /^(?:Deleted|Disabled) (?:the )?user(?! group)(?: account)?:? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    (found, given) => ({ action: 'user-removed', ...account(given, who(found)) }),
  ],
  [
    /^(?:Enabled|Unlocked) (?:the )?user(?: account)?:? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    (found, given) => unlocked(given, who(found)),
  ],
  [
    /^Added (?:the )?users? "?([^"]{1,200}?)"? to (?:the )?(?:user )?groups? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?', group = '?'], given) => granted(given, name, group, /^administrators$/i.test(group.trim())),
  ],
  [
    /^Removed (?:the )?users? "?([^"]{1,200}?)"? from (?:the )?(?:user )?groups? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?', group = '?'], given) => ({
      action: 'role-revoked',
      ...account(given, name),
      detail: { role: group, local: true },
    }),
  ],
  [
    /^Edited (?:the )?account profile of (?:the )?user "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    (found, given) => ({ action: 'other', ...account(given, who(found)) }),
  ],
  [
    /^Changed (?:the )?password of (?:the )?user "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    (found, given) => credential(given, who(found), 'password'),
  ],
  [
    /^(Created|Deleted) (?:the )?user group "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, what = '', name = '?'], given) => ({
      action: /created/i.test(what) ? 'group-created' : 'user-removed',
      resource: part(given, 'group', name),
      detail: { local: true },
    }),
  ],
  [
    /\b(Disabled|Enabled|Reset|Removed)\b.{0,60}?(?:2-step|two-step|2-factor|two-factor|multi-factor) (?:verification|authentication)(?:.{0,60}?(?:user|account) "?((?<=")[^"]{1,200}|[^".]{1,200}))?/i,
    ([, what = '', name], given) => {
      const to = /enabled/i.test(what) ? 'on' : 'off'
      return name === undefined ? factor(given, to) : factorOf(given, name, to)
    },
  ],
  [
    /^(Disabled|Stopped|Removed|Deleted|Enabled|Added|Created)\b.{0,80}?\b(?:log sender|log sending|syslog|send(?:ing)? (?:the )?logs|log destination)\b/i,
    ([, what = ''], given) => forwarding(given, /enabled|added|created/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(Disabled|Enabled) (?:the )?(?:system )?(?:event|access|connection|online user)s? logs?\b/i,
    ([, what = ''], given) => logSetting(given, { setting: 'logging', to: /enabled/i.test(what) ? 'on' : 'off' }),
  ],
  [
    /^(?:Cleared|Deleted|Removed) (?:all )?(?:the )?(?:system |event |access |connection )*logs?\b/i,
    (_, given) => logSetting(given, { setting: 'logging', direction: 'weakened' }),
  ],
  [
    /^(Enabled|Disabled) (?:the )?(SSH|Telnet|SFTP)\b/i,
    ([, what = ''], given) => opened(given, 'ssh', /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(Enabled|Disabled|Started|Stopped) (?:the )?(?:Microsoft Networking|SMB|Samba|NFS|AFP|FTP|WebDAV|rsync)\b/i,
    ([, what = ''], given) => opened(given, 'share', /enabled|started/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(Enabled|Disabled)\b.{0,40}?\bfirewall\b/i,
    ([, what = ''], given) => opened(given, 'firewall', /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(Enabled|Disabled|Started|Ended)\b.{0,40}?\bremote support\b/i,
    ([, what = ''], given) => support(given, /enabled|started/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(Disabled|Enabled)\b.{0,60}?\b(?:NTP|time synchroni[sz]ation|automatic time)/i,
    ([, what = ''], given) => timeSource(given, /enabled/i.test(what) ? 'on' : 'off'),
  ],
  [
    /^(?:Changed|Set) (?:the )?(?:NTP|time) server(?: address)?.{0,100}?(?:to "?([^". ][^" ]{0,200}))?$/i,
    ([, to], given) => timeServers(given, to),
  ],
  [
    /^(?:Changed|Set|Modified) (?:the )?(?:system )?(?:date (?:and|&) time|time|date)\b(?:.{0,40}?from "?([\d/: T-]{10,25})"?)?(?:.{0,20}?to "?([\d/: T-]{10,25}))?/i,
    ([, from, to], given) => clockSet(given, statedTime(isoLike(to)), statedTime(isoLike(from))),
  ],
  [
    /\bjoined (?:to )?(?:the )?(?:domain|active directory)/i,
    (_, given) => ({ action: 'domain-joined', resource: whole(given) }),
  ],
  [
    /^System (?:started|booted|powered on|has started)/i,
    (_, given) => ({ action: 'host-started', resource: whole(given) }),
  ],
]

const isoLike = (text: string | undefined): string | undefined =>
  text?.trim().replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
