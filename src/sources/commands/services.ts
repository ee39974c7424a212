// Services that are stopped, disabled or killed: of backups, of logs, of clocks, of the way in.
import type { Facts } from '../kit/facts.ts'
import type { CommandReader, Place } from './facts.ts'

/** Whose end matters, by the name of the service or program. */
const audit =
  /^(auditd|rsyslogd?|syslog(-ng|d)?|systemd-journald|filebeat|auditbeat|winlogbeat|elastic-?agent|fluent-?bit|fluentd|td-agent|vector|nxlog|splunk\w*|wecsvc|eventlog|windows event log|wazuh\w*|osqueryd)(\.service)?$/i
const clocks = /^(chronyd?|ntpd?|ntpsec|systemd-timesyncd|w32time|windows time|openntpd)(\.service)?$/i
const ways =
  /^(sshd?|openssh-server|dropbear|tsm-ssh|smbd|nmbd|nfs-server|nfs-kernel-server|lanmanserver)(\.service)?$/i
const backups =
  /^(veeam[\w $().-]*|volume shadow copy|windows backup|sql server \(veeam\w*\)|gx\w+|commvault\w*|cv\w*d|bpcd|bprd|vnetd|nbu?\w*|netbackup\w*|bacula\S*|bareos\S*|rubrik\S*|cohesity\S*|avagent\w*|nsrd|nsrexecd|dsmc(ad)?|dsmsvc|acronis\S*|proxmox-backup\S*|pbs\S*|backupexec\S*|arcserve\S*|vss|swprv|wbengine|sdrsvc|sqlwriter|mssql\$veeam\w*|postgresql\S*veeam\S*|restic\S*|borg\S*|minio|urbackup\S*|duplicati\S*|datto\S*)(\.service|\.timer)?$/i

/** The service of a name, stopped or started. @param boot switched for the next start as well */
export function serviceFacts(name: string, to: 'on' | 'off', { host }: Place): Facts | undefined {
  const plain = name.replace(/^["']|["']$/g, '')
  const service = {
    type: 'service',
    id: `${host}:${plain.toLowerCase().replace(/\.service$/, '')}`,
    name: plain,
    ...(host ? { container: { type: 'host', id: host, name: host } } : {}),
  }
  const machine = { type: 'host', id: host, name: host }
  const detail = { service: plain }
  if (audit.test(plain))
    return {
      action: 'audit-changed',
      resource: { ...service, type: 'trail' },
      changes: [{ setting: 'logging', to }],
      detail: { ...detail, scope: 'host', ...(to === 'off' ? { explicit: true } : {}) },
    }
  if (clocks.test(plain))
    return { action: 'clock-changed', resource: machine, changes: [{ setting: 'time-source', to }], detail }
  if (ways.test(plain))
    return {
      action: 'exposure-changed',
      resource: machine,
      changes: [{ setting: /ssh|dropbear/i.test(plain) ? 'ssh' : 'share', to }],
      detail,
    }
  if (backups.test(plain))
    return {
      action: to === 'off' ? 'job-stopped' : 'job-changed',
      resource: service,
      changes: [{ setting: 'schedule', to }],
      detail,
    }
  return undefined
}

const off = /^(stop|disable|mask|kill|end)$/i
const on = /^(start|enable|unmask|restart|reload-or-restart)$/i

export const serviceCommands: CommandReader = ({ program, words }, place) => {
  const [first = '', second = ''] = words
  const plain = words.filter((word) => !/^[-/]/.test(word))
  switch (program) {
    case 'systemctl': {
      const verb = plain[0] ?? ''
      const to = off.test(verb) ? 'off' : on.test(verb) ? 'on' : undefined
      return to === undefined ? undefined : firstOf(plain.slice(1), to, place)
    }
    case 'service':
    case 'rc-service':
    case 'invoke-rc.d':
      return off.test(second)
        ? serviceFacts(first, 'off', place)
        : on.test(second)
          ? serviceFacts(first, 'on', place)
          : undefined
    case 'net':
    case 'net1':
      return /^(stop|start)$/i.test(first)
        ? serviceFacts(
            words
              .slice(1)
              .filter((word) => !word.startsWith('/'))
              .join(' '),
            /^stop$/i.test(first) ? 'off' : 'on',
            place,
          )
        : undefined
    case 'sc': {
      const [verb = '', name = ''] = first.startsWith('\\\\') ? words.slice(1) : words
      if (/^(stop|delete)$/i.test(verb)) return serviceFacts(name, 'off', place)
      if (/^config$/i.test(verb) && /start=\s*disabled/i.test(words.join(' '))) return serviceFacts(name, 'off', place)
      return /^start$/i.test(verb) ? serviceFacts(name, 'on', place) : undefined
    }
    case 'stop-service':
    case 'suspend-service':
      return firstOf(plain, 'off', place)
    case 'set-service':
      return /-StartupType\s+Disabled/i.test(words.join(' ')) ? firstOf(plain, 'off', place) : undefined
    case 'start-service':
      return firstOf(plain, 'on', place)
    case 'taskkill': {
      const at = words.findIndex((word) => /^\/im$/i.test(word))
      return at < 0
        ? undefined
        : serviceFacts((words[at + 1] ?? '').replace(/\.exe$/i, '').replace(/\*$/, ''), 'off', place)
    }
    case 'killall':
    case 'pkill':
      return firstOf(plain, 'off', place)
    default:
      return undefined
  }
}

function firstOf(names: readonly string[], to: 'on' | 'off', place: Place): Facts | undefined {
  for (const name of names) {
    const facts = serviceFacts(name, to, place)
    if (facts) return facts
  }
  return undefined
}
