// Services as systemd and the kernel tell of them, and the boot.
import type { LinePattern } from './line.ts'

export const serviceLines: readonly LinePattern[] = [
  { name: 'stopped', program: /^systemd$/, message: /^Stopped (?:target )?(?<unit>.+?)\.?$/ },
  { name: 'started', program: /^systemd$/, message: /^Started (?<unit>.+?)\.?$/ },
  { name: 'booted', program: /^systemd$/, message: /^Startup finished in/ },
  { name: 'booted', program: /^kernel$/, message: /^(?:\[\s*[\d.]+\] )?(?:Linux version |Command line: )/ },
  {
    name: 'stopped-itself',
    program: /^(auditd|rsyslogd|syslogd|syslog-ng)$/,
    message: /(?:The audit daemon is exiting|exiting on signal|Audit daemon is exiting|syslog-ng shutting down)/i,
  },
  {
    name: 'started-itself',
    program: /^(auditd|rsyslogd|syslogd|syslog-ng)$/,
    message: /(?:Init complete|start(?:ed|ing up)?\b.*listening|\] start$|syslog-ng starting up)/i,
  },
  {
    name: 'joined',
    program: /^(realmd|adcli|net)$/,
    message: /(?:Successfully enrolled machine in realm|Joined '(?<host>[^']+)' to)/i,
  },
]
