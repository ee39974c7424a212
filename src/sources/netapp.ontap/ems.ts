// A message of the Event Management System: what the array itself noticed; it names the thing and hardly ever the person.
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import { at, objects, text } from '../kit/look.ts'
import { statedTime } from '../kit/time.ts'
import { clusterOf } from './audit.ts'

export interface EmsMessage {
  /** `wafl.vvol.destroyed` */
  readonly name: string
  readonly severity?: string | undefined
  readonly node?: string | undefined
  readonly cluster: string
  /** What wrote it. */
  readonly process?: string | undefined
  readonly text: string
  readonly parameters: Readonly<Record<string, string>>
  readonly time?: number | undefined
  readonly index?: string | undefined
}

const eventName = /^[A-Za-z][\w-]*(?:\.[\w-]+)+$/
/** `[node:event.name:severity]: text`, also with what wrote it in between. */
const bracketed =
  /^\s*\[(?:\?\]\s*)?([^[\]:]{1,255}):\s*(?:([^[\]:]{1,64}):\s*)?([A-Za-z][\w-]*(?:\.[\w-]+)+):([A-Za-z_]{3,12})\]\s*:?\s*([\s\S]*)$/

/** Undefined where a line is no message of EMS. */
export function emsIn(syslog: SyslogLine): EmsMessage | undefined {
  if (syslog.messageId && eventName.test(syslog.messageId))
    return made({
      name: syslog.messageId,
      node: syslog.host,
      process: syslog.app,
      text: syslog.message,
      time: syslog.time,
      ...severityOf(syslog),
    })
  const found = bracketed.exec(syslog.message) ?? bracketed.exec(afterStamp(syslog.message))
  if (!found) return undefined
  const [, node, process, name = '', severity, rest = ''] = found
  const own = stampIn(syslog.message)
  return made({ name, node, process, severity: severity?.toLowerCase(), text: rest, time: own ?? syslog.time })
}

const levels = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug']
const severityOf = ({ severity }: SyslogLine): { readonly severity?: string } =>
  severity === undefined ? {} : { severity: levels[severity] ?? '' }

const leading = /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2} +\d{1,2} \d{4} \d\d:\d\d:\d\d(?: [+-]\d\d:?\d\d)?)\s+/
const afterStamp = (message: string): string => message.replace(leading, '')
const stampIn = (message: string): number | undefined => {
  const found = leading.exec(message)?.[1]
  return found === undefined ? undefined : syslogTime(found, 0)?.time
}

function made(
  told: Omit<EmsMessage, 'cluster' | 'parameters'> & { readonly parameters?: Readonly<Record<string, string>> },
): EmsMessage {
  return {
    ...told,
    cluster: clusterOf(told.node) ?? '',
    parameters: { ...parametersIn(told.text), ...told.parameters },
  }
}

const quotedOf = (label: string): RegExp =>
  new RegExp(
    String.raw`\b${label}s?:?\s+(?:"([^"]{1,300})"|'([^']{1,300})'|([\w.$*-][\w.$*@:-]{0,300}))(?:\s*\(UUID:?\s*"?([0-9a-f-]{36})"?\))?`,
    'gi',
  )
const volumePart = quotedOf('volume')
const svmPart = quotedOf('(?:vserver|SVM)')
const snapshotPart = quotedOf('snapshot(?: copy)?')
const userPart = /\buser(?:name)?:?\s+(?:"([^"]{1,300})"|'([^']{1,300})'|([\w.$\\@-]{1,300}))/i

/** What the text names, by the names that the parameters have in the vendor's reference. */
function parametersIn(message: string): Record<string, string> {
  const text = message.slice(0, 4_000)
  const found: Record<string, string> = Object.create(null)
  const volume = lastOf(text, volumePart)
  // `vol1@vserver:UUID` is how the file system calls a volume.
  const full = /([\w.$-]{1,203})@vserver:([0-9a-f-]{30,36})/i.exec(text)
  if (full) [found.volumeName, found.vserverUuid] = [full[1] ?? '', (full[2] ?? '').toLowerCase()]
  else if (volume) {
    found.volumeName = named(volume)
    if (volume[4]) found.volumeUuid = volume[4].toLowerCase()
  }
  const svm = lastOf(text.replace(/@vserver:\S+/g, ''), svmPart)
  if (svm) {
    found.vserverName = named(svm)
    if (svm[4]) found.vserverUuid = svm[4].toLowerCase()
  }
  const snapshot = lastOf(text, snapshotPart)
  if (snapshot) found.snapshotName = named(snapshot)
  const user = userPart.exec(text)
  if (user) found.user = named(user)
  return found
}

/** The last that is quoted, else the last: `Volume Footprint Scan on volume vol1`. */
function lastOf(text: string, part: RegExp): RegExpExecArray | undefined {
  const all = [...text.matchAll(part)]
  return all.findLast(([, double, single]) => double !== undefined || single !== undefined) ?? all.at(-1)
}

const named = (found: RegExpExecArray): string => (found[1] ?? found[2] ?? found[3] ?? '').replace(/[.,:;]+$/, '')

/** Names that parameters have in one release or another. */
const spellings: Readonly<Record<string, string>> = {
  volume: 'volumeName',
  vol_name: 'volumeName',
  vol: 'volumeName',
  volume_name: 'volumeName',
  volumeuuid: 'volumeUuid',
  volume_uuid: 'volumeUuid',
  vserver: 'vserverName',
  vserver_name: 'vserverName',
  vserveruuid: 'vserverUuid',
  vserver_uuid: 'vserverUuid',
  snapshot: 'snapshotName',
  snapname: 'snapshotName',
  username: 'user',
}

/** A message as `GET /api/support/ems/events` or a webhook gives it. */
export function emsOf(value: JsonObject): EmsMessage {
  const parameters: Record<string, string> = Object.create(null)
  for (const one of objects(value.parameters)) {
    const name = text(one.name) ?? ''
    const held = text(one.value)
    if (held !== undefined && name !== '')
      parameters[Object.hasOwn(spellings, name.toLowerCase()) ? (spellings[name.toLowerCase()] ?? name) : name] = held
  }
  return made({
    name: text(at(value, 'message.name')) ?? 'unknown',
    severity: text(at(value, 'message.severity'))?.toLowerCase(),
    node: text(at(value, 'node.name')),
    process: text(value.source),
    text: text(value.log_message) ?? '',
    time: statedTime(value.time),
    index: text(value.index),
    parameters,
  })
}

export const isEmsObject = (value: JsonObject): boolean =>
  isObject(value.message) &&
  typeof value.message.name === 'string' &&
  (Object.hasOwn(value, 'node') || Object.hasOwn(value, 'index') || Object.hasOwn(value, 'log_message'))
