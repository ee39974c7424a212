// What daemons of Proxmox VE write besides tasks: changes of machines in the cluster's log, and what a backup run tells.
// Texts: qemu-server and pve-container, `log_msg`; pve-manager, PVE::VZDump.
import type { Facts } from '../kit/facts.ts'
import type { ProxmoxRecord } from '../proxmox/event.ts'
import { holder, inNode, machine, nodeOf, storage, volume } from './things.ts'

const daemons =
  /^(?:pvedaemon|pveproxy|pvescheduler|pvestatd|pmxcfs|pve-\S+|vzdump|qm|pct|qmeventd|pvesh|pvecm|pvesr|spiceproxy|proxmox-\S+)$/

/** The program is one of its own, or it has the form of a run of `vzdump` from its own file. */
export function fromDaemon(message: string, host: string, program: string): ProxmoxRecord | undefined {
  if (!daemons.test(program) && !(program === '' && backup.test(message))) return undefined
  const [, user, rest = message] = /^<([^>\s]{1,200})>\s+([\s\S]*)/.exec(message) ?? []
  const told = changeIn(rest.slice(0, 4_000), host) ?? runIn(rest.slice(0, 4_000), host, program)
  return {
    code: told?.code ?? (program || 'vzdump'),
    message,
    facts: told?.facts ?? { action: 'other', ...(host ? { resource: nodeOf(host) } : {}) },
    outcome: told?.outcome ?? 'unknown',
    user,
    scheduled: told?.scheduled,
    ...(told?.outcome === 'failure' ? { error: rest.slice(0, 300) } : {}),
  }
}

interface Said {
  readonly code: string
  readonly facts: Facts
  readonly outcome: ProxmoxRecord['outcome']
  readonly scheduled?: boolean
}

/** What is about to be done, by whom: its task says how it ended. */
function changeIn(text: string, host: string): Said | undefined {
  const snapshot = /^delete snapshot (?:VM|CT|container) (\d{1,9}): (\S{1,100})/.exec(text)
  if (snapshot)
    return {
      code: 'delete snapshot',
      outcome: 'unknown',
      facts: {
        action: 'recovery-point-deleted',
        resource: {
          type: 'snapshot',
          id: `${host}/vm/${snapshot[1]}/${snapshot[2]}`,
          name: snapshot[2] ?? '',
          container: holder(machine(host, snapshot[1] ?? '')),
        },
      },
    }
  const update = /^update (?:VM|CT) (\d{1,9}): ([\s\S]*)/.exec(text)
  if (update)
    return { code: 'update', outcome: 'success', facts: updated(machine(host, update[1] ?? ''), update[2] ?? '') }
  const factor = /^(?:deleted|removed) (?:u2f|tfa|totp|webauthn)\b.{0,40}\buser '?([^'\s]{1,200})/i.exec(text)
  return factor
    ? {
        code: 'tfa',
        outcome: 'success',
        facts: {
          action: 'mfa-changed',
          resource: { type: 'user', id: `pve/user/${factor[1]}`, name: factor[1] ?? '' },
          target: { id: factor[1] ?? '', name: factor[1] ?? '' },
          changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
        },
      }
    : undefined
}

/** `-protection 0`, or `-delete protection,onboot`: a machine with it cannot be removed. */
function updated(resource: NonNullable<Facts['resource']>, options: string): Facts {
  const [, value] = /(?:^|\s)--?protection[ =](\d)/.exec(options) ?? []
  const removed = /(?:^|\s)--?delete[ =]\S*\bprotection\b/.test(options)
  if (value === undefined && !removed) return { action: 'repository-changed', resource, detail: { listed: true } }
  return {
    action: 'guard-changed',
    resource,
    changes: [{ setting: 'deletion-protection', to: value === '1' && !removed ? 'on' : 'off' }],
  }
}

const backup = /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?(?:INFO|ERROR): /

/** A run says with what it was started, which of its machines it saved, and what it took away for it. */
function runIn(text: string, host: string, program: string): Said | undefined {
  const line = text.replace(/^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?(?:INFO|ERROR): /, '')
  const scheduled = program === 'pvescheduler' || program === 'vzdump'
  const started = /^starting new backup job: vzdump (.*)/.exec(line)
  if (started)
    return { code: 'vzdump started', outcome: 'success', scheduled, facts: runOf(started[1] ?? '', host, scheduled) }
  const saved = /^Finished Backup of VM (\d{1,9})/.exec(line)
  if (saved)
    return {
      code: 'vzdump saved',
      outcome: 'success',
      scheduled,
      facts: {
        action: 'recovery-point-created',
        resource: {
          type: 'recovery-point',
          id: `${host}/vm/${saved[1]}/backup`,
          name: `backup of ${saved[1]}`,
        },
      },
    }
  const failed = /^Backup of VM (\d{1,9}) failed/.exec(line)
  if (failed)
    return {
      code: 'vzdump failed',
      outcome: 'failure',
      scheduled,
      facts: { action: 'job-finished', resource: inNode(host, 'plan', `vzdump/${failed[1]}`), detail: { run: true } },
    }
  const pruned = /^(?:removing backup|delete old backup) '([^']{1,300})'/.exec(line)
  if (!pruned) return undefined
  const [store = '', name = ''] = (pruned[1] ?? '').includes(':')
    ? (pruned[1] ?? '').split(/:(.*)/s)
    : ['', pruned[1] ?? '']
  return {
    code: 'vzdump pruned',
    outcome: 'success',
    scheduled: true,
    facts: { action: 'recovery-point-deleted', resource: volume(host, store, name), detail: { expired: true } },
  }
}

/** `101 102 --storage backups --prune-backups 'keep-last=3,keep-monthly=6' --all 0`. */
function runOf(options: string, host: string, scheduled: boolean): Facts {
  const option = (name: string): string =>
    new RegExp(`--?${name}[ =](?:'([^']{0,300})'|(\\S{1,300}))`).exec(options)?.slice(1).find(Boolean) ?? ''
  const store = option('storage')
  const all = /--?all[ =]1/.test(options)
  const numbers = all ? ['all'] : (/^[\d\s]+/.exec(options)?.[0].trim().split(/\s+/) ?? []).filter(Boolean)
  const name = [numbers.join(',') || 'all', store].filter(Boolean).join('@')
  const counts = [...`${option('prune-backups')} keep-last=${option('maxfiles')}`.matchAll(/keep-\w{1,20}=(\d{1,6})/g)]
  return {
    action: 'run-started',
    resource: inNode(host, 'plan', `vzdump/${name}`),
    ...(counts.length > 0
      ? {
          changes: [
            {
              setting: 'retention-count',
              to: counts.reduce((sum, [, count]) => sum + Number(count), 0),
              unit: 'versions',
            },
          ],
        }
      : {}),
    ...(store ? { related: [storage(host, store)] } : {}),
    detail: {
      ...(scheduled ? { scheduled: true } : {}),
      resources: all ? ['*'] : numbers.slice(0, 50).map((number) => `${host}/vm/${number}`),
    },
  }
}
