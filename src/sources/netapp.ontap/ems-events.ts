// What messages of EMS mean to copies, by their names.

import type { Resource } from '../../model/event.ts'
import { syslogTime } from '../envelope/syslog-time.ts'
import type { Facts } from '../kit/facts.ts'
import { statedTime } from '../kit/time.ts'
import { accountOf } from './command.ts'
import type { EmsMessage } from './ems.ts'
import { guardOf } from './readers/volumes.ts'

type Told = (message: EmsMessage) => Facts

/** By name where the message has it, with the UUID beside it, so that memory learns which is which. */
function volumeOf({ cluster, parameters }: EmsMessage): Resource {
  const { volumeName: name, volumeUuid: uuid, vserverName: svm } = parameters
  const { vserverUuid: inside } = parameters
  if (name !== undefined && svm === undefined && inside !== undefined)
    return { type: 'volume', id: `${inside}/${name}`, name, container: { type: 'svm', id: inside } }
  if (name === undefined || svm === undefined)
    return {
      type: 'volume',
      id: uuid ?? [cluster, svm, name ?? '?'].filter(Boolean).join('/'),
      ...(name === undefined ? {} : { name }),
    }
  return {
    type: 'volume',
    id: `${cluster}/${svm}/${name}`,
    name,
    container: { type: 'svm', id: `${cluster}/${svm}`, name: svm },
    ...(uuid === undefined ? {} : { aliases: [uuid] }),
  }
}

function svmOf({ cluster, parameters }: EmsMessage): Resource {
  const { vserverName: name, vserverUuid: uuid } = parameters
  return name === undefined
    ? { type: 'svm', id: uuid ?? cluster }
    : { type: 'svm', id: `${cluster}/${name}`, name, ...(uuid === undefined ? {} : { aliases: [uuid] }) }
}

const arrayOf = ({ cluster }: EmsMessage): Resource => ({ type: 'array', id: cluster, name: cluster })

const parents = ({ cluster, parameters }: EmsMessage): readonly string[] =>
  parameters.vserverName === undefined ? [cluster] : [`${cluster}/${parameters.vserverName}`, cluster]

const ofVolume =
  (action: Facts['action'], detail: Facts['detail'] = {}): Told =>
  (message) => ({ action, resource: volumeOf(message), parents: parents(message), detail })

const guard =
  (of: (message: EmsMessage) => Resource): Told =>
  (message) => {
    const op = message.parameters.op ?? /changed to "?([\w-]+)"?/i.exec(message.text)?.[1] ?? ''
    return {
      action: 'guard-changed',
      resource: of(message),
      parents: parents(message),
      changes: op === '' ? [] : [{ setting: 'anti-ransomware', to: guardOf(op.toLowerCase()) }],
      detail: { state: op },
    }
  }

/** A refused sign-in names whom it refused. */
const denied: Told = (message) => ({ action: 'sign-in', resource: arrayOf(message) })

const snapshotGone: Told = (message) => {
  const volume = volumeOf(message)
  const name = message.parameters.snapshotName ?? '*'
  return {
    action: 'recovery-point-deleted',
    resource: {
      type: 'snapshot',
      id: `${volume.id}/snapshot/${name}`,
      name,
      container: { type: 'volume', id: volume.id, ...(volume.name === undefined ? {} : { name: volume.name }) },
    },
    parents: parents(message),
    detail: { by_service: true },
  }
}

/** A date in a text, as the shell and C write it. */
function wrote(text: string | undefined): number | undefined {
  const found = /([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([A-Z]{1,4}|[+-]\d\d:?\d\d))? (\d{4})/.exec(text ?? '')
  if (found)
    return syslogTime(`${found[1]} ${found[2]} ${found[5]} ${found[3]}${found[4] ? ` ${found[4]}` : ''}`, 0)?.time
  return statedTime(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?/.exec(text ?? '')?.[0])
}

/** How far a clock went, where the text says it in seconds, minutes, hours or days. */
const clock: Told = (message) => {
  const to = wrote(message.parameters.date) ?? wrote(message.text)
  const found = /(-?\d{1,12}(?:\.\d+)?)\s*(seconds?|secs?|s|minutes?|hours?|days?)\b/i.exec(message.text)
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[(found?.[2] ?? 's').charAt(0).toLowerCase()] ?? 1
  const synced = /skew\.fixed|synchroni[sz]ed/.test(`${message.name} ${message.text}`)
  return {
    action: 'clock-changed',
    resource: arrayOf(message),
    changes: [{ setting: 'clock', direction: 'unknown' }],
    detail: {
      ...(to !== undefined && message.time !== undefined
        ? { step_seconds: Math.round((to - message.time) / 1000) }
        : found
          ? { step_seconds: Math.round(Number(found[1]) * unit) }
          : {}),
      ...(/^snaplock\./.test(message.name) ? { compliance: true } : {}),
      ...(synced ? { synced: true } : {}),
    },
  }
}

const byName: readonly (readonly [name: RegExp, told: Told])[] = [
  [/^arw\.volume\.state/, guard(volumeOf)],
  [/^arw\.vserver\.state/, guard(svmOf)],
  [/^(callhome\.)?arw\.activity\.seen/, ofVolume('other', { state: 'attack' })],
  [/^wafl\.(vvol|volume)\.destroy(ed)?$/, ofVolume('repository-changed', { done: true, state: 'destroyed' })],
  [/^(LUN|lun)\.destroy|^NVMeNS\.destroy/, ofVolume('repository-changed', { done: true, state: 'destroyed' })],
  [/^wafl\.vvol\.offline/, ofVolume('repository-changed', { state: 'offline' })],
  [/^wafl\.(volume\.)?snap\.autoDelete$/i, snapshotGone],
  [/^snapmirror\.src\.snapGotDeleted/i, (message) => ({ ...snapshotGone(message), action: 'other' })],
  [/^(security\.invalid\.login|(login|sshd)\.auth\.loginDenied|login\.lockout|mgwd\.user\.locked)/i, denied],
  [
    /^mav\.disabled\.used\.console/,
    (message) => ({
      action: 'four-eyes-changed',
      resource: { type: 'policy', id: `${message.cluster}/multi-admin-verify`, name: 'multi-admin verification' },
      parents: [message.cluster],
      changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }],
      detail: { ...(message.parameters.command === undefined ? {} : { operation: message.parameters.command }) },
    }),
  ],
  [
    /^auditlog\.change\.detected|^audit\.log\.(tampered|deleted)/,
    (message) => ({
      action: 'audit-changed',
      resource: { type: 'trail', id: `${message.cluster}/audit`, name: `audit of ${message.cluster}` },
      parents: [message.cluster],
      changes: [{ setting: 'logging', direction: 'weakened' }],
      detail: { scope: 'array', explicit: true, tampered: true },
    }),
  ],
  [
    /^snaplock\.(sys|vol)\.compclock|^kern\.time\.adjusted|^(ntp|time|timed|clock)\..*(step|set|adjust|skew|changed)/i,
    clock,
  ],
  [
    /^securepurge\.(started|completed)/,
    (message) => {
      const { id, name = id } = volumeOf(message)
      return {
        action: 'key-destruction-scheduled',
        resource: { type: 'key', id: `${id}/key`, name: `key of ${name}`, container: { type: 'volume', id, name } },
        detail: { done: true },
      }
    },
  ],
  [/^snaplock\.legal\.hold\.op\.status/, ofVolume('other')],
  [
    /^vserver\.stop\.succeeded/,
    (message) => ({
      action: 'other',
      resource: svmOf(message),
      parents: [message.cluster],
      detail: { state: 'stopped' },
    }),
  ],
  [
    /^noderun\.login\.success/,
    (message) => ({ action: 'process-started', resource: arrayOf(message), parents: [message.cluster] }),
  ],
  [
    /^(kern\.(boot|start|shutdown)|sk\.boot|mgr\.boot|callhome\.reboot|nodewatchdog\.node\.boot)/,
    (message) => ({ action: 'host-started', resource: arrayOf(message), detail: { boot: true } }),
  ],
]

/** What a message says; one that guards nothing is a plain event. */
export function factsOfEms(message: EmsMessage): Facts {
  const told = byName.find(([name]) => name.test(message.name))?.[1]
  return told
    ? told(message)
    : { action: 'other', resource: message.parameters.volumeName ? volumeOf(message) : arrayOf(message) }
}

/** Failed sign-ins are failures; everything else that EMS tells of came about. */
export const outcomeOf = ({ name }: EmsMessage): 'success' | 'failure' =>
  /invalid\.login|loginDenied|lockout/i.test(name) ? 'failure' : 'success'

/** Whom a message names; the array itself where it names nobody. */
export function emsActor(message: EmsMessage): {
  readonly id: string
  readonly name: string
  readonly kind: 'unknown' | 'provider'
} {
  const { user, vserverName } = message.parameters
  return user !== undefined && /login|mav\.|noderun/i.test(message.name)
    ? { id: accountOf(message.cluster, vserverName, user), name: user, kind: 'unknown' }
    : { id: `${message.cluster} itself`, name: message.cluster, kind: 'provider' }
}
