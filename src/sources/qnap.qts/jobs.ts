// Sentences of Hybrid Backup Sync on its jobs, and of the App Center on apps that make or keep copies.
import { copying, forwarding, type Given, part, pointOf, retained, scheduled } from '../appliance/facts.ts'
import type { Row, Teller } from '../appliance/sentences.ts'
import { daysIn } from '../kit/span.ts'

const job = (given: Given, name: string | undefined) => part(given, 'job', name ?? '?')
const ofJob = `(?:the )?(?:one-way |two-way |active |real-time |scheduled |RTRR |remote )*(?:sync|backup|restore|replication|snapshot replica)? ?(?:job|task)s?:? "?((?<=")[^"]{1,200}|[^".]{1,200})`

const ended: Teller = ([text = '', name], given) => ({
  action: 'job-finished',
  resource: job(given, name),
  detail: { state: text.split(' ', 1)[0]?.toLowerCase() ?? '' },
})

export const jobRows: readonly Row[] = [
  [new RegExp(`^Started ${ofJob}`, 'i'), ([, name], given) => ({ action: 'run-started', resource: job(given, name) })],
  [
    new RegExp(`^(?:Finished|Completed|Failed|Partially completed|Failed to (?:run|complete|start)) ${ofJob}`, 'i'),
    ended,
  ],
  [
    new RegExp(`^(?:Deleted|Removed) ${ofJob}`, 'i'),
    ([, name], given) => ({ action: 'job-stopped', resource: job(given, name) }),
  ],
  [new RegExp(`^(?:Disabled|Suspended|Paused) ${ofJob}`, 'i'), ([, name], given) => scheduled(job(given, name), 'off')],
  [
    new RegExp(`^(?:Stopped|Cancell?ed|Aborted) ${ofJob}`, 'i'),
    ([, name], given) => ({ action: 'job-stopped', resource: job(given, name), detail: { run: true } }),
  ],
  [new RegExp(`^(?:Enabled|Resumed) ${ofJob}`, 'i'), ([, name], given) => scheduled(job(given, name), 'on')],
  [new RegExp(`^Created ${ofJob}`, 'i'), ([, name], given) => ({ action: 'job-created', resource: job(given, name) })],
  [
    /^(?:Disabled|Removed|Deleted) (?:the )?schedule (?:of|for|on) .{0,40}?(?:job|task) "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name], given) => scheduled(job(given, name), 'off'),
  ],
  [
    /^(?:Changed|Edited|Modified|Updated) (?:the )?(?:retention|version)\b.{0,80}?(?:job|task) "?((?<=")[^"]{1,200}|[^".]{1,200})"?(.*)/i,
    ([, name, rest = ''], given) => {
      const [, number, unit = ''] = /(\d{1,5})\s*(versions?|days?|weeks?|months?|years?)/i.exec(rest) ?? []
      if (number !== undefined && /^ver/i.test(unit))
        return {
          ...retained(job(given, name), undefined),
          changes: [{ setting: 'retention-count', to: Number(number) }],
        }
      return retained(job(given, name), daysIn(number && `${number} ${unit}`))
    },
  ],
  [
    new RegExp(`^(?:Changed|Edited|Modified|Updated)(?: settings of)? ${ofJob}`, 'i'),
    ([, name], given) => ({ action: 'job-changed', resource: job(given, name) }),
  ],
  [
    /^Deleted (?:the )?(?:backup )?versions? "?((?<=")[^"]{1,200}|[^".]{1,200})"?.{0,80}?(?:job|task):? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, version, name], given) => ({
      action: 'recovery-point-deleted',
      resource: pointOf(given, job(given, name), version, 'recovery-point'),
    }),
  ],
  [
    /^(?:Verified|Finished checking|Failed to (?:verify|check)|Data integrity check).{0,80}?(?:job|task):? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => ({
      action: 'restore-tested',
      resource: part(given, 'restore-test', name),
      related: [job(given, name)],
    }),
  ],
  [
    /^(?:Deleted|Removed|Disconnected) .{0,40}?(?:storage space|remote server|account):? "?((?<=")[^"]{1,200}|[^".]{1,200})/i,
    ([, name = '?'], given) => copying(part(given, 'replication', name), 'off'),
  ],
]

/** Apps that make or keep copies, and the one that sends the log. */
const copies = /hybrid backup|hyper data|snapshot|hbs|qvr ?backup|boxafe|netbak|backup/i

const app: Teller = ([, what = '', name = '?'], given) => {
  const to = /start|enabl/i.test(what) ? 'on' : 'off'
  if (/qulog/i.test(name)) return forwarding(given, to)
  if (copies.test(name)) return scheduled(part(given, 'service', name), to)
  return /malware remover|antivirus|security/i.test(name)
    ? {
        action: 'guard-changed',
        resource: part(given, 'service', name),
        changes: [{ setting: 'anti-ransomware', to: to === 'on' ? 'on' : 'off' }],
      }
    : { action: 'other' }
}

export const appRows: readonly Row[] = [
  [
    /^(Stopped|Disabled|Removed|Uninstalled|Started|Enabled) (?:the )?(?:app|application|package)?:? ?"?((?<=")[^"]{1,100}|[^".]{1,100})/i,
    app,
  ],
]
