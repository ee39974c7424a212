// Events about the platform around the copies: keys, logs, guards, tests, clocks, quotas, support.
import { unlimited } from '../../model/setting.ts'
import type { Rule } from './classify.ts'
import { logOff, of, simple } from './readers.ts'

export const platformRules: readonly Rule[] = [
  {
    name: /^(ScheduleRotateKeysJob|SyncRotateKeys|EncryptionKeyRotationTrigger|M365KeyRotation|RekeyMasterKey|RekeyRootKey)/,
    words: /^(?<who>\S+) (?:scheduled a job to trigger a one-time|has initiated the rekeying of)/i,
    read: (told) => ({
      action: 'key-rotated',
      resource: of('key', told, 'master key'),
      detail: { rotation: 'by-hand' },
    }),
  },
  {
    name: /^(ReaderArchivalLocationMasterKey\w*|UpdateKMSKeyVault\w*|AsyncEditKmipServer|BulkKmipServerEdit)/,
    words:
      /^(?<who>\S+) successfully modified the master encryption key for the reader archival location (?<name>.+?) to/i,
    read: simple('encryption-changed', 'key'),
  },
  {
    name: /^(DeleteKMSKeyVault|(Bulk)?DeleteKmipServer|BulkKmipServerDelete)/,
    words: /^(?<who>\S+) deleted (?:KMS Key Vault|the KMIP server with the address) '?(?<name>.+?)'?\.?'?$/i,
    read: simple('key-destruction-scheduled', 'key-store'),
  },
  {
    name: /^DeleteSyslogConfiguration/,
    words: /^(?<who>\S+) triggered a Syslog configuration deletion on (?<name>.+?)\.?$/i,
    read: logOff('export'),
  },
  {
    name: /^(Webhook(Deleted|Disabled)|PolarisWebhookAutoDisabled)/,
    words: /^(?<who>\S+) successfully (?:deleted|disabled) the webhook (?<name>.+?)\.?$/i,
    read: logOff('export'),
  },
  {
    name: /^(ChangeSyslogConfiguration|WebhookUpdated|AddSyslogExportRule)/,
    words: /^(?<who>\S+) triggered a Syslog configuration change on (?<name>.+?)\.?$/i,
    read: (told) => ({ action: 'audit-changed', resource: of('trail', told), detail: { scope: 'export' } }),
  },
  {
    name: /^PauseClusterAlerts/,
    words: /^(?<who>\S+) paused alerts for Rubrik cluster (?<name>.+?),/i,
    read: logOff('console'),
  },
  {
    name: /^RadarEventsDisabled/,
    words: /Radar events have been disabled/i,
    read: simple('guard-changed', 'cluster', { changes: [{ setting: 'anti-ransomware', to: 'off' }] }),
  },
  {
    name: /^RadarEventsEnabled/,
    words: /Radar events have been enabled/i,
    read: simple('guard-changed', 'cluster', { changes: [{ setting: 'anti-ransomware', to: 'on' }] }),
  },
  {
    name: /^(BlueprintTestFailover(Success|Failed)|ScheduleRecoveryTestRecovery(Succeeded|Failed))/,
    words: /test failover (?:for )?Recovery Plan '(?<name>.+?)'/i,
    read: simple('restore-tested', 'restore-test'),
  },
  {
    name: /^UpdateClusterNtpServers$/,
    words: /^(?<who>\S+) updated the NTP servers for (?<name>.+?)\.?$/i,
    read: simple('clock-changed', 'cluster'),
  },
  {
    name: /^UpdateAirGapStatus/,
    words: /^(?<who>\S+) modified the air-gap status for (?<name>.+?)\.?$/i,
    read: simple('exposure-changed', 'cluster'),
  },
  {
    name: /^OrgQuotaUpdated/,
    words:
      /^(?<who>\S+) has updated the .* quota for organization (?<name>.+?) on cluster .*hard limit: (?<from>[^)]+)\) to .*hard limit: (?<to>[^)]+)\)/i,
    read: (told) => ({
      action: 'guard-changed',
      resource: of('organization', told),
      changes: told.said.to ? [{ setting: 'quota', from: bytesIn(told.said.from), to: bytesIn(told.said.to) }] : [],
    }),
  },
  {
    name: /^SupportTunnelOpened|^BulkSupportTunnel/,
    words: /^(?<who>\S+) opened a support tunnel for cluster '(?<name>.+?)'/i,
    read: simple('support-opened', 'cluster', { changes: [{ setting: 'support-access', to: 'on' }] }),
  },
  {
    name: /^SupportTunnelClosed/,
    words: /^(?<who>\S+) closed a support tunnel/i,
    read: simple('support-opened', 'cluster', { changes: [{ setting: 'support-access', to: 'off' }] }),
  },
]

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

/** `20 TB` in bytes; a limit that is none guards without end. */
function bytesIn(text: string | undefined): number | string {
  const [, amount, unit = 'B'] = /^([\d.]+)\s*([KMGTP]?i?B)?/i.exec(text ?? '') ?? []
  if (amount === undefined) return unlimited
  return Number(amount) * 1024 ** Math.max(units.indexOf(unit.replace('i', '').toUpperCase()), 0)
}
