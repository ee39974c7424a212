// What hosts and vCenter say in words: the same sentences stand in hostd's events, in vobd's and in vCenter's.
import { accountId } from '../../model/account.ts'
import type { Event, Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'

export interface Said {
  readonly facts: Facts
  readonly outcome: Event['event']['outcome']
  readonly user?: string
  readonly address?: string
  readonly agent?: string
}

type Groups = Readonly<Record<string, string | undefined>>
type Reader = (groups: Groups, host: Resource) => Facts

const on = (host: Resource, type: string, name: string): Resource => ({
  type,
  id: `${host.id}:${name}`,
  name,
  container: { type: host.type, id: host.id, name: host.name ?? host.id },
})

const signIn: Reader = (_, host) => ({ action: 'sign-in', resource: host, detail: { console: true } })
const switched =
  (setting: string, to: 'on' | 'off'): Reader =>
  (groups, host) => ({ action: 'exposure-changed', resource: named(groups.host, host), changes: [{ setting, to }] })
const named = (name: string | undefined, host: Resource): Resource => (name ? { type: 'host', id: name, name } : host)

/** Roles and groups that rule what they hold for. */
const top = /^(admin|administrators?|administrator role)$/i

const granted = (name: string, role: string, scope: string | undefined): Facts => {
  const id = accountId(name, 'vsphere')
  return {
    action: top.test(role) ? 'admin-added' : 'role-granted',
    resource: { type: /group/i.test(name) ? 'group' : 'user', id, name },
    target: { id, name },
    detail: { role },
    ...(scope ? { related: [{ type: 'tenant', id: scope, name: scope }] } : {}),
  }
}

/** `DOMAIN\name@192.0.2.7`, and names with an @ of their own: the address stands behind the last one. */
const who = String.raw`'?(?<user>\S+?)@(?<address>[\da-fA-F.:]+)'?`

const sentences: readonly (readonly [words: RegExp, read: Reader, outcome?: Event['event']['outcome']])[] = [
  [new RegExp(`^User ${who} logged in(?: as (?<agent>.*))?`), signIn],
  [new RegExp(`^(?:Cannot login|Failed login attempt for) ${who}`), signIn, 'failure'],
  [/^Failed login (?<user>\S+) from (?<address>[\da-fA-F.:]+)/, signIn, 'failure'],
  [/^Successful login (?<user>\S+) from (?<address>[\da-fA-F.:]+)/, signIn],
  [/^Accepted password for user (?<user>\S+) from (?<address>[\da-fA-F.:]+)/, signIn],
  [/^Rejected password for user (?<user>\S+) from (?<address>[\da-fA-F.:]+)/, signIn, 'failure'],
  [new RegExp(`^SSH session was opened for ${who}`), signIn],
  [new RegExp(`^SSH login has failed for ${who}`), signIn, 'failure'],
  [new RegExp(`^User ${who} logged out`), () => ({ action: 'other' })],
  [
    /^(?:SSH access has been enabled|SSH login enabled|SSH for the host (?<host>\S+) has been enabled)/,
    switched('ssh', 'on'),
  ],
  [
    /^(?:SSH access has been disabled|SSH login disabled|SSH for the host (?<host>\S+) has been disabled)/,
    switched('ssh', 'off'),
  ],
  [/^(?:The )?ESXi [Ss]hell (?:for the host (?<host>\S+) )?has been enabled/, switched('ssh', 'on')],
  [/^(?:The )?ESXi [Ss]hell (?:for the host (?<host>\S+) )?has been disabled/, switched('ssh', 'off')],
  [/^TSM(?:-SSH)? running status is true/, switched('ssh', 'on')],
  [/^TSM(?:-SSH)? running status is false/, switched('ssh', 'off')],
  [
    /[Ll]ockdown mode (?:on host (?<host>\S+) )?has been (?:disabled|exited)|Administrator access to the host has been enabled/,
    switched('lockdown', 'off'),
  ],
  [
    /[Ll]ockdown mode (?:on host (?<host>\S+) )?has been enabled|Administrator access to the host has been disabled/,
    switched('lockdown', 'on'),
  ],
  [/[Ff]irewall has been disabled/, switched('firewall', 'off')],
  [/[Ff]irewall has been enabled/, switched('firewall', 'on')],
  [
    /[Hh]ost (?:image )?acceptance level (?:was|has been) changed from (?<from>\S+) to (?<to>\S+)/,
    (_, host) => ({
      action: 'guard-changed',
      resource: host,
      changes: [{ setting: 'deletion-protection', to: 'off' }],
    }),
  ],
  [
    /^Set called with key 'Config\.HostAgent\.plugins\.hostsvc\.esxAdminsGroup' value '"?(?<group>[^"']*)"?'/,
    ({ group = '' }, host) => ({
      action: 'group-renamed',
      resource: on(host, 'group', group),
      detail: { from_name: 'ESX Admins' },
    }),
  ],
  [
    /^(?:Task: |Task - |)[Rr]emove all snapshots?(?: (?:of|on|from|for) (?:virtual machine )?(?<vm>.{1,200}?))?$/,
    ({ vm = '' }, host) => ({
      action: 'recovery-point-deleted',
      resource: on(host, 'snapshot', vm || 'virtual machine'),
      detail: { bulk: true },
    }),
  ],
  [
    /^(?:Task: |Task - |)[Rr]emove snapshot(?: (?:of|on|from|for) (?:virtual machine )?(?<vm>.{1,200}?))?$/,
    ({ vm = '' }, host) => ({
      action: 'recovery-point-deleted',
      resource: on(host, 'snapshot', vm || 'virtual machine'),
    }),
  ],
  [
    /^Permission (?:created|changed) for (?<user>.{1,200}?) on (?<scope>.{1,200}?), role is (?<role>.{1,200}?)(?:, propagation|$)/,
    ({ user = '', scope, role = '' }) => granted(user, role, scope),
  ],
  [
    /^Permission rule removed for (?<user>.{1,200}?) on/,
    ({ user = '' }) => ({ action: 'role-revoked', target: { id: accountId(user, 'vsphere'), name: user } }),
  ],
  [
    /^(?:Adding|Added) [^{]{0,60}\{?Name: (?<user>[^,}]{1,120})(?:, Domain: (?<domain>[^,}\]]{1,120}))?[^ ]{0,20} to (?:local )?group '?(?<group>[^']{1,120}?)'?(?:$| in )/,
    ({ user = '', domain, group = '' }) => granted(domain ? `${user}@${domain}` : user, group, undefined),
  ],
  [
    /^(?:Creating|Created) (?:local )?(?:person |solution )?user '?(?<user>[^' ]+)/,
    ({ user = '' }) => ({
      action: 'user-added',
      resource: { type: 'user', id: accountId(user, 'vsphere'), name: user },
      target: { id: accountId(user, 'vsphere'), name: user },
    }),
  ],
  [
    /^Account (?<user>\S+) (?:was|has been) created/,
    ({ user = '' }, host) => ({
      action: 'user-added',
      resource: on(host, 'user', user),
      target: { id: accountId(user, host.id), name: user },
      detail: { local: true },
    }),
  ],
  [
    /^(?:Deleting|Deleted|Removing) (?:local )?(?:person |solution )?(?:user|principals?) '?(?<user>[^' ]+)/,
    ({ user = '' }) => ({
      action: 'user-removed',
      resource: { type: 'user', id: accountId(user, 'vsphere'), name: user },
    }),
  ],
  [
    /^(?:Resetting|Updating|Changed|Reset) (?:the )?(?:\w+ )?password (?:of|for) (?:local )?(?:person )?(?:user )?'?(?<user>[^' ]+)|^Password (?:was|has been) (?:changed|reset) for (?<user2>\S+)/,
    ({ user, user2 }) => ({
      action: 'credential-added',
      resource: { type: 'user', id: accountId(user ?? user2 ?? '', 'vsphere'), name: user ?? user2 ?? '' },
      detail: { credential: 'password' },
    }),
  ],
  [
    /(?:Joined|joined) (?:the )?domain|Active Directory domain \S{1,200} joined/,
    (_, host) => ({ action: 'domain-joined', resource: host }),
  ],
  [
    /clock (?:has been |was )?(?:stepped|adjusted|corrected|set)|System time (?:has been |was )?changed|clock correction/i,
    (_, host) => ({ action: 'clock-changed', resource: host, changes: [{ setting: 'clock' }] }),
  ],
  [
    /NTP (?:daemon|service) (?:has )?(?:been )?stopped|NTP.{0,40}lost synchroni/i,
    (_, host) => ({ action: 'clock-changed', resource: host, changes: [{ setting: 'time-source', to: 'off' }] }),
  ],
  [
    /[Rr]eplication .{0,80}(?:paused|stopped|disabled)|paused replication/,
    (_, host) => ({
      action: 'replication-changed',
      resource: on(host, 'replication', 'vSphere Replication'),
      changes: [{ setting: 'replication', to: 'off' }],
    }),
  ],
  [
    /[Ee]ntered maintenance mode|has begun entering maintenance/,
    (_, host) => ({ action: 'other', resource: host, detail: { maintenance: true } }),
  ],
  [
    /^Removed (?<vm>.{1,200}?) on (?<host>\S+) from (?<place>.{1,200})$/,
    ({ vm = '', host: name }, host) => ({ action: 'repository-deleted', resource: on(named(name, host), 'vm', vm) }),
  ],
  [
    /^(?:Removed|Destroyed|Deleted) datastore (?<store>\S+)/i,
    ({ store = '' }, host) => ({ action: 'repository-deleted', resource: on(host, 'datastore', store) }),
  ],
  [
    /^(?:Deletion of file or directory|Deleted file) (?<path>.{1,200}?) (?:from|on) (?<store>\S+)/,
    ({ path = '' }, host) => ({ action: 'object-deleted', resource: on(host, 'file', path) }),
  ],
  [
    /^(?:Host (?:is )?(?:booted|connected)|VMB: |Boot(?:ed|ing) )/,
    (_, host) => ({ action: 'host-started', resource: host }),
  ],
]

/** What a sentence says; undefined where no pattern knows it. @param host where it was said */
export function saidIn(text: string, host: string): Said | undefined {
  const machine: Resource = { type: 'host', id: host, name: host }
  const plain = text.slice(0, 2_048)
  for (const [words, read, outcome = 'success'] of sentences) {
    const found = words.exec(plain)
    if (!found) continue
    const groups = found.groups ?? {}
    return {
      facts: read(groups, machine),
      outcome,
      ...(groups.user && groups.address ? { user: groups.user } : {}),
      ...(groups.address ? { address: groups.address.replace(/\.$/, '') } : {}),
      ...(groups.agent ? { agent: groups.agent } : {}),
    }
  }
  return undefined
}

/** Accounts with which the parts of vSphere speak with each other. */
const parts =
  /^(vpxuser|dcui|vpxd-extension-\S*|vsphere-webclient\S*|machine-\S*|com\.vmware\S*|vpxd(-svcs)?|waiter\S*)$/i

export function actorOf(
  user: string,
  host: string,
): { readonly id: string; readonly name: string; readonly kind: 'product' | 'provider' | 'person' } {
  const plain = user.split('\\').at(-1) ?? user
  return { id: accountId(user, host), name: user, kind: parts.test(plain) ? 'provider' : 'person' }
}
