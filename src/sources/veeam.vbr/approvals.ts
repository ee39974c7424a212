// Four eyes: switched on and off, and what was asked for, approved, rejected or forgotten; by syslog and by REST.
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import { fullName, parted, targetOf } from './actor.ts'
import { switched } from './parts.ts'
import { consoleOf, field, idOf, type Outcome, type Reader, type Said, type VbrRecord } from './record.ts'

/** What an operation does, by the vendor's number of it or by its name. */
interface Operation {
  readonly number: string
  readonly name: RegExp
  readonly action: Verb
  readonly type: string
}

/** https://helpcenter.veeam.com/docs/vbr/events/event_42402.html; what is asked for destroys, from 100 to 107. */
const operations: readonly Operation[] = [
  { number: '103', name: /disable four-eyes/i, action: 'four-eyes-changed', type: 'console' },
  { number: '102', name: /delete configuration backup/i, action: 'recovery-point-deleted', type: 'recovery-point' },
  { number: '100', name: /delete (log )?backup/i, action: 'recovery-point-deleted', type: 'recovery-point' },
  { number: '101', name: /delete log backup/i, action: 'recovery-point-deleted', type: 'recovery-point' },
  { number: '104', name: /delete (storage )?snapshot/i, action: 'recovery-point-deleted', type: 'snapshot' },
  {
    number: '107',
    name: /(delete|remove) (storage|repository|.*repositor)/i,
    action: 'repository-deleted',
    type: 'repository',
  },
  { number: '106', name: /(delete|remove) service provider/i, action: 'repository-deleted', type: 'repository' },
  { number: '105', name: /delete object/i, action: 'recovery-point-deleted', type: 'recovery-point' },
  { number: '108', name: /security settings|user|role/i, action: 'access-policy-changed', type: 'console' },
]

const operationOf = (number: string | undefined, name: string): Operation | undefined =>
  operations.find((one) => one.number === number) ?? operations.find((one) => one.name.test(name))

/**
 * What an approval request says of the operation behind it.
 * @param operation as the vendor calls it: `Delete backup VM01`
 */
export function requested(record: VbrRecord, operation: string, number: string | undefined, outcome: Outcome): Said {
  const known = operationOf(number, operation)
  if (known === undefined) return { action: 'other', resource: consoleOf(record), outcome }
  return {
    action: known.action,
    resource: resourceOf(record, known, operation),
    outcome,
    ...(known.action === 'four-eyes-changed' ? { ...switched('four-eyes', 'off'), act: disabling(record) } : {}),
    ...(known.action === 'recovery-point-deleted' ? { detail: { bulk: true } } : {}),
    ...(outcome === 'failure' ? { error: 'NotApproved' } : {}),
  }
}

/** Its approval and its doing are told one after the other. */
const disabling = (record: VbrRecord): string => `${consoleOf(record).id} four-eyes off`

function resourceOf(record: VbrRecord, { type }: Operation, operation: string): Resource {
  if (type === 'console') return consoleOf(record)
  const name =
    /^(?:delete|remove)(?: (?:log|configuration))? (?:backup|snapshot|storage|repository|object|service provider)s?:? (.{1,200})$/i.exec(
      operation.trim(),
    )?.[1]
  const called = name?.replace(/^'|'$/g, '') ?? operation
  return { type, id: idOf(record, called), name: called }
}

/** A request that was approved is carried out under a number of its own; of these only four eyes themselves end with it. */
const request =
  (decided: 'asked' | 'approved' | 'refused'): Reader =>
  (record) => {
    const operation = field(record, 'Operation') ?? record.text
    const number = field(record, 'OperationId')
    const isOff = operationOf(number, operation)?.action === 'four-eyes-changed'
    const outcome = decided === 'refused' ? 'failure' : decided === 'approved' && isOff ? 'success' : 'unknown'
    const said = requested(record, operation, number, outcome)
    const supervisor = fullName(field(record, 'SupervisorFullInfo'))
    return supervisor === undefined
      ? said
      : { ...said, related: [{ type: 'user', ...targetOf(record, supervisor) }], peers: [parted(supervisor).user] }
  }

export const approvals: Readonly<Record<string, Reader>> = {
  42400: (record) => ({ action: 'four-eyes-changed', resource: consoleOf(record), ...switched('four-eyes', 'on') }),
  42401: (record) => ({
    action: 'four-eyes-changed',
    resource: consoleOf(record),
    ...switched('four-eyes', 'off'),
    act: disabling(record),
  }),
  42402: request('asked'),
  42403: request('approved'),
  42404: request('refused'),
  42405: request('refused'),
}
