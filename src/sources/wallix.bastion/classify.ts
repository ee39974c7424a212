// What a line of the bastion means, by the log that it stands in and the kind of event.
import { accountId } from '../../model/account.ts'
import type { Resource } from '../../model/event.ts'
import { processFacts } from '../commands/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { auditFacts } from './audit.ts'
import type { WallixRecord } from './record.ts'

/** The machine behind the bastion: by its name there, else by its address. */
function deviceOf({ fields }: WallixRecord): Resource | undefined {
  const target = fields.target?.replace(/^.*@/, '').replace(/:[\w-]+$/, '')
  const name = fields.device || target || fields.target_ip || ''
  return name === '' ? undefined : { type: 'host', id: name.toLowerCase(), name }
}

/** Sessions: opened, what was typed and started in them, closed. @param time epoch milliseconds */
function sessionFacts(record: WallixRecord, time: number): Facts {
  const { fields } = record
  const type = (fields.type ?? '').toUpperCase()
  const resource = deviceOf(record)
  if (
    /^(SESSION_ESTABLISHED|CONNECTION_(SUCC|FAIL)|SESSION_(START|OPEN|FAIL)|TARGET_CONNECTION|AUTHENTICATION)/.test(
      type,
    )
  )
    return { action: 'sign-in', resource }
  const line =
    fields.command_line ??
    (/^(KBD_INPUT|COMMAND|NEW_PROCESS|PROCESS)/.test(type) ? (fields.command ?? fields.data) : undefined)
  if (line === undefined || !/^(KBD_INPUT|NEW_PROCESS|COMMAND|PROCESS)/.test(type)) return { action: 'other', resource }
  return processFacts(line.slice(0, 16_384), { host: resource?.id ?? '', time })
}

/** A password or key of an account on a target: taken out, given back, changed. */
function vaultFacts({ fields }: WallixRecord): Facts {
  const name = fields.account ?? ''
  const resource: Resource | undefined =
    name === '' ? undefined : { type: 'credential', id: `wallix/${name.toLowerCase()}`, name }
  const action = (fields.action ?? '').toLowerCase()
  if (/change|rotation/.test(action))
    return { action: 'credential-added', resource, detail: { credential: 'password' } }
  return { action: /checkout/.test(action) ? 'read' : 'other', resource }
}

/** A recording that was changed since it was made. */
function integrityFacts({ fields }: WallixRecord, bastion: string): Facts {
  const session = fields.session_uid ?? ''
  const resource: Resource = { type: 'trail', id: `${bastion}/recording/${session}`, name: `recording ${session}` }
  if (!/fail/i.test(fields.status ?? '')) return { action: 'read', resource }
  return {
    action: 'audit-changed',
    resource,
    changes: [{ setting: 'logging-scope', direction: 'weakened' }],
    detail: { scope: 'export' },
  }
}

function signInFacts({ fields }: WallixRecord, bastion: string): Facts {
  return {
    action: 'sign-in',
    resource: { type: 'console', id: bastion, name: bastion },
    detail: { console: true },
    ...(fields.user ? { target: { id: accountId(fields.user, bastion), name: fields.user } } : {}),
  }
}

/** @param bastion the appliance, in small letters @param time epoch milliseconds */
export function classify(record: WallixRecord, bastion: string, time: number): Facts {
  const { log, fields } = record
  if (log === 'wabaudit' || log === 'sysaudit' || log === 'cli audit' || log === '') return auditFacts(record, bastion)
  if (log === 'wabauth') return signInFacts(record, bastion)
  if (log === 'vault activity') return vaultFacts(record)
  if (/integrity$/.test(log)) return integrityFacts(record, bastion)
  if (/ session$/.test(log)) return sessionFacts(record, time)
  if (/proxy$/.test(log)) {
    const type = (fields.type ?? '').toUpperCase()
    if (/^TARGET_CONNECTION/.test(type)) return { action: 'sign-in', resource: deviceOf(record) }
    return /^AUTHENTICATION/.test(type) ? signInFacts(record, bastion) : { action: 'other', resource: deviceOf(record) }
  }
  if (log === 'boot') return { action: 'host-started', resource: { type: 'console', id: bastion, name: bastion } }
  return { action: 'other' }
}
