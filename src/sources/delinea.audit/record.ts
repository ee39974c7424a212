// One audit record of Delinea under one set of names: Secret Server's CEF, the platform's JSON, its flat export, an engine's log.
// https://docs.delinea.com/online-help/secret-server/events-and-alerts (event subscriptions, CEF)
import { isObject, type JsonObject } from '../../lib/json.ts'
import { asWritten, type HeaderedRecord, labelsOf } from '../envelope/cef.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { bodyOf } from '../kit/body.ts'
import { at, object, text, truth } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'

export interface DelineaRecord {
  readonly id?: string | undefined
  /** `SECRET - VIEW`, `Delinea.Vault.Secret.Viewed`. */
  readonly code: string
  /** What it is about and what was done, in small letters: `secret`, `view`; `secret remotesession`, `launched`. */
  readonly thing: string
  readonly done: string
  readonly user: string
  readonly userId: string
  readonly system: boolean
  readonly target: string
  readonly targetId: string
  readonly container: string
  /** The person or group that it was done to, where the record names one beside the thing. */
  readonly whom: string
  readonly details: string
  readonly address: string
  readonly agent: string
  readonly session: string
  readonly host: string
  readonly tenant: string
  readonly message: string
  readonly time?: number | undefined
  readonly raw: Readonly<Record<string, unknown>>
}

const blank = {
  user: '',
  userId: '',
  system: false,
  target: '',
  targetId: '',
  container: '',
  whom: '',
  details: '',
  address: '',
  agent: '',
  session: '',
  host: '',
  tenant: '',
  message: '',
} as const

export const isPlatform = (value: JsonObject): boolean =>
  isObject(value.eventType) &&
  typeof value.eventType.name === 'string' &&
  ('eventDateTime' in value || 'eventMessageId' in value)
export const isExport = (value: JsonObject): boolean => typeof value['Event type'] === 'string' && 'Date' in value
export const isEngine = (value: JsonObject): boolean =>
  typeof value.msg === 'string' && typeof value.level === 'string' && typeof value.time === 'string'

/** `Delinea.Vault.Secret.RemoteSession.Launched`: the service, what it is about, and what was done at last. */
function partsOf(name: string): Pick<DelineaRecord, 'code' | 'thing' | 'done'> {
  const parts = name.replace(/^(Delinea|Thycotic)\./, '').split('.')
  return {
    code: name,
    thing: parts
      .slice(parts.length > 2 ? 1 : 0, -1)
      .join(' ')
      .toLowerCase(),
    done: (parts.at(-1) ?? '').toLowerCase(),
  }
}

export function fromPlatform(value: JsonObject): DelineaRecord {
  const actor = object(value.actor)
  const target = object(value.target)
  const notes = bodyOf(value.notes) ?? {}
  const type = object(value.eventType)
  const source = object(value.source)
  const address = text(at(source, 'host.network.ipAddress')) ?? text(notes.ipAddress) ?? text(source.name)
  return {
    ...blank,
    id: text(value.eventMessageId),
    ...partsOf(text(type.name) ?? ''),
    user: text(actor.name) ?? text(actor.email) ?? text(notes.byUser) ?? '',
    userId: text(actor.id) ?? '',
    system: truth(value.isSystem) === true,
    target: text(notes.itemName) ?? text(target.displayName) ?? text(target.name) ?? '',
    targetId: text(target.id) ?? text(notes.itemId) ?? '',
    container: text(notes.containerName) ?? text(target.containerName) ?? '',
    whom: text(notes.targetUserName) ?? '',
    details: text(notes.eventDetails) ?? '',
    address: address ?? '',
    agent: text(at(source, 'host.client.userAgent')) ?? text(at(source, 'client.userAgent')) ?? '',
    session: text(value.sessionId) ?? '',
    host: text(notes.machineName) ?? '',
    tenant: text(value.tenantId) ?? '',
    message: text(value.displayMessage) ?? '',
    time: statedTime(value.eventDateTime),
    raw: value,
  }
}

export function fromExport(value: JsonObject): DelineaRecord {
  return {
    ...blank,
    ...partsOf(text(value['Event type']) ?? ''),
    user: text(value['Initiated by']) ?? '',
    target: text(value.Target) ?? '',
    details: text(value['Field changes']) ?? '',
    address: text(value.Source) ?? '',
    message: text(value.Action) ?? '',
    time: statedTime(value.Date),
    raw: value,
  }
}

export function fromEngine(value: JsonObject): DelineaRecord {
  const message = text(value.msg) ?? ''
  return {
    ...blank,
    code: `engine.${(text(value.level) ?? '').toLowerCase()}`,
    thing: 'engine',
    done: '',
    user: text(value.who) ?? '',
    target: text(value.host) ?? text(value.addr) ?? '',
    message,
    time: statedTime(value.time),
    raw: value,
  }
}

/** What stands behind a label of the message, up to the next: `Item Name: x (Item Id: 12) Container Name: y (Container Id: 7)`. */
const labelled = (message: string, label: string): string =>
  new RegExp(
    `${label}: (.{0,500}?)(?: \\((?:Item|Container) Id: \\d+\\)| (?:Item Name|Container Name|Details|By User):| {2}|$)`,
  ).exec(message)?.[1] ?? ''

export function fromHeader({ code, name = '', fields }: HeaderedRecord, received: number): DelineaRecord {
  const labels = labelsOf(fields)
  const message = asWritten(fields.msg)
  const [thing = '', done = ''] = (name || code).split(/\s+-\s+/, 2)
  const stamp = fields.rt ?? ''
  return {
    ...blank,
    code: name || code,
    thing: thing.toLowerCase(),
    done: done.toLowerCase().replace(/[_ ]/g, ''),
    user: asWritten(fields.suser) || labelled(message, 'By User'),
    userId: fields.suid ?? '',
    system: /^system$/i.test(fields.suser ?? ''),
    target: asWritten(fields.fname) || labelled(message, 'Item Name'),
    targetId: fields.fileId ?? '',
    container: asWritten(labels.folder) || labelled(message, 'Container Name'),
    whom: asWritten(fields.duser) || asWritten(labels['duser display name']),
    details: /Details: (.{0,2000})/.exec(message)?.[1]?.trim() ?? '',
    address: fields.src ?? '',
    host: fields.dvchost ?? '',
    message,
    time: syslogTime(stamp, received)?.time ?? statedTime(stamp) ?? statedTime(Number(stamp || Number.NaN)),
    raw: fields,
  }
}
