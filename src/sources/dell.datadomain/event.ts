// A line of a Data Domain's audit as an event.
import { accountId } from '../../model/account.ts'
import type { Actor, Event } from '../../model/event.ts'
import { actOf } from '../kit/act.ts'
import { eventFrom } from '../kit/event.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { told } from './commands.ts'
import type { AuditLine } from './line.ts'
import type { Given } from './readers.ts'
import { commandOf } from './rest.ts'

export interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
}

const name = 'dell.datadomain'

export function toEvent(line: AuditLine, { original, created, received }: Carried): Event {
  const time = line.time ?? created ?? received
  const device = line.host || 'datadomain'
  const command = line.uri === undefined ? line.text : (commandOf(line.method, line.uri) ?? line.text)
  const facts = factsOf(command, line, { device, time, target: line.target })
  const failed = failedBy(line)
  const actor = actorOf(line, device)
  return eventFrom({
    source: name,
    time: line.time,
    created,
    received,
    code: line.code ?? 'command',
    provider: line.app,
    outcome: failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: { ...facts, parents: [device], act: actOf(device, actor?.id ?? '', facts, time) },
    platform: name,
    actor,
    user: actor
      ? { id: actor.id, name: actor.name ?? actor.id, ...(line.role ? { roles: [line.role] } : {}) }
      : undefined,
    address: line.address,
    host: { name: device },
    observer: { vendor: 'Dell', product: 'Data Domain', name: device },
    error: failed ? { code: errorCode(line), message: line.errorText } : undefined,
    message: maskSecrets(line.text).original,
    vendor: vendorFields(line),
  })
}

function factsOf(command: string, line: AuditLine, given: Given): Facts {
  const short = command.slice(0, 4_000)
  const known = told(short, given)
  if (known) return listing(known)
  const { device } = given
  if (
    /log(?:ged)?[ -]?in\b|GUI-AUDIT-AUTH-login|authentication (?:success|failure)|session opened/i.test(
      `${line.code} ${short}`,
    )
  )
    return { action: 'sign-in', resource: { type: 'console', id: device, name: device }, detail: { console: true } }
  const looks = /\b(show|list|status|get|watch|help)\b/i.test(short) || /^(GET|HEAD)$/i.test(line.method ?? '')
  return { action: looks ? 'read' : 'other' }
}

/** The HTTP status is the truth, then the number of the error, then the word. */
function failedBy({ status, errorNumber, result }: AuditLine): boolean {
  if (status !== undefined && status > 0) return status >= 400
  if (errorNumber !== undefined && errorNumber !== 0) return true
  return /fail|denied|error|reject|unauthori[sz]ed/i.test(result ?? '')
}

function errorCode({ status, errorNumber, errorText }: AuditLine): string {
  if (status !== undefined && status >= 400) return String(status)
  if (/not found|does not exist|no such/i.test(errorText ?? '')) return 'NotFound'
  return errorNumber ? `Error${errorNumber}` : 'Error'
}

const products =
  /(veeam|commvault|avamar|networker|netbackup|ppdm|powerprotect|rubrik|cohesity|ddboost|boost[-_]?user)/i

function actorOf({ user, app, address }: AuditLine, device: string): Actor | undefined {
  if (user === undefined || user === '' || user === '-') return undefined
  const id = accountId(user, device)
  const kind =
    /^(system|root|nobody|cron)$/i.test(user) && address === undefined
      ? 'provider'
      : products.test(user)
        ? 'product'
        : /(^|[-_.])(svc|sa|api|bot|ansible|monitor)([-_.]|$)/i.test(user)
          ? 'service'
          : app === 'AUDIT-REST'
            ? 'unknown'
            : 'person'
  return { id, name: user, kind }
}

const vendorFields = (line: AuditLine): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries({
      code: line.code,
      desc: maskSecrets(line.text).original,
      app: line.app,
      role: line.role,
      method: line.method,
      uri: line.uri,
      http_status_code: line.status,
      err_num: line.errorNumber,
      result: line.result,
    }).filter(([, value]) => value !== undefined && value !== ''),
  )
