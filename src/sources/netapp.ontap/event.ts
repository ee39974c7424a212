// An entry of audit.log or a message of EMS as events.
import type { Event } from '../../model/event.ts'
import { eventFrom, type Told } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { AuditEntry } from './audit.ts'
import { classify } from './classify.ts'
import type { EmsMessage } from './ems.ts'
import { emsActor, factsOfEms, outcomeOf } from './ems-events.ts'
import { actorOf } from './identity.ts'

export interface Carried {
  readonly original: string
  readonly created?: number | undefined
  readonly received: number
}

const name = 'netapp.ontap'
/** Words behind which the shell takes a secret as its own word. */
const spans: readonly RegExp[] = [
  /(-(?:passphrase|password|pin|psk|secret|community|key-?(?:value|material)?|new-password)\s+)("[^"]*"|\S+)/gi,
]

/** An entry's events: one, unless its line holds several commands. */
export function auditEvents(entry: AuditEntry, { original, created, received }: Carried): readonly Event[] {
  const time = entry.time ?? created ?? received
  const masked = maskSecrets(original, spans)
  // What the whole line holds no secret of, its parts hold none of.
  const clean = masked.hash === undefined ? (text: string | undefined) => text : cleaned
  const actor = actorOf(entry)
  const act = entry.session && entry.command ? `${entry.cluster}/${entry.session}:${entry.command}` : undefined
  const shared: Omit<Told, 'facts' | 'code'> = {
    source: name,
    time: entry.time,
    created,
    received,
    provider: entry.application || undefined,
    outcome: entry.state === 'error' ? 'failure' : entry.state === 'pending' ? 'unknown' : 'success',
    ...masked,
    platform: name,
    actor,
    user: actor ? { id: actor.id, name: entry.user, ...(entry.role ? { roles: [entry.role] } : {}) } : undefined,
    address: entry.address,
    port: entry.port,
    host: { name: entry.cluster },
    observer: { vendor: 'NetApp', product: 'ONTAP', name: entry.cluster },
    error: entry.state === 'error' ? { code: errorCode(entry.message), message: clean(entry.message) } : undefined,
    message: clean(entry.input),
    vendor: vendorFields(entry, clean),
  }
  return classify(entry, time).map(({ code, facts }) => eventFrom({ ...shared, code, facts: { ...facts, act } }))
}

const cleaned = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : maskSecrets(text, spans).original

function vendorFields(entry: AuditEntry, clean: typeof cleaned): Readonly<Record<string, unknown>> {
  const audit: Record<string, unknown> = {}
  const tell = (as: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') audit[as] = value
  }
  tell('node', entry.node)
  tell('application', entry.application)
  tell('svm', entry.svm)
  tell('role', entry.role)
  tell('input', clean(entry.input))
  tell('state', entry.state)
  tell('message', clean(entry.message))
  tell('session_id', entry.session)
  tell('command_id', entry.command)
  return { audit }
}

/** ONTAP gives reasons as texts, HTTP statuses or numbers; what is not there, or was mistyped, refused nothing. */
function errorCode(message: string | undefined): string {
  const told = message ?? ''
  const number = /^\s*"?(?:code"?\s*[:=]\s*"?)?(\d{3,9})\b/.exec(told)?.[1]
  if (number) return number
  if (/multi-admin|requires? approval|approval request/i.test(told)) return 'ApprovalRequired'
  if (/doesn't exist|does not exist|not found|no such|no entries matching|cannot find/i.test(told)) return 'NotFound'
  if (
    /is not a recognized|missing input|invalid (argument|value|input|option|json)|ambiguous|unexpected argument|syntax/i.test(
      told,
    )
  )
    return 'InvalidInput'
  if (
    /not authorized|insufficient privileges?|permission denied|access (is )?denied|authentication failed|not have (sufficient )?(permission|privilege)/i.test(
      told,
    )
  )
    return 'AccessDenied'
  if (/snaplock|worm|locked|retention|expiry|legal.?hold|tamper/i.test(told)) return 'Locked'
  return 'Error'
}

export function emsEvent(message: EmsMessage, { original, created, received }: Carried): Event {
  const actor = emsActor(message)
  return eventFrom({
    source: name,
    time: message.time,
    created,
    received,
    code: message.name,
    provider: 'ems',
    outcome: outcomeOf(message),
    ...maskSecrets(original, spans),
    facts: factsOfEms(message),
    platform: name,
    actor,
    user: actor.kind === 'provider' ? undefined : { id: actor.id, name: actor.name },
    address:
      message.parameters.clientIp ?? /\b(?:from|address:?)\s+"?(\d{1,3}(?:\.\d{1,3}){3})/.exec(message.text)?.[1],
    host: { name: message.cluster },
    observer: { vendor: 'NetApp', product: 'ONTAP', name: message.cluster },
    message: cleaned(message.text),
    vendor: {
      ems: {
        name: message.name,
        ...(message.severity ? { severity: message.severity } : {}),
        ...(message.node ? { node: message.node } : {}),
        ...(message.process ? { process: message.process } : {}),
        ...(Object.keys(message.parameters).length > 0 ? { parameters: { ...message.parameters } } : {}),
      },
    },
  })
}
