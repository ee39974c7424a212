// What an operation of the audit trail did, by its words: the vendor lists hundreds and shows the text of few.
import { accountId } from '../../model/account.ts'
import type { Change } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { detailOf } from './details.ts'
import type { AuditRecord } from './record.ts'
import { cellOf, consoleOf, thing } from './things.ts'

const off = (setting: string): Change => ({ setting, to: 'off', direction: 'weakened' })
const on = (setting: string): Change => ({ setting, to: 'on', direction: 'strengthened' })
const switched = (setting: string, state: 'on' | 'off' | undefined): readonly Change[] =>
  state === undefined ? [] : [state === 'off' ? off(setting) : on(setting)]

/** Whether something was switched on or off, by the detail that is called so, else by the operation. */
function stateOf(record: AuditRecord, words: RegExp): 'on' | 'off' | undefined {
  const verb = /^(enable|disable)/i.exec(record.operation)?.[1]?.toLowerCase()
  if (verb !== undefined) return verb === 'enable' ? 'on' : 'off'
  const held =
    detailOf(record.details, words) ?? `${record.operation} ${record.details.length === 0 ? record.text : ''}`
  if (/\b(off|no|false|0|disabled?|removed?|deleted?|stopped|unset)\b/i.test(held)) return 'off'
  return /\b(on|yes|true|1|enabled?|set|started|added|created?)\b/i.test(held) ? 'on' : undefined
}

const isEnd = (record: AuditRecord): boolean =>
  /\b(delet|remov|purg|eras|deconfigur|uninstall|retire)/i.test(record.operation)
const isStart = (record: AuditRecord): boolean => /\b(creat|add|new|install|configure)/i.test(record.operation)

/** Days and cycles that copies are kept. */
function retentionIn({ details }: AuditRecord): readonly Change[] {
  return details.flatMap(({ name, from, to }): readonly Change[] => {
    if (!/retention|retain|basic days|keep/i.test(name)) return []
    const cycles = /cycle|count|jobs/i.test(name)
    const length = (text: string): ReturnType<typeof daysIn> =>
      daysIn(text.replace(/\s*\(.*$/, '').trim(), cycles ? 1 : factorOf(name))
    const [before, after] = [length(from), length(to)]
    if (after === undefined) return []
    return [
      {
        setting: cycles ? 'retention-count' : 'retention',
        ...(before === undefined ? {} : { from: before }),
        to: after,
        ...(cycles ? {} : { unit: 'd' }),
      },
    ]
  })
}

const factorOf = (name: string): number =>
  /week/i.test(name) ? 7 : /month/i.test(name) ? 30 : /year/i.test(name) ? 365 : 1

/** The product's own top group, and roles that are called so. */
const isTop = (role: string): boolean =>
  /^master$|admin|owner/i.test(role.trim()) && !/view|read.?only|report|audit/i.test(role)

function people(record: AuditRecord): Facts | undefined {
  const { operation, text, details } = record
  const created = /account with login \[([^\]]{1,200})\]/i.exec(text)?.[1]
  const group = detailOf(details, /group|role/i)
  const added = detailOf(details, /users? added|member added/i)
  const gone = detailOf(details, /users? (removed|deleted)/i)
  const name = added ?? gone ?? created ?? detailOf(details, /^(?:user|user ?name|login|account)/i)
  const target = name === undefined ? undefined : { id: accountId(name, cellOf(record)), name }
  const told = target ? { resource: { type: 'user', ...target }, target } : { resource: consoleOf(record) }
  if (gone !== undefined && added === undefined) return { action: 'role-revoked', ...told }
  if (
    group !== undefined &&
    (added !== undefined || /\b(user|role|security|owner|association)/i.test(operation)) &&
    !isEnd(record)
  )
    return { action: isTop(group) ? 'admin-added' : 'role-granted', ...told, detail: { role: group } }
  if (!/\buser|role|login|identity|saml|domain/i.test(operation) && created === undefined) return undefined
  if (isEnd(record)) return { action: 'user-removed', ...told }
  return { action: isStart(record) || created !== undefined ? 'user-added' : 'other', ...told }
}

type Guess = (record: AuditRecord) => Facts | undefined

/** Asked in order; the first that knows. */
const guesses: readonly (readonly [words: RegExp, guess: Guess])[] = [
  [
    /log ?(in|on)\b|logged (in|on)|sign.?in/i,
    (record) =>
      /log ?out|logged off/i.test(record.operation)
        ? undefined
        : { action: 'sign-in', resource: consoleOf(record), detail: { console: true } },
  ],
  [/audit/i, audit],
  [
    /multi.?person|two.?person|dual auth|workflow authorization|business logic/i,
    (record) => guarded(record, 'four-eyes-changed', 'four-eyes', /multi.?person|two.?person|authoriz/i),
  ],
  [
    /two.?factor|multi.?factor|\bmfa\b|\b2fa\b|pin/i,
    (record) => guarded(record, 'mfa-changed', 'mfa', /factor|mfa|2fa|pin/i),
  ],
  [/compliance lock|worm|immutab|object lock|ransomware|anomaly|threat/i, lock],
  [/user|role|group|owner|security association|system has created an account/i, people],
  [/encryption|\bkey\b|kms|passphrase/i, keys],
  [/data aging|retention|retain|basic days/i, retention],
  [/delet|remov|eras|purg|deconfigur|uninstall|retire/i, deletion],
  [
    /disable activity|enable activity|activity control|disable schedule|enable schedule|suspend|kill job|schedule/i,
    activity,
  ],
  [/export media|eject|media/i, (record) => ({ action: 'media-moved', resource: thing(record) })],
]

function guarded(
  record: AuditRecord,
  action: 'four-eyes-changed' | 'mfa-changed',
  setting: string,
  words: RegExp,
): Facts {
  return { action, resource: consoleOf(record), changes: switched(setting, stateOf(record, words)) }
}

function audit(record: AuditRecord): Facts | undefined {
  if (!/audit ?trail|audit (log|retention|severity)/i.test(`${record.operation} ${record.text}`)) return undefined
  const days = record.details.filter(({ name }) => /critical|high|medium|low|day|retention|period/i.test(name))
  const changes = days.flatMap(({ from, to }): readonly Change[] => {
    const [before, after] = [daysIn(from, 1), daysIn(to, 1)]
    return after === undefined
      ? []
      : [{ setting: 'retention', ...(before === undefined ? {} : { from: before }), to: after, unit: 'd' }]
  })
  return {
    action: 'audit-changed',
    resource: { type: 'trail', id: `${cellOf(record)}/audit-trail`, name: 'audit trail' },
    changes: changes.length > 0 ? changes : switched('logging', stateOf(record, /audit/i)),
    detail: { scope: 'console' },
  }
}

function lock(record: AuditRecord): Facts {
  const ransomware = /ransomware|anomaly|threat/i.test(`${record.operation} ${record.text}`)
  const state = stateOf(record, /compliance|worm|immutab|lock|ransomware|anomaly|threat/i)
  if (ransomware)
    return { action: 'guard-changed', resource: thing(record), changes: switched('anti-ransomware', state) }
  return {
    action: 'immutability-changed',
    resource: thing(record),
    changes: state === undefined ? [] : [{ setting: 'lock-mode', to: state === 'on' ? 'compliance' : 'off' }],
  }
}

function keys(record: AuditRecord): Facts {
  const resource = thing(record)
  if (isEnd(record)) return { action: 'key-destruction-scheduled', resource }
  if (/rotat|passphrase|password|rekey/i.test(record.operation))
    return { action: 'key-rotated', resource, detail: { rotation: 'by-hand' } }
  const state = stateOf(record, /encryption|encrypt/i)
  return state === undefined
    ? { action: 'key-policy-changed', resource }
    : { action: 'encryption-changed', resource, changes: switched('encryption', state) }
}

function retention(record: AuditRecord): Facts | undefined {
  const changes = retentionIn(record)
  // Aging that is switched off deletes nothing any more; switched on, it begins to.
  if (/data aging/i.test(`${record.operation} ${record.text}`) && changes.length === 0) {
    const state = stateOf(record, /aging/i)
    return {
      action: 'guard-changed',
      resource: thing(record),
      changes: state === undefined ? [] : [{ setting: 'auto-delete', to: state }],
    }
  }
  if (isEnd(record)) return undefined
  return { action: 'retention-changed', resource: thing(record), changes }
}

function deletion(record: AuditRecord): Facts | undefined {
  if (!isEnd(record)) return undefined
  const resource = thing(record)
  if (resource.type === 'repository') return { action: 'repository-deleted', resource }
  if (/job/i.test(record.operation))
    return { action: 'recovery-point-deleted', resource: { ...resource, type: 'recovery-point' } }
  if (resource.type === 'tape' || /content|backup data|\bdata\b/i.test(record.operation))
    return { action: 'recovery-point-deleted', resource, detail: { bulk: true } }
  // What it kept goes with a backup set, an agent or a client.
  if (/backup ?set|sub ?client|instance|client|agent/i.test(record.operation))
    return { action: 'recovery-point-deleted', resource, detail: { bulk: true } }
  return resource.type === 'plan' || resource.type === 'job'
    ? { action: 'job-stopped', resource, changes: [off('schedule')] }
    : { action: 'other', resource }
}

function activity(record: AuditRecord): Facts | undefined {
  const resource = thing(record)
  if (record.details.some(({ to }) => /data aging/i.test(to))) return retention(record)
  if (/kill|suspend/i.test(record.operation)) return { action: 'job-stopped', resource, detail: { run: true } }
  if (isEnd(record)) return { action: 'job-stopped', resource, changes: [off('schedule')] }
  if (isStart(record)) return { action: 'job-created', resource }
  const state = stateOf(record, /activity|schedule|enabled?|disabled?/i)
  return {
    action: 'job-changed',
    resource,
    changes: switched('schedule', state),
    ...(state === undefined && record.details.length > 0 ? { detail: { listed: true } } : {}),
  }
}

/** What the operation did; `other` where no word of it is known. */
export function classify(record: AuditRecord): Facts {
  for (const whole of [record.operation, `${record.operation} ${record.text}`])
    for (const [words, guess] of guesses) {
      const facts = words.test(whole) ? guess(record) : undefined
      if (facts) return facts
    }
  const resource = thing(record)
  return resource.type === 'plan' && record.details.length > 0
    ? { action: 'job-changed', resource, detail: { listed: true } }
    : { action: 'other', resource }
}
