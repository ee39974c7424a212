// What a type of event means, where the type says more than the words.
// Types: vSphere 8.0 event catalogue; single sign-on's audit.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import { saidIn } from '../vmware.esxi/texts.ts'
import type { VcenterRecord } from './record.ts'

type Reader = (record: VcenterRecord) => Facts

/** The thing that the words name first, in quotes or behind a verb. */
function thing(type: string, { message, datacenter }: VcenterRecord): Resource | undefined {
  const name =
    /^(?:Removed|Destroyed|Deleted|Reconfigured|Cloning|Unregistered) (?:datastore |virtual machine )?'?(.+?)'?(?: on | from | in |$)/.exec(
      message,
    )?.[1] ?? /'([^']+)'/.exec(message)?.[1]
  return name === undefined
    ? undefined
    : {
        type,
        id: [datacenter, type, name].filter((part) => part !== '').join('/'),
        name,
        ...(datacenter ? { container: { type: 'tenant', id: datacenter, name: datacenter } } : {}),
      }
}

const told =
  (action: Facts['action'], type: string, more: Omit<Facts, 'action' | 'resource'> = {}): Reader =>
  (record) => ({ action, resource: thing(type, record), ...more })

const signIn: Reader = (record) => ({
  action: 'sign-in',
  detail: { console: true },
  ...(record.host ? { resource: { type: 'console', id: record.host, name: record.host } } : {}),
})

const exposure =
  (setting: string, to: 'on' | 'off'): Reader =>
  (record) => ({ action: 'exposure-changed', resource: host(record), changes: [{ setting, to }] })

const host = ({ message, host: name }: VcenterRecord): Resource | undefined => {
  const found = /(?:host|on) '?([\w-]+(?:\.[\w-]+)+)/.exec(message)?.[1] ?? name
  return found === '' ? undefined : { type: 'host', id: found, name: found }
}

/** First that fits. */
const readers: readonly (readonly [type: RegExp, read: Reader])[] = [
  [
    /(UserLoginSession|LoginSuccess|LoginFailure|BadUsernameSession|NoAccessUser|InvalidLogin|AlreadyAuthenticated)/,
    signIn,
  ],
  [/VmRemovedEvent|VmTerminateEvent/, told('repository-deleted', 'vm')],
  [/DatastoreDestroyed|DatastoreRemovedOnHost|vmfs\.volume\.umounted/, told('repository-deleted', 'datastore')],
  [/DatastoreFileDeleted/, told('object-deleted', 'file')],
  [/VmSnapshotRemove|RemoveSnapshot|retiresnapshot/i, told('recovery-point-deleted', 'snapshot')],
  [
    /PermissionAdded|PermissionUpdated|CreateGlobalPermission|UserAssignedToGroup|PrincipalManagement|RoleManagement/,
    (record) => saidIn(record.message, record.host)?.facts ?? { action: 'role-granted' },
  ],
  [/PermissionRemoved/, told('role-revoked', 'user')],
  [/RoleAdded|RoleUpdated/, told('role-granted', 'role')],
  [/AccountCreated/, (record) => saidIn(record.message, record.host)?.facts ?? { action: 'user-added' }],
  [/IdentitySourceManagement|DomainManagement/, told('role-trust-changed', 'policy')],
  [/LockoutPolicy|PasswordPolicy/, told('access-policy-changed', 'policy')],
  [/JoinDomain/, (record) => ({ action: 'domain-joined', resource: host(record) })],
  [/audit\.(ssh|shell|dcui)\.enabled/, exposure('ssh', 'on')],
  [/audit\.(ssh|shell|dcui)\.disabled/, exposure('ssh', 'off')],
  [/lockdownmode\.disabled/, exposure('lockdown', 'off')],
  [/lockdownmode\.enabled/, exposure('lockdown', 'on')],
  [/net\.firewall\.disabled/, exposure('firewall', 'off')],
  [
    /problem\.clock\.|ntpd\.clock/,
    (record) => ({ action: 'clock-changed', resource: host(record), changes: [{ setting: 'clock' }] }),
  ],
  [
    /problem\.syslog\.config/,
    (record) => ({ action: 'audit-changed', resource: host(record), detail: { scope: 'hypervisor' } }),
  ],
  [
    /crypto\.HostKeyUpdated/,
    (record) => ({ action: 'key-rotated', resource: host(record), detail: { rotation: 'by-hand' } }),
  ],
  [
    /hbr\..*Paused|ReplicationConfigurationChanged/,
    told('replication-changed', 'replication', { changes: [{ setting: 'replication', to: 'off' }] }),
  ],
  [
    /pbm\.profile\.(delete|dissociate)/,
    told('selection-changed', 'policy', { changes: [{ setting: 'selection', to: 'off' }] }),
  ],
  [
    /(Entered|Entering)MaintenanceMode/,
    (record) => ({ action: 'other', resource: host(record), detail: { maintenance: true } }),
  ],
]

/** Undefined where the words alone say it. */
export function factsOfType(record: VcenterRecord): Facts | undefined {
  if (/^(EventEx|ExtendedEvent|TaskEvent|GeneralEvent|GeneralUserEvent|GeneralHost\w*Event)$/.test(record.type))
    return undefined
  return readers.find(([type]) => type.test(record.type))?.[1](record)
}
