// Sentences of DSM on what makes and keeps copies: snapshots and replications, tasks of Hyper Backup and Active Backup, their versions.
import { copying, cut, type Given, locked, part, pointOf, retained, scheduled, whole } from '../appliance/facts.ts'
import type { Found, Row, Teller } from '../appliance/sentences.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'

/** `shared folder [x]`, `LUN [x]`. */
const holder = (found: Found, given: Given) =>
  part(given, /lun/i.test(found[1] ?? '') ? 'volume' : 'share', found[2] ?? '?')

/** Kept by number or by time: `keep [7] days`, `for [30] day(s)`, `retention ... 14 versions`. */
function lengthIn(text: string): Pick<Facts, 'changes'> {
  const [, number, unit = ''] =
    /\[?(\d{1,5})\]?\s*(versions?|snapshots?|hours?|days?|weeks?|months?|years?)\b/i.exec(text) ?? []
  if (number === undefined) return {}
  if (/^(version|snapshot)/i.test(unit)) return { changes: [{ setting: 'retention-count', to: Number(number) }] }
  const to = daysIn(`${number} ${unit}`)
  return to === undefined ? {} : { changes: [{ setting: 'retention', to, unit: 'd' }] }
}

const kept: Teller = (found, given) => ({ ...retained(holder(found, given), undefined), ...lengthIn(found[0] ?? '') })

/** A named snapshot is one; several in one sentence, or a number of them, are many. */
const gone: Teller = (found, given) => {
  const [whole = '', , , name] = found
  const bulk = /\ball\b|\[?\d+\]? snapshots|snapshots \[/i.test(whole)
  return {
    action: 'recovery-point-deleted',
    resource: pointOf(given, holder(found, given), bulk ? undefined : name),
    detail: { permanent: true, ...(bulk ? { bulk: true } : {}) },
  }
}

const on = String.raw`(?:of|on|from|for|in) (?:the )?(shared folder|LUN|iSCSI LUN) \[(.*?)\]`

export const snapshotRows: readonly Row[] = [
  [
    new RegExp(String.raw`immutable snapshots?.*?${on}.*?\b(?:disabled|turned off|removed)`, 'i'),
    (found, given) => locked(holder(found, given), 'off', 'weakened'),
  ],
  [
    new RegExp(`(?:immutable snapshots?|protection period).*?${on}.*`, 'i'),
    (found, given) => {
      const [, number, unit] = /\[?(\d{1,4})\]?\s*(hours?|days?|weeks?)/i.exec(found[0] ?? '') ?? []
      const days = daysIn(number && `${number} ${unit}`)
      return {
        action: 'immutability-changed',
        resource: holder(found, given),
        changes: typeof days === 'number' ? [{ setting: 'lock-days', to: days, unit: 'd' }] : [],
      }
    },
  ],
  [new RegExp(`retention policy.*?${on}.*`, 'i'), kept],
  [
    new RegExp(String.raw`snapshot schedule.*?${on}.*?\b(?:disabled|deleted|removed|stopped)`, 'i'),
    (found, given) => scheduled(holder(found, given), 'off'),
  ],
  [
    new RegExp(String.raw`snapshot schedule.*?${on}.*?\benabled`, 'i'),
    (found, given) => scheduled(holder(found, given), 'on'),
  ],
  [
    new RegExp(String.raw`\b(?:delet|remov)\w*\b.*?\bsnapshots?\b.*?${on}`, 'i'),
    (found, given) => gone([...found, /snapshots? \[(.*?)\]/i.exec(found[0] ?? '')?.[1]], given),
  ],
  [
    new RegExp(String.raw`snapshots? (?:\[(?:.*?)\] )?${on}.*?\b(?:delet|remov)`, 'i'),
    (found, given) => gone([...found, /snapshots? \[(.*?)\]/i.exec(found[0] ?? '')?.[1]], given),
  ],
  [
    new RegExp(String.raw`snapshots? (?:\[(.*?)\] )?.*?${on}.*?\b(?:was|were|has been) unlocked`, 'i'),
    ([, name, kind, share], given) => ({
      action: 'immutability-changed',
      resource: pointOf(given, holder([undefined, kind, share], given), name),
      changes: [{ setting: 'legal-hold', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    /^(shared folder|LUN|iSCSI LUN) \[(.*?)\] (?:was|has been) (?:restored|reverted|rolled back)/i,
    (found, given) => ({
      action: 'object-overwritten',
      resource: holder(found, given),
      detail: { how: 'rewritten', restore: true },
    }),
  ],
  [
    new RegExp(String.raw`(?:restored?|reverted|rolled back)\b.*?${on}`, 'i'),
    (found, given) => ({
      action: 'object-overwritten',
      resource: holder(found, given),
      detail: { how: 'rewritten', restore: true },
    }),
  ],
  [
    new RegExp(
      String.raw`snapshots?\b.*?${on}.*?\b(?:taken|created)|(?:took|taken|created)\b.*?snapshots?\b.*?${on}`,
      'i',
    ),
    (found, given) => ({
      action: 'recovery-point-created',
      resource: pointOf(given, holder(found[2] === undefined ? ['', found[3], found[4]] : found, given), undefined),
    }),
  ],
  [
    /\breplication(?: task)? (?:of (?:shared folder|LUN) )?\[(.*?)\].*?\b(deleted|removed|stopped|paused|disabled|created|resumed|enabled)/i,
    ([, name = '?', what = ''], given) =>
      copying(part(given, 'replication', name), /created|resumed|enabled/i.test(what) ? 'on' : 'off'),
  ],
  // However else a sentence puts it: the brackets hold a snapshot, whose name is a time, and what it is of.
  [
    /^(?=.*\bsnapshots?\b)(?=.*\b(?:delet|remov)(?:ed|ing|e)\b).*/i,
    ([text = ''], given) => {
      const names = [...text.matchAll(/\[([^\]]{1,200})\]/g)].map(([, name = '']) => name)
      const name = names.find((one) => /\d{4}[-./]?\d\d|GMT/.test(one))
      const of = part(given, 'share', names.find((one) => one !== name) ?? '?')
      const bulk = /\ball\b|\b\d+ snapshots|\bsnapshots \[/i.test(text)
      return {
        action: 'recovery-point-deleted',
        resource: pointOf(given, of, bulk ? undefined : name),
        detail: { permanent: true, ...(bulk ? { bulk: true } : {}) },
      }
    },
  ],
]

const task = (given: Given, name: string) => part(given, 'job', name)
const started: Teller = ([, name = '?'], given) => ({ action: 'run-started', resource: task(given, name) })

const ended: Teller = ([, name = '?', how = ''], given) => ({
  action: 'job-finished',
  resource: task(given, name),
  detail: { state: how.trim().toLowerCase().slice(0, 60) },
})

/** Its own rotation keeps to the retention of the task; a person who deletes a version is told as one. */
const version: Teller = ([, name = '?', id], given) => ({
  action: 'recovery-point-deleted',
  resource: pointOf(given, task(given, name), id, 'recovery-point'),
})

export const backupRows: readonly Row[] = [
  [
    /^\[(?:[^\]]*)\] ?Credentials changed on the destination/i,
    (_, given) => cut(whole(given), { service: 'destination' }),
  ],
  [/^\[(.*?)\] Rotate version \[(.*?)\]/i, version],
  [
    /^\[(.*?)\] (?:Trigger version rotation|Version rotation)/i,
    ([, name = '?'], given) => ({ action: 'other', resource: task(given, name) }),
  ],
  [
    /\b(?:delet|remov)\w* (?:the )?versions? \[.*?\] (?:of|from) (?:the )?(?:backup )?task \[(.*?)\]/i,
    (found, given) => version([...found, /versions? \[(.*?)\]/i.exec(found[0] ?? '')?.[1]], given),
  ],
  [/^(?:\[[^\]]*\])?\[(.*?)\] .*?versions? \[(.*?)\] (?:was|were|has been) (?:deleted|removed)/i, version],
  [
    /(?:retention|rotation)(?: (?:policy|settings?))? (?:of|for|on) (?:the )?(?:backup )?task \[(.*?)\].*/i,
    ([text = '', name = '?'], given) => ({ ...retained(task(given, name), undefined), ...lengthIn(text) }),
  ],
  [
    /Settings? of (?:the )?(?:backup )?task \[(.*?)\] (?:was|were) (?:modified|changed|edited)/i,
    ([, name = '?'], given) => ({ action: 'job-changed', resource: task(given, name) }),
  ],
  [
    /^(?:\[[^\]]*\])?\[(.*?)\] ?Backup integrity(?: check)?,? (?:is |has |was )?(.*)/i,
    ([, name = '?', how = ''], given) => ({
      action: 'restore-tested',
      resource: part(given, 'restore-test', name),
      related: [task(given, name)],
      detail: { state: how.trim().toLowerCase().slice(0, 60) },
    }),
  ],
  [
    /^(?:\[[^\]]*\])?\[(.*?)\] ?(?:Backup|Restore|Backup task|Restore task) (?:task )?(?:was |has been |has )?started/i,
    started,
  ],
  [
    /^(?:\[[^\]]*\])?\[(.*?)\] ?(?:Backup|Restore)(?: task)? (?:was |has been |has |is )?((?:finished|completed|failed|partially|cancel|suspend|unable|interrupt).*)/i,
    ended,
  ],
  [
    /^(?:Exception occurred while backing up data|Failed to (?:run|back up|backup)).*?\[(.*?)\](.*)/i,
    ([, name = '?'], given) => ended(['', name, 'failed'], given),
  ],
  [
    /\b(?:delet|remov)\w* (?:the )?(?:backup )?task \[(.*?)\]|(?:backup )?task \[(.*?)\] (?:was|has been)(?: successfully)? (?:deleted|removed)/i,
    ([, one, other], given) => ({ action: 'job-stopped', resource: task(given, one ?? other ?? '?') }),
  ],
  [
    /task \[(.*?)\] (?:was|has been|is)(?: successfully)? (?:suspended|disabled|paused|unlinked|stopped|canceled|cancelled)|\b(?:suspend|disabl|paus|cancel|unlink)\w* (?:the )?(?:backup )?task \[(.*?)\]/i,
    ([text = '', one, other], given) => ({
      action: 'job-stopped',
      resource: task(given, one ?? other ?? '?'),
      ...(/cancel/i.test(text) ? { detail: { run: true } } : {}),
    }),
  ],
  [
    /task \[(.*?)\] (?:was|has been)(?: successfully)? (?:created|relinked)|\bcreated (?:the )?(?:backup )?task \[(.*?)\]/i,
    ([, one, other], given) => ({ action: 'job-created', resource: task(given, one ?? other ?? '?') }),
  ],
  [/task \[(.*?)\] (?:was |has been |has )?started/i, started],
  [/task \[(.*?)\] (?:was |has been |has |is )?((?:finished|completed|failed|partially|unable|interrupt).*)/i, ended],
  [
    /task \[(.*?)\] (?:was|has been)(?: successfully)? (?:modified|changed|edited|enabled|resumed)/i,
    ([, name = '?'], given) => ({ action: 'job-changed', resource: task(given, name) }),
  ],
]
