// Commands of Windows hosts: shadow copies, catalogues, recovery, event logs, Veeam's cmdlets and its database, clocks.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import type { Facts } from '../kit/facts.ts'
import type { CommandReader, Place } from './facts.ts'
import { hypervReaders, type TextReader } from './hyperv.ts'

const hostOf = ({ host }: Place): Resource => ({ type: 'host', id: host, name: host })
const on = (place: Place, type: string, name: string): Resource => ({
  type,
  id: `${place.host}:${name.toLowerCase()}`,
  name,
  container: hostOf(place),
})

const told =
  (action: Verb, type: string, name: string, more: Omit<Facts, 'action' | 'resource'> = {}): TextReader =>
  (_, place) => ({ action, resource: on(place, type, name), ...more })

const bulk = { detail: { bulk: true } }
const logOff: Omit<Facts, 'action'> = {
  changes: [{ setting: 'logging', to: 'off' }],
  detail: { scope: 'host', explicit: true },
}

/** What a cmdlet is told to work on. */
const named = (text: string): string | undefined =>
  /-(?:Name|Job|Repository|Backup)\s+['"]?([^'"\s|;]{1,120})/i.exec(text)?.[1]

const cmdlet =
  (action: Verb, type: string, more: Omit<Facts, 'action' | 'resource'> = {}): TextReader =>
  (text, place) => ({ action, resource: on(place, type, named(text) ?? type), ...more })

const stopped: Omit<Facts, 'action' | 'resource'> = { changes: [{ setting: 'schedule', to: 'off' }] }

/** Whole commands, in small letters with single blanks; the first that fits. */
const readers: readonly (readonly [text: RegExp, read: TextReader])[] = [
  [
    /vssadmin\b.{0,300}\bdelete shadows|diskshadow\b.{0,300}delete shadows|\bdelete shadows (all|volume|set|id|oldest)|wmic\b.{0,300}shadowcopy.{0,300}delete|win32_shadowcopy.{0,300}(delete|remove-|\.delete\()/,
    told('recovery-point-deleted', 'snapshot', 'shadow copies', bulk),
  ],
  [/vssadmin\b.{0,300}resize shadowstorage/, (text, place) => resized(text, place)],
  [/wbadmin\b.{0,300}delete catalog/, told('catalogue-deleted', 'catalogue', 'Windows Server Backup catalog')],
  [
    /wbadmin\b.{0,300}delete (backup|systemstatebackup)/,
    told('recovery-point-deleted', 'recovery-point', 'Windows Server Backup', bulk),
  ],
  [/wbadmin\b.{0,300}(disable backup|stop job)/, told('job-stopped', 'job', 'Windows Server Backup', stopped)],
  [
    /bcdedit\b.{0,300}(recoveryenabled (no|off)|bootstatuspolicy ignoreallfailures)|reagentc\b.{0,300}\/disable/,
    told('guard-changed', 'host', 'recovery', { changes: [{ setting: 'deletion-protection', to: 'off' }] }),
  ],
  [
    /wevtutil\b.{0,300}\b(cl|clear-log)\b|clear-eventlog|remove-eventlog|limit-eventlog/,
    told('audit-changed', 'trail', 'event log', logOff),
  ],
  [
    /wevtutil\b.{0,300}\bsl\b.{0,300}\/e:false|auditpol\b.{0,300}(\/clear|\/remove|(success|failure):disable)/,
    told('audit-changed', 'trail', 'audit policy', logOff),
  ],
  [
    /(sqlcmd|invoke-sqlcmd|psql|osql)\b.{0,300}(veeambackup|\[?dbo\]?\.\[?credentials\]?|from credentials)|veeam-get-creds|get-vbrcredentials|protectedstorage\]?::getlocalstring/,
    told('credential-store-read', 'catalogue', 'Veeam credentials'),
  ],
  [
    /remove-vbrbackuprepository|remove-vbrobjectstoragerepository|remove-vbrscaleoutbackuprepository/,
    cmdlet('repository-deleted', 'repository'),
  ],
  [/remove-vbr(restorepoint|backup)\b/, cmdlet('recovery-point-deleted', 'recovery-point', bulk)],
  [/(remove|disable)-vbr\w*job\b|(remove|disable)-vbrcomputerbackupjob/, cmdlet('job-stopped', 'job', stopped)],
  [/add-vbruserroleassignment/, cmdlet('admin-added', 'user', { detail: { role: 'Veeam Backup Administrator' } })],
  [/remove-vbrencryptionkey|disable-vbrencryption/, cmdlet('key-destruction-scheduled', 'key')],
  [/set-date\b/, (_, place) => ({ action: 'clock-changed', resource: hostOf(place), changes: [{ setting: 'clock' }] })],
  [
    /w32tm\b.{0,300}(\/unregister|syncfromflags:(manual|no)\b)/,
    (_, place) => ({
      action: 'clock-changed',
      resource: hostOf(place),
      changes: [{ setting: 'time-source', to: 'off' }],
    }),
  ],
  [
    /w32tm\b.{0,300}\/resync/,
    (_, place) => ({ action: 'clock-changed', resource: hostOf(place), detail: { synced: true } }),
  ],
  [
    /add-computer\b.{0,300}-domain|netdom(\.exe)?\b.{0,300}\bjoin\b/,
    (_, place) => ({ action: 'domain-joined', resource: hostOf(place) }),
  ],
  [
    /netsh\b.{0,300}(advfirewall set \w+ state off|firewall set opmode (mode=)?disable)|set-netfirewallprofile\b.{0,300}-enabled false/,
    (_, place) => ({
      action: 'exposure-changed',
      resource: hostOf(place),
      changes: [{ setting: 'firewall', to: 'off' }],
    }),
  ],
  [
    /new-smbshare\b|net share \S+=/,
    (_, place) => ({ action: 'exposure-changed', resource: hostOf(place), changes: [{ setting: 'share', to: 'on' }] }),
  ],
  [
    /fdenytsconnections.{0,300} 0\b/,
    (_, place) => ({
      action: 'exposure-changed',
      resource: hostOf(place),
      changes: [{ setting: 'remote-access', to: 'on' }],
    }),
  ],
  [
    /schtasks\b.{0,300}(\/delete|\/change\b.{0,300}\/disable).{0,300}(backup|veeam)|schtasks\b.{0,300}(backup|veeam).{0,300}(\/delete|\/disable)/,
    told('job-stopped', 'job', 'scheduled task', stopped),
  ],
  ...hypervReaders,
]

export const windowsCommands: CommandReader = ({ program, words }, place) => {
  const text = `${program} ${words.join(' ')}`.toLowerCase().replace(/\s+/g, ' ')
  return windowsText(text, place)
}

/** A script or a command, in small letters: what PowerShell logs is no line of words. */
export function windowsText(text: string, place: Place): Facts | undefined {
  for (const [pattern, read] of readers) if (pattern.test(text)) return read(text, place)
  return undefined
}

/** Shadow copies over the new size go at once. */
function resized(text: string, place: Place): Facts {
  const size = /maxsize=(\S+)/.exec(text)?.[1]
  return {
    action: 'guard-changed',
    resource: on(place, 'snapshot', 'shadow copies'),
    changes: size === 'unbounded' ? [] : [{ setting: 'reserve', direction: 'weakened' }],
  }
}
