// Sentences of QTS and QuTS hero on storage, snapshots, people, logs, clocks and ways in.
import {
  account,
  clockSet,
  credential,
  factor,
  factorOf,
  forwarding,
  type Given,
  granted,
  locked,
  logSetting,
  opened,
  part,
  pointOf,
  retained,
  scheduled,
  support,
  timeServers,
  timeSource,
  unlocked,
  whole,
} from '../appliance/facts.ts'
import type { Found, Row, Teller } from '../appliance/sentences.ts'
import { daysIn } from '../kit/span.ts'
import { statedTime } from '../kit/time.ts'

const kinds: Readonly<Record<string, string>> = {
  'shared folder': 'share',
  'storage pool': 'pool',
  'raid group': 'pool',
  volume: 'volume',
  lun: 'volume',
  'iscsi lun': 'volume',
}
const thing = (given: Given, kind: string | undefined, name: string | undefined) =>
  part(given, kinds[(kind ?? '').toLowerCase()] ?? 'volume', name ?? '?')

/** `Volume: Smb.`, `Shared folder: MarVista.`, `LUN: l1, …` behind the sentence. */
function holderIn(text: string, given: Given) {
  const [, kind, quoted, plain] =
    /\b(shared folder|volume|LUN|storage pool)(?:(?:: ?| )"([^"]{1,200})"|: ?([^,."]{1,200}))/i.exec(text) ?? []
  return thing(given, kind, quoted ?? plain?.trim())
}
const holder = (found: Found, given: Given) => holderIn(found[0] ?? '', given)
const who = (found: Found): string => found.slice(1).find((one) => one !== undefined) ?? '?'

const removed: Teller = ([, kind, quoted, plain], given) => ({
  action: 'repository-deleted',
  resource: thing(given, kind, quoted ?? plain),
})

const kept: Teller = (found, given) => {
  const [text = ''] = found
  const [, number, unit = ''] =
    /(?:to|for|:)\s*"?(\d{1,5})"?\s*(snapshots?|versions?|hours?|days?|weeks?|months?|years?)/i.exec(text) ?? []
  if (number !== undefined && /^(snap|ver)/i.test(unit))
    return {
      ...retained(holder(found, given), undefined),
      changes: [{ setting: 'retention-count', to: Number(number) }],
    }
  return retained(holder(found, given), daysIn(number && `${number} ${unit}`))
}

export const eventRows: readonly Row[] = [
  [
    /^Deleted (?:the )?(?:scheduled )?snapshots? "([^"]{1,200})"\..*/i,
    (found, given) => {
      const several = (found[0] ?? '').startsWith('Deleted snapshots')
      return {
        action: 'recovery-point-deleted',
        resource: pointOf(given, holder(found, given), several ? undefined : found[1]),
        detail: { permanent: true, ...(several ? { bulk: true } : {}) },
      }
    },
  ],
  [
    /^Deleted (?:all|\d+|multiple) ?(?:scheduled )?snapshots?\b.*|^Deleted snapshots\b.*/i,
    (found, given) => ({
      action: 'recovery-point-deleted',
      resource: pointOf(given, holder(found, given), undefined),
      detail: { permanent: true, bulk: true },
    }),
  ],
  [
    /^Failed to delete (?:the )?snapshots? "([^"]{1,200})".*/i,
    (found, given) => ({
      action: 'recovery-point-deleted',
      resource: pointOf(given, holder(found, given), found[1]),
    }),
  ],
  [
    /^(?:Finished creating|Created|Took) (?:a )?(?:scheduled )?snapshot(?: "([^"]{1,200})")?\..*/i,
    (found, given) => ({ action: 'recovery-point-created', resource: pointOf(given, holder(found, given), found[1]) }),
  ],
  [
    /^(?:Finished )?(?:revert(?:ed|ing)|restor(?:ed|ing))\b.{0,200}?\bsnapshot.*/i,
    (found, given) => ({
      action: 'object-overwritten',
      resource: holder(found, given),
      detail: { how: 'rewritten', restore: true },
    }),
  ],
  [
    /^(?:Disabled|Deleted|Removed|Stopped) (?:the )?snapshot schedule.*/i,
    (found, given) => scheduled(holder(found, given), 'off'),
  ],
  [/^Enabled (?:the )?snapshot schedule.*/i, (found, given) => scheduled(holder(found, given), 'on')],
  [
    /^(?:Changed|Modified|Edited|Updated|Set) (?:the )?snapshot (?:retention|schedule|settings?|policy|limit|reserv).*/i,
    kept,
  ],
  [/^Disabled (?:the )?(?:WORM|immutab\w*).*/i, (found, given) => locked(holder(found, given), 'off', 'weakened')],
  [
    /^(?:Enabled|Created).{0,80}?\bWORM\b.*/i,
    (found, given) => locked(holder(found, given), /compliance/i.test(found[0] ?? '') ? 'compliance' : 'governance'),
  ],
  [
    /^(?:Deleted|Removed) (?:the )?(shared folder|storage pool|raid group|volume|LUN|iSCSI LUN)s?:? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    removed,
  ],
  [
    /^(?:Detached|Safely detached) (?:the )?(storage pool|volume):? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    (found, given) => ({ ...removed(found, given), detail: { detached: true } }),
  ],
  [
    /^Created (?:the )?(shared folder|storage pool|volume|LUN):? (?:"([^"]{1,200})"|([^".]{1,200}))/i,
    ([, kind, quoted, plain], given) => ({
      action: 'repository-created',
      resource: thing(given, kind, quoted ?? plain),
    }),
  ],
  [
    /^(?:Formatted|Finished formatting|Initialized) (?:the )?(?:external )?(?:storage |disk |device |volume )*"?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => ({
      action: 'object-overwritten',
      resource: part(given, 'volume', name.trim()),
      detail: { how: 'formatted' },
    }),
  ],
  [
    /^(?:Ejected|Safely (?:ejected|removed)) (?:the )?(?:external )?(?:storage |disk |device )*"?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => ({ action: 'media-moved', resource: part(given, 'volume', name.trim()) }),
  ],
  [
    /^(?:Changed|Replaced) (?:the )?encryption (?:password|key).*/i,
    (found, given) => {
      const of = holder(found, given)
      return {
        action: 'key-rotated',
        resource: part(given, 'key', of.name ?? '?'),
        related: [of],
        detail: { password: true },
      }
    },
  ],
  [
    /^(?:Deleted|Removed) (?:the )?encryption key.*/i,
    (found, given) => {
      const of = holder(found, given)
      return { action: 'key-destruction-scheduled', resource: part(given, 'key', of.name ?? '?'), related: [of] }
    },
  ],
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
    /^(Disabled|Stopped|Removed|Deleted|Enabled|Added|Created)\b.{0,80}?\b(?:log sender|log sending|syslog|send(?:ing)? (?:the )?logs|destination)\b/i,
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
