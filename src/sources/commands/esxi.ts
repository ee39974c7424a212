// Commands of ESXi hosts: snapshots, virtual machines, syslog and audit records, SSH, firewall, clocks.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { CommandReader, Place } from './facts.ts'

const hostOf = ({ host }: Place): Resource => ({ type: 'host', id: host, name: host })
const trail = (place: Place): Resource => ({
  type: 'trail',
  id: `${place.host}:syslog`,
  name: 'syslog',
  container: hostOf(place),
})

type Reader = (text: string, place: Place) => Facts | undefined

const switched =
  (action: Facts['action'], setting: string, to: 'on' | 'off'): Reader =>
  (_, place) => ({ action, resource: hostOf(place), changes: [{ setting, to }] })

const readers: readonly (readonly [text: RegExp, read: Reader])[] = [
  [
    /^vim-cmd vmsvc\/snapshot\.(remove|removeall) (\S+)/,
    (text, place) => {
      const [, verb, vm = ''] = /snapshot\.(remove|removeall) (\S+)/.exec(text) ?? []
      return {
        action: 'recovery-point-deleted',
        resource: {
          type: 'snapshot',
          id: `${place.host}:vm/${vm}`,
          name: `vm ${vm}`,
          container: { type: 'vm', id: `${place.host}:${vm}`, name: vm },
        },
        ...(verb === 'removeall' ? { detail: { bulk: true } } : {}),
      }
    },
  ],
  [
    /^vim-cmd vmsvc\/(destroy|unregister) (\S+)/,
    (text, place) => {
      const vm = /(?:destroy|unregister) (\S+)/.exec(text)?.[1] ?? ''
      return {
        action: 'repository-deleted',
        resource: { type: 'vm', id: `${place.host}:${vm}`, name: vm, container: hostOf(place) },
      }
    },
  ],
  [
    /^(esxcli vm process kill|vim-cmd vmsvc\/power\.off) \S/,
    (text, place) => {
      const id = /(?:--world-id|-w)[= ]?(\S+)/.exec(text)?.[1] ?? / (\S+)$/.exec(text)?.[1] ?? ''
      const killed = text.startsWith('esxcli') && !/(--type|-t)[= ]?soft\b/.test(text)
      return {
        action: 'machine-stopped',
        resource: { type: 'vm', id: `${place.host}:${id}`, name: `vm ${id}`, container: hostOf(place) },
        ...(killed ? { detail: { forced: true } } : {}),
      }
    },
  ],
  [
    /^esxcli system syslog config set.*(--reset|--loghost[= ]?(""|''|none)?(\s|$))/,
    (_, place) => ({
      action: 'audit-changed',
      resource: trail(place),
      changes: [{ setting: 'logging-forwarding', to: 'off', direction: 'weakened' }],
      detail: { scope: 'hypervisor', explicit: true },
    }),
  ],
  [
    /^esxcli system syslog config set/,
    (text, place) => ({
      action: 'audit-changed',
      resource: trail(place),
      changes: [{ setting: 'logging-target', to: /--loghost[= ]?(\S+)/.exec(text)?.[1] ?? 'changed' }],
      detail: { scope: 'hypervisor', retargeted: true },
    }),
  ],
  [
    /^esxcli system auditrecords (local )?(disable|delete)|^esxcli system auditrecords remote disable/,
    (_, place) => ({
      action: 'audit-changed',
      resource: trail(place),
      changes: [{ setting: 'logging', to: 'off' }],
      detail: { scope: 'hypervisor', explicit: true },
    }),
  ],
  [/^vim-cmd hostsvc\/(enable|start)_(ssh|esx_shell)/, switched('exposure-changed', 'ssh', 'on')],
  [/^vim-cmd hostsvc\/(disable|stop)_(ssh|esx_shell)/, switched('exposure-changed', 'ssh', 'off')],
  [
    /^esxcli network firewall (set .*(--enabled|-e)[= ]?(false|0)|unload)/,
    switched('exposure-changed', 'firewall', 'off'),
  ],
  [
    /^esxcli system time set/,
    (_, place) => ({ action: 'clock-changed', resource: hostOf(place), changes: [{ setting: 'clock' }] }),
  ],
  [/^esxcli system ntp set.*(--enabled|-e)[= ]?(false|0|no)/, switched('clock-changed', 'time-source', 'off')],
  [/^esxcli software acceptance set/, switched('guard-changed', 'deletion-protection', 'off')],
  [
    /^esxcli system account add/,
    (text, place) => {
      const name = /(?:--id|-i)[= ]?(\S+)/.exec(text)?.[1] ?? ''
      return {
        action: 'user-added',
        resource: { type: 'user', id: `${place.host}:${name}`, name, container: hostOf(place) },
        detail: { local: true },
      }
    },
  ],
  [
    /^esxcli system permission set.*(--role|-r)[= ]?admin/,
    (text, place) => {
      const name = /(?:--id|-i)[= ]?(\S+)/.exec(text)?.[1] ?? ''
      return {
        action: 'admin-added',
        resource: { type: 'user', id: `${place.host}:${name}`, name, container: hostOf(place) },
        target: { id: name, name },
        detail: { role: 'Admin', local: true },
      }
    },
  ],
  [
    /^vmkfstools\b.* (-u|--deletevirtualdisk) (\S+)/,
    (text, place) => {
      const path = /(?:-u|--deletevirtualdisk) (\S+)/.exec(text)?.[1] ?? ''
      return { action: 'object-deleted', resource: { type: 'file', id: `${place.host}:${path}`, name: path } }
    },
  ],
]

export const esxiCommands: CommandReader = ({ program, words }, place) => {
  if (!/^(vim-cmd|esxcli|localcli|vmkfstools)$/.test(program)) return undefined
  const text = `${program === 'localcli' ? 'esxcli' : program} ${words.join(' ')}`.toLowerCase().replace(/\s+/g, ' ')
  for (const [pattern, read] of readers) if (pattern.test(text)) return read(text, place)
  return undefined
}
