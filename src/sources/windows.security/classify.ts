// What an event means: by its channel and number.
import type { Resource } from '../../model/event.ts'
import { commandFacts, processFacts } from '../commands/facts.ts'
import { serviceFacts } from '../commands/services.ts'
import { windowsText } from '../commands/windows.ts'
import type { Facts } from '../kit/facts.ts'
import { statedTime } from '../kit/time.ts'
import { accountEvents } from './accounts.ts'
import { hypervFacts, isHyperv } from './hyperv.ts'
import type { WindowsRecord } from './record.ts'

export type Reader = (record: WindowsRecord) => Facts

const hostOf = ({ computer }: WindowsRecord): Resource => ({ type: 'host', id: computer.toLowerCase(), name: computer })
const inHost = (record: WindowsRecord, type: string, name: string): Resource => ({
  type,
  id: `${record.computer.toLowerCase()}:${name.toLowerCase()}`,
  name,
  container: hostOf(record),
})
const placeOf = (record: WindowsRecord) => ({ host: record.computer.toLowerCase(), time: record.time ?? 0 })

const logOff =
  (name: string, explicit: boolean): Reader =>
  (record) => ({
    action: 'audit-changed',
    resource: inHost(record, 'trail', name),
    changes: [{ setting: 'logging', to: 'off' }],
    detail: { scope: 'host', ...(explicit ? { explicit: true } : {}) },
  })

/** What is taken out of the audit policy is seen no more; `%%8448` and `%%8450` stand for it. */
const auditPolicy: Reader = (record) => {
  const changes = record.data.AuditPolicyChanges ?? ''
  const removed = /%%8448|%%8450|removed/i.test(changes)
  const added = /%%8449|%%8451|added/i.test(changes)
  return {
    action: 'audit-changed',
    resource: inHost(record, 'trail', 'audit policy'),
    changes:
      removed || added
        ? [
            {
              setting: 'logging-scope',
              to: removed ? 'narrow' : 'full',
              direction: removed ? 'weakened' : 'strengthened',
            },
          ]
        : [],
    detail: { scope: 'host' },
  }
}

const clock: Reader = (record) => {
  const { data } = record
  const [from, to] = [data.PreviousTime ?? data.OldTime, data.NewTime].map((text) =>
    statedTime((text ?? '').replace(/\u200e/g, '').replace(/(\.\d{3})\d+/, '$1')),
  )
  const step = from === undefined || to === undefined ? undefined : Math.round((to - from) / 1000)
  return {
    action: 'clock-changed',
    resource: hostOf(record),
    changes: [{ setting: 'clock', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }],
    ...(step === undefined ? {} : { detail: { step_seconds: step } }),
  }
}

const process: Reader = (record) =>
  processFacts(record.data.CommandLine || (record.data.NewProcessName ?? record.data.Image ?? ''), placeOf(record))

const script: Reader = (record) => {
  const text = (record.data.ScriptBlockText ?? record.data.Payload ?? '').slice(0, 100_000)
  const facts =
    windowsText(text.toLowerCase().replace(/\s+/g, ' '), placeOf(record)) ?? commandFacts(text, placeOf(record))
  return facts ?? { action: 'process-started', resource: hostOf(record) }
}

/** Words for "stopped" and "running" in the languages that servers are installed in. */
const stopped = /^(stopped|beendet|angehalten|arr[êe]t[ée]e?|detenido|arrestato|interrotto|parado|gestopt|остановлена)/i
const running =
  /^(running|wird ausgef[üu]hrt|gestartet|en cours d|en ejecuci[óo]n|in esecuzione|em execu|actief|работает)/i

/** The service manager says that a service stopped, and not who stopped it. */
const serviceState: Reader = (record) => {
  const { data } = record
  const state = data.param2 ?? ''
  const to = stopped.test(state) ? 'off' : running.test(state) ? 'on' : undefined
  const facts = to === undefined ? undefined : serviceFacts(data.param1 ?? '', to, placeOf(record))
  if (!facts) return { action: 'other', resource: inHost(record, 'service', data.param1 ?? 'service') }
  const { explicit: _, ...detail } = facts.detail ?? {}
  return { ...facts, detail }
}

const disabled = /^(disabled|deaktiviert|d[ée]sactiv[ée]|deshabilitado|disabilitato|desativado|uitgeschakeld)/i
const startType: Reader = (record) => {
  const { data } = record
  const facts = disabled.test(data.param3 ?? '')
    ? (serviceFacts(data.param4 ?? '', 'off', placeOf(record)) ??
      serviceFacts(data.param1 ?? '', 'off', placeOf(record)))
    : undefined
  return facts ?? { action: 'other', resource: inHost(record, 'service', data.param4 ?? data.param1 ?? 'service') }
}

/** A task of backups that is deleted or disabled. */
const task: Reader = (record) => {
  const name = record.data.TaskName ?? ''
  const ends = record.id === '4699' || record.id === '4701'
  if (!ends || !/backup|veeam|shadow|systemrestore|commvault|acronis/i.test(name))
    return { action: 'other', resource: inHost(record, 'job', name) }
  return { action: 'job-stopped', resource: inHost(record, 'job', name), changes: [{ setting: 'schedule', to: 'off' }] }
}

const file = (record: WindowsRecord, path: string): Resource => {
  const folder = path.replace(/\\[^\\]*$/, '')
  const { type, id, name } = inHost(record, 'share', folder)
  return { ...inHost(record, 'file', path), container: { type, id, ...(name ? { name } : {}) } }
}

/** Rights that were used on an object: `0x10000` and `%%1537` are DELETE. */
const touched: Reader = (record) => {
  const { data } = record
  const deletes = (Number(data.AccessMask ?? 0) & 0x10000) !== 0 || /%%1537/.test(data.AccessList ?? '')
  const writes = /%%441[78]|%%4420/.test(data.AccessList ?? '') || (Number(data.AccessMask ?? 0) & 0x2) !== 0
  if (data.ObjectType !== undefined && data.ObjectType !== 'File') return { action: 'other' }
  return {
    action: deletes ? 'object-deleted' : writes ? 'object-written' : 'read',
    resource: file(record, data.ObjectName ?? ''),
  }
}

const share =
  (to: 'on' | 'off'): Reader =>
  (record) => ({
    action: 'exposure-changed',
    resource: inHost(record, 'share', record.data.ShareName ?? ''),
    changes: [{ setting: 'share', to }],
  })

const security: Readonly<Record<string, Reader>> = {
  ...accountEvents,
  1102: logOff('Security', true),
  1100: logOff('Security', false),
  4719: auditPolicy,
  4906: auditPolicy,
  4616: clock,
  4688: process,
  4698: task,
  4699: task,
  4700: task,
  4701: task,
  4702: task,
  4663: touched,
  5140: (record) => ({ action: 'sign-in', resource: inHost(record, 'share', record.data.ShareName ?? '') }),
  5142: share('on'),
  5144: share('off'),
  5025: (record) => ({
    action: 'exposure-changed',
    resource: hostOf(record),
    changes: [{ setting: 'firewall', to: 'off' }],
  }),
  4739: (record) => ({
    action: 'access-policy-changed',
    resource: { type: 'policy', id: `domain:${record.data.DomainName ?? ''}`, name: record.data.DomainName ?? '' },
  }),
  8222: (record) => ({ action: 'recovery-point-created', resource: inHost(record, 'snapshot', 'shadow copies') }),
}

const system: Readonly<Record<string, Reader>> = {
  104: (record) => logOff(record.data.Channel ?? 'event log', true)(record),
  7036: serviceState,
  7040: startType,
  6005: (record) => ({ action: 'host-started', resource: hostOf(record) }),
}

const byProvider: readonly (readonly [provider: RegExp, id: RegExp, read: Reader])[] = [
  [/Kernel-General$/i, /^1$/, clock],
  [/Kernel-General$/i, /^12$/, (record) => ({ action: 'host-started', resource: hostOf(record) })],
  [
    /Time-Service$/i,
    /^(35|37)$/,
    (record) => ({
      action: 'clock-changed',
      resource: hostOf(record),
      changes: [{ setting: 'time-source', to: 'on' }],
      detail: { synced: true },
    }),
  ],
  [
    /Time-Service$/i,
    /^(36|46|47)$/,
    (record) => ({
      action: 'clock-changed',
      resource: hostOf(record),
      changes: [{ setting: 'time-source', to: 'off' }],
    }),
  ],
  [
    /^volsnap$/i,
    /^(25|33|35|36)$/,
    (record) => ({
      action: 'recovery-point-deleted',
      resource: inHost(record, 'snapshot', 'shadow copies'),
      detail: { bulk: true },
    }),
  ],
  [
    /Windows-Backup$/i,
    /^524$/,
    (record) => ({
      action: 'catalogue-deleted',
      resource: inHost(record, 'catalogue', 'Windows Server Backup catalog'),
    }),
  ],
  [
    /Windows-Backup$/i,
    /^(4|14|5|9|17|19|49|50|517|518|521|527|528|544|545|546|561|564|612)$/,
    (record) => ({ action: 'job-finished', resource: inHost(record, 'job', 'Windows Server Backup') }),
  ],
  [/PowerShell$/i, /^(4104|4103)$/, script],
  [/Sysmon$/i, /^1$/, process],
  [
    /Sysmon$/i,
    /^(23|26)$/,
    (record) => ({ action: 'object-deleted', resource: file(record, record.data.TargetFilename ?? '') }),
  ],
]

/** What the event says beyond who, when and where. */
export function classify(record: WindowsRecord): Facts {
  const { id, channel, provider } = record
  if (isHyperv(record)) return hypervFacts(record)
  for (const [name, number, read] of byProvider) if (name.test(provider) && number.test(id)) return read(record)
  const isSecurity =
    /^security$/i.test(channel) || (channel === '' && /Security-Auditing|Eventlog|VSSAudit/i.test(provider))
  if (isSecurity && Object.hasOwn(security, id)) return security[id]?.(record) ?? { action: 'other' }
  const isSystem = /^system$/i.test(channel) || (channel === '' && /Service Control Manager|Eventlog/i.test(provider))
  if (isSystem && Object.hasOwn(system, id)) return system[id]?.(record) ?? { action: 'other' }
  return { action: 'other', ...(record.computer ? { resource: hostOf(record) } : {}) }
}

/** Backups that did not succeed say so by their number. */
export const failures = /^(5|9|17|19|49|50|517|518|521|527|528|544|545|546|561|564|612)$/
