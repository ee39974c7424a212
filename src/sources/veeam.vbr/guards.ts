// What guards and tells: keys and passwords, malware detection, forwarding of events, the configuration's own backup, the server itself.
import type { Change, Resource } from '../../model/event.ts'
import type { Property } from './changes.ts'
import { edited, of, on, switched } from './parts.ts'
import { changesOf, consoleOf, endOf, field, idOf, type Reader, type Said, thing, type VbrRecord } from './record.ts'
import { settingsIn, verbOf } from './settings.ts'

const password = of('encryption-password', ['ID'], ['Hint'])
const store = of('key-store', ['KMSServerID'], ['Name'])

/** Only its hint or its description was edited: the password is what it was. */
const passwordChanged: Reader = (record) => {
  const { properties } = changesOf(record)
  const told = properties.length > 0 && properties.every(({ name }) => /^(hint|description|name)$/i.test(name))
  return told
    ? { action: 'tags-changed', resource: password(record) }
    : { action: 'key-rotated', resource: password(record), detail: { password: true, rotation: 'by-hand' } }
}

const rotated: Reader = (record) => {
  const { outcome, state } = endOf(record)
  return {
    action: 'key-rotated',
    resource: { ...consoleOf(record), type: 'key-store' },
    outcome,
    detail: { rotation: 'automatic', state },
  }
}

const detection = (record: VbrRecord): Resource => ({
  type: 'policy',
  id: idOf(record, 'malware-detection'),
  name: 'malware detection',
})

/** Machines that nobody looks into any longer, or again. */
const excluded =
  (to: 'on' | 'off'): Reader =>
  (record) => {
    const parts = (name: string): readonly string[] =>
      (field(record, `${name}IDs`) ?? '').split(',').map((id) => id.trim())
    const names = (field(record, 'AddedObjectNames', 'RemovedObjectNames') ?? '').split(',').map((name) => name.trim())
    const ids = parts(to === 'off' ? 'AddedObject' : 'RemovedObject').filter((id) => id !== '')
    return {
      action: 'guard-changed',
      resource: detection(record),
      changes: [{ setting: 'anti-ransomware', direction: to === 'on' ? 'strengthened' : 'weakened' }],
      related: ids.slice(0, 50).map((id, index) => ({
        type: 'protected',
        id: idOf(record, id),
        ...(names.length === ids.length && names[index] ? { name: names[index] } : {}),
      })),
    }
  }

/** Where events are sent: whether, to whom, and which are left out at the source. */
const general: Reader = (record) => {
  const { properties } = changesOf(record)
  const changes = forwarding(properties)
  if (changes.length === 0) {
    const others = settingsIn(properties)
    return {
      action: verbOf(others) ?? 'other',
      resource: consoleOf(record),
      ...(others.length > 0 ? { changes: others } : {}),
    }
  }
  return {
    action: 'audit-changed',
    resource: {
      type: 'trail',
      id: idOf(record, 'event-forwarding'),
      name: 'event forwarding',
    },
    changes,
    detail: {
      scope: 'console',
      ...(changes.some(({ setting }) => setting === 'logging-forwarding') ? { retargeted: true } : {}),
    },
  }
}

function forwarding(properties: readonly Property[]): readonly Change[] {
  const find = (name: RegExp): Property | undefined =>
    properties.find((one) => name.test(one.name) && one.from !== one.to)
  const [enabled, host, port, filter] = [
    /^syslog\w*enabled$/i,
    /^syslog\w*(host|server|address)$/i,
    /^syslog\w*port$/i,
    /syslog\w*filter|filter\w*event/i,
  ].map(find)
  const off = enabled !== undefined && /false/i.test(enabled.to)
  const on = enabled !== undefined && /true/i.test(enabled.to)
  const gone = host !== undefined && host.to === ''
  const first = host === undefined || host.from === ''
  const target = (side: 'from' | 'to'): string | undefined =>
    [host?.[side], port?.[side]].filter((part) => part !== undefined && part !== '').join(':') || undefined
  return [
    ...(off || (gone && !on) ? ([{ setting: 'logging', from: 'on', to: 'off' }] as const) : []),
    ...(filter
      ? ([{ setting: 'logging-scope', direction: filter.to === '' ? 'strengthened' : 'weakened' }] as const)
      : []),
    ...((host && !gone && !(on && first)) || (port && !host && !on)
      ? [
          {
            setting: 'logging-forwarding',
            ...(target('from') ? { from: target('from') } : {}),
            to: target('to'),
          } as Change,
        ]
      : []),
    ...(on ? ([{ setting: 'logging', from: 'off', to: 'on' }] as const) : []),
  ]
}

const configuration = (record: VbrRecord): Resource => ({
  type: 'job',
  id: idOf(record, 'configuration-backup'),
  name: 'configuration backup',
})

const configurationEnded: Reader = (record) => {
  const { state, outcome } = endOf(record)
  return {
    action: outcome === 'failure' ? 'config-backup-failed' : 'job-finished',
    resource: configuration(record),
    outcome,
    detail: { state },
    ...(outcome === 'failure' ? { error: state } : {}),
  }
}

const credential = of(
  'credential',
  ['CredentialsId', 'CredentialsID', 'RelatedCredsID'],
  ['AccountName', 'RelatedCredsName'],
)

/** The session names nobody and nothing: how it ended is all. */
const session: Reader = (record): Said => {
  const { state, outcome } = endOf(record)
  return {
    action: 'other',
    resource: consoleOf(record),
    outcome,
    detail: { state },
    ...(outcome === 'failure' ? { error: state } : {}),
  }
}

export const guards: Readonly<Record<string, Reader>> = {
  31600: on(password, 'key-created', () => ({ detail: { password: true } })),
  31700: passwordChanged,
  31800: on(password, 'key-destruction-scheduled', () => ({ detail: { password: true } })),
  31850: (record) => {
    const matched = field(record, 'PasswordMatched')?.toLowerCase() === 'false' || /does not match/.test(record.text)
    return { action: 'key-used', resource: password(record), outcome: matched ? 'failure' : 'success' }
  },
  42300: on(store, 'key-created'),
  42301: on(store, 'key-disabled'),
  42302: on(store, 'key-policy-changed'),
  42500: rotated,
  42260: excluded('off'),
  42270: excluded('on'),
  42290: edited(detection, 'other'),
  42205: session,
  42210: session,
  44201: session,
  40300: session,
  31000: general,
  31500: edited(configuration, 'job-changed'),
  40700: configurationEnded,
  40800: on(configuration, 'other'),
  40001: on(consoleOf, 'host-started'),
  24080: on(consoleOf, 'job-stopped', () => ({ detail: { explicit: true } })),
  25300: on(credential, 'other'),
  25400: on(credential, 'other'),
  25500: on(credential, 'credential-removed'),
  31900: on(credential, 'other'),
  43000: on(consoleOf, 'replication-changed', () => switched('replication', 'on')),
  43002: on(consoleOf, 'replication-changed', () => switched('replication', 'off')),
  42901: edited((record) => thing(record, 'policy', [], []), 'other'),
}
