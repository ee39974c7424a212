// What watches: audit and its forwarding, EMS notifications, file auditing; and the ways in.
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { type Command, flag, idOf, option, parentsOf, type Reader, svmResource } from '../command.ts'
import { isOff } from '../values.ts'

const trail = (command: Command, name: string): Resource => ({
  type: 'trail',
  id: `${command.cluster}/${name}`,
  name: `${name} of ${command.cluster}`,
})

const audit = (command: Command, name: string, changes: readonly Change[], detail: Facts['detail'] = {}): Facts => ({
  action: 'audit-changed',
  resource: trail(command, name),
  parents: [command.cluster],
  changes,
  detail: { scope: 'array', explicit: true, ...detail },
})

/** Which requests are written: those that set something, and those that only look. */
const scopes = ['cliset', 'httpset', 'ontapiset', 'cliget', 'httpget', 'ontapiget'] as const

const auditModified: Reader = (command) => {
  const told = scopes.flatMap((name) => {
    const on = flag(command, name)
    return on === undefined ? [] : [{ name, on }]
  })
  const lost = told.some(({ name, on }) => !on && name.endsWith('set'))
  const changes: readonly Change[] =
    told.length === 0
      ? []
      : [
          {
            setting: 'logging-scope',
            to: lost ? 'narrow' : 'full',
            ...(lost
              ? { direction: 'weakened' as const }
              : told.every(({ on }) => on)
                ? { direction: 'strengthened' as const }
                : { direction: 'unknown' as const }),
          },
        ]
  return audit(command, 'audit', changes)
}

const destinationOf = (command: Command): string =>
  option(command, 'destination', 'address') ?? command.uuids.destination ?? '?'

const forwarding =
  (kind: 'created' | 'modified' | 'deleted'): Reader =>
  (command) => {
    const destination = destinationOf(command)
    const name = `log forwarding to ${destination}`
    if (kind === 'deleted')
      return audit(command, name, [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }])
    // A collector sorts by facility: under another one the log arrives where nobody looks for it.
    const facility = option(command, 'facility')
    if (kind === 'created')
      return audit(command, name, [
        { setting: 'logging-forwarding', to: facility ?? 'user', direction: 'strengthened' },
      ])
    return facility === undefined
      ? audit(command, name, [])
      : audit(command, name, [{ setting: 'logging-forwarding', to: facility }], { retargeted: true })
  }

const notices =
  (name: string, weakened: boolean): Reader =>
  (command) =>
    audit(command, `EMS ${name}`, weakened ? [{ setting: 'logging-scope', to: 'narrow', direction: 'weakened' }] : [])

const fileAudit =
  (to?: 'on' | 'off'): Reader =>
  (command) => {
    const { id, name } = svmResource(command)
    return {
      action: 'audit-changed',
      resource: { type: 'trail', id: `${id}/audit`, name: `file audit of ${name ?? id}` },
      parents: parentsOf(command),
      changes:
        to === undefined
          ? option(command, 'destination') === undefined
            ? option(command, 'events') === undefined
              ? []
              : [{ setting: 'logging-categories', to: (option(command, 'events') ?? '').split(/[\s,]+/) }]
            : [{ setting: 'logging-target', to: option(command, 'destination') ?? '' }]
          : [{ setting: 'logging', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
      detail: { scope: 'array', explicit: true },
    }
  }

const support: Reader = (command) => {
  const state = option(command, 'state')
  return {
    action: 'audit-changed',
    resource: trail(command, 'autosupport'),
    parents: [command.cluster],
    changes:
      state === undefined
        ? []
        : [
            {
              setting: 'logging',
              to: isOff(state) ? 'off' : 'on',
              direction: isOff(state) ? 'weakened' : 'strengthened',
            },
          ],
    detail: { scope: 'support' },
  }
}

const shell: Reader = (command) => {
  const node = option(command, 'node') ?? '*'
  return {
    action: 'process-started',
    resource: { type: 'host', id: `${command.cluster}/${node}`, name: node },
    parents: [command.cluster],
  }
}

const way =
  (setting: string, ...names: readonly string[]): Reader =>
  (command) => {
    const open = names.length === 0 ? true : flag(command, ...names)
    return {
      action: 'exposure-changed',
      resource: { type: 'array', id: command.cluster, name: command.cluster },
      ...(open === undefined ? {} : { changes: [{ setting, to: open ? 'on' : 'off' }] }),
      detail: { ...(option(command, 'application') ? { service: option(command, 'application') ?? '' } : {}) },
    }
  }

const sharing =
  (to: 'on' | 'off'): Reader =>
  (command) => ({
    action: 'exposure-changed',
    resource: {
      type: 'share',
      id: idOf(command, 'share', option(command, 'share-name') ?? '?'),
      name: option(command, 'share-name') ?? '?',
    },
    parents: parentsOf(command),
    changes: [{ setting: 'share', to }],
  })

const joined: Reader = (command) => ({
  action: 'domain-joined',
  resource: svmResource(command),
  parents: [command.cluster],
})

export const watch: Readonly<Record<string, Reader>> = {
  'security audit modify': auditModified,
  'cluster log-forwarding create': forwarding('created'),
  'cluster log-forwarding modify': forwarding('modified'),
  'cluster log-forwarding delete': forwarding('deleted'),
  'event notification create': notices('notification', false),
  'event notification modify': notices('notification', false),
  'event notification delete': notices('notification', true),
  'event notification destination modify': notices('destination', false),
  'event notification destination delete': notices('destination', true),
  'event filter delete': notices('filter', true),
  'event filter rule delete': notices('filter', true),
  'event config modify': notices('configuration', false),
  'event destination delete': notices('destination', true),
  'event route remove-destinations': notices('route', true),
  'vserver audit create': fileAudit('on'),
  'vserver audit enable': fileAudit('on'),
  'vserver audit modify': fileAudit(),
  'vserver audit disable': fileAudit('off'),
  'vserver audit delete': fileAudit('off'),
  'vserver object-store-server audit disable': fileAudit('off'),
  'vserver object-store-server audit delete': fileAudit('off'),
  'vserver object-store-server audit enable': fileAudit('on'),
  'vserver fpolicy disable': fileAudit('off'),
  'vserver fpolicy enable': fileAudit('on'),
  'system node autosupport modify': support,
  'system node systemshell': shell,
  'system node run': shell,
  'security protocol modify': way('remote-access', 'enabled'),
  'security ssl modify': way('remote-access', 'server-enabled'),
  'system services firewall modify': way('firewall', 'enabled'),
  'vserver cifs share create': sharing('on'),
  'vserver cifs share delete': sharing('off'),
  'vserver cifs create': joined,
  'vserver active-directory create': joined,
}
