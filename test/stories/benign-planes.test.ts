// Ordinary work at consoles, arrays, hypervisors, hosts and directories: the benign sequences that must wake nobody.
import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../src/lib/duration.ts'
import type { Actor, Backup } from '../../src/model/event.ts'
import { type Act, person, serviceAccount } from '../support/planes.ts'
import { at } from './acts.ts'
import { tellActs } from './planes.ts'

const host = (name: string) => ({ host: { name } })
const esx = (name: string): Partial<Backup> => ({ resource: { type: 'host', id: name, name } })
const vc = { observer: { name: 'vc01' } }
const vbr = { observer: { name: 'vbr01' } }
const alice = person('alice')
const itself: Actor = { id: 'SYSTEM', name: 'SYSTEM', kind: 'provider' }
const product: Actor = { id: 'svc-veeam@acme', name: 'svc-veeam', kind: 'product' }
const automation = serviceAccount('svc-ansible')
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** Thirty nights of a console: jobs end, points come and go by retention. */
const nights: readonly Act[] = times(30, (night): Act[] => [
  {
    at: at(night, '01:00'),
    action: 'job-finished',
    who: product,
    ip: '192.0.2.90',
    more: vbr,
    backup: { resource: { type: 'job', id: 'vbr01/nightly', name: 'nightly' }, detail: { state: 'Success' } },
  },
  {
    at: at(night, '01:05'),
    action: 'recovery-point-created',
    who: product,
    ip: '192.0.2.90',
    more: vbr,
    backup: { resource: pointOf(night), related: [{ type: 'job', id: 'vbr01/nightly' }] },
  },
  {
    at: at(night, '01:10'),
    action: 'recovery-point-deleted',
    who: itself,
    more: vbr,
    backup: { resource: pointOf(night - 14), detail: { expired: true } },
  },
]).flat()

function pointOf(night: number) {
  return {
    type: 'recovery-point',
    id: `vbr01/p${night}`,
    name: `p${night}`,
    container: { type: 'repository', id: 'vbr01/repo1', name: 'repo1' },
  }
}

/** One host: maintenance, SSH on, packages, boot, a clock that settles, SSH off. */
function patched(name: string, start: number): readonly Act[] {
  const on = (offset: number, action: string, backup: Partial<Backup>, who: Actor = automation): Act => ({
    at: start + offset,
    action,
    platform: 'vmware.esxi',
    who,
    ip: '192.0.2.80',
    more: host(name),
    backup: { ...esx(name), ...backup },
  })
  return [
    on(0, 'exposure-changed', { change: { setting: 'ssh', to: 'on' }, detail: { maintenance: true } }),
    on(30 * minute, 'audit-changed', {
      resource: { type: 'trail', id: `${name}/syslog`, name: 'syslog' },
      change: { setting: 'logging', to: 'off' },
      detail: { scope: 'hypervisor', boot: true },
    }),
    on(40 * minute, 'host-started', {}, itself),
    on(41 * minute, 'clock-changed', { detail: { step_seconds: 95, boot: true } }, itself),
    on(42 * minute, 'clock-changed', { detail: { synced: true } }, itself),
    on(50 * minute, 'exposure-changed', { change: { setting: 'ssh', to: 'off' } }),
  ]
}

const weekly = { type: 'restore-test', id: 'vbr01/surebackup', name: 'SureBackup' }

const benign: Readonly<Record<string, readonly Act[]>> = {
  'hypervisors patched one after another': times(6, (index) =>
    patched(`esx0${index}`, at(31) + index * 2 * hour),
  ).flat(),
  'keys rotated on schedule by the same automation': times(
    8,
    (index): Act => ({
      at: at(index * 7),
      action: 'key-rotated',
      platform: 'hashicorp.vault',
      who: itself,
      more: { observer: { name: 'vault01' } },
      backup: { resource: { type: 'key', id: 'transit/backup', name: 'backup' }, detail: { rotation: 'automatic' } },
    }),
  ),
  'retention that tidies up every night': nights,
  'restore tests that succeed, and one that fails once': [
    ...nights,
    ...times(
      5,
      (index): Act => ({
        at: at(index * 7, '05:00'),
        action: 'restore-tested',
        who: itself,
        more: vbr,
        outcome: index === 3 ? 'failure' : 'success',
        backup: { resource: weekly, detail: { state: index === 3 ? 'Failed' : 'Success' } },
      }),
    ),
  ],
  'a break-glass drill without a change': [
    {
      at: at(31),
      action: 'read',
      platform: 'cyberark.pas',
      who: alice,
      backup: { resource: { type: 'credential', id: 'safe/vbr-admin' } },
    },
    { at: at(31, '09:05'), action: 'sign-in', who: alice, more: vbr, backup: { detail: { console: true } } },
    {
      at: at(31, '09:50'),
      action: 'credential-added',
      platform: 'cyberark.pas',
      who: automation,
      backup: { resource: { type: 'credential', id: 'safe/vbr-admin' }, detail: { credential: 'password' } },
    },
  ],
  'people who join, leave and lose a phone': [
    {
      at: at(31),
      action: 'role-granted',
      platform: 'entra.audit',
      who: alice,
      backup: { resource: { type: 'user', id: 'new@acme', name: 'new' }, detail: { role: 'Sales' } },
    },
    {
      at: at(31, '10:00'),
      action: 'user-removed',
      platform: 'entra.audit',
      who: alice,
      backup: { resource: { type: 'user', id: 'old@acme', name: 'old' } },
    },
    { at: at(31, '11:00'), action: 'sign-in', platform: 'entra.audit', who: person('carol'), ip: '192.0.2.33' },
    {
      at: at(32),
      action: 'mfa-changed',
      platform: 'entra.audit',
      who: alice,
      more: { user: { target: { name: 'carol', id: 'carol@acme' } } },
      backup: { resource: { type: 'user', id: 'carol@acme', name: 'carol' }, change: { setting: 'mfa', to: 'off' } },
    },
    { at: at(32, '10:00'), action: 'sign-in', platform: 'entra.audit', who: person('carol'), ip: '192.0.2.33' },
  ],
  'clocks at daylight saving, a pause and a boot with an empty battery': [
    {
      at: at(1),
      action: 'process-started',
      platform: 'linux.audit',
      who: itself,
      more: host('repo1'),
      backup: { resource: { type: 'service', id: 'repo1/veeamtransport', name: 'veeamtransport' } },
    },
    {
      at: at(31),
      action: 'clock-changed',
      platform: 'linux.audit',
      who: itself,
      more: host('repo1'),
      backup: { resource: { type: 'host', id: 'repo1', name: 'repo1' }, detail: { step_seconds: 14400, boot: true } },
    },
    {
      at: at(31) + minute,
      action: 'clock-changed',
      platform: 'linux.audit',
      who: itself,
      more: host('repo1'),
      backup: { resource: { type: 'host', id: 'repo1', name: 'repo1' }, detail: { synced: true } },
    },
    {
      at: at(40),
      action: 'clock-changed',
      platform: 'linux.audit',
      who: itself,
      more: host('web7'),
      backup: { resource: { type: 'host', id: 'web7', name: 'web7' }, detail: { step_seconds: 7200 } },
    },
    {
      at: at(45),
      action: 'clock-changed',
      platform: 'linux.audit',
      who: itself,
      more: host('repo1'),
      backup: { resource: { type: 'host', id: 'repo1', name: 'repo1' }, detail: { step_seconds: 3600, boot: true } },
    },
    {
      at: at(45) + minute,
      action: 'clock-changed',
      platform: 'linux.audit',
      who: itself,
      more: host('repo1'),
      backup: { resource: { type: 'host', id: 'repo1', name: 'repo1' }, detail: { synced: true } },
    },
  ],
  'a business system that ends': [
    ...nights,
    {
      at: at(31),
      action: 'job-finished',
      who: product,
      more: vbr,
      backup: { resource: { type: 'job', id: 'vbr01/erp', name: 'erp' } },
    },
    {
      at: at(44, '12:00'),
      action: 'job-stopped',
      who: alice,
      more: vbr,
      backup: { resource: { type: 'job', id: 'vbr01/erp', name: 'erp' } },
    },
    {
      at: at(46),
      action: 'repository-deleted',
      platform: 'vmware.vcenter',
      who: alice,
      more: vc,
      backup: { resource: { type: 'vm', id: 'vm-7', name: 'erp' } },
    },
  ],
  'infrastructure made and taken away every night in a lab': times(20, (night): Act[] => {
    const lab = {
      type: 'volume',
      id: 'na09/lab/tf',
      name: 'tf_scratch',
      container: { type: 'svm', id: 'na09/lab', name: 'lab' },
    }
    const act = (time: string, action: string): Act => ({
      at: at(night, time),
      action,
      platform: 'netapp.ontap',
      who: serviceAccount('terraform'),
      ip: '192.0.2.81',
      more: { observer: { name: 'na09' } },
      backup: { resource: lab },
    })
    return [act('02:00', 'repository-created'), act('02:10', 'repository-deleted')]
  }).flat(),
  'logs that move to a new collector, host after host': times(4, (index): Act[] => {
    const change = (time: number, id: string, to: 'on' | 'off'): Act => ({
      at: at(31) + index * 5 * minute + time,
      action: 'audit-changed',
      platform: 'vmware.esxi',
      who: serviceAccount('svc-logs'),
      ip: '192.0.2.85',
      more: host(`esx2${index}`),
      backup: {
        resource: { type: 'trail', id: `esx2${index}/${id}`, name: id },
        change: { setting: 'logging', to },
        detail: { scope: 'hypervisor' },
      },
    })
    return [change(0, 'new', 'on'), change(minute, 'old', 'off')]
  }).flat(),
  'an audit of backups that only looks, and is often refused': times(
    40,
    (index): Act => ({
      at: at(31) + index * minute,
      action: 'read',
      who: person('auditor'),
      ip: '192.0.2.99',
      outcome: index % 3 === 0 ? 'failure' : 'success',
      more: vbr,
      backup: { resource: { type: 'job', id: `vbr01/job${index}`, name: `job${index}` } },
    }),
  ),
  'a product that is upgraded': [
    ...nights,
    {
      at: at(31),
      action: 'job-finished',
      who: itself,
      more: vbr,
      backup: { resource: { type: 'console', id: 'vbr01', name: 'vbr01' } },
    },
    {
      at: at(31, '09:10'),
      action: 'job-stopped',
      platform: 'windows.security',
      who: itself,
      more: host('vbr01'),
      backup: {
        resource: { type: 'service', id: 'vbr01/VeeamBackupSvc', name: 'VeeamBackupSvc' },
        detail: { maintenance: true },
      },
    },
    {
      at: at(31, '09:40'),
      action: 'host-started',
      platform: 'windows.security',
      who: itself,
      more: host('vbr01'),
      backup: { resource: { type: 'host', id: 'vbr01', name: 'vbr01' } },
    },
    {
      at: at(31, '09:45'),
      action: 'process-started',
      platform: 'windows.security',
      who: itself,
      more: host('vbr01'),
      backup: { resource: { type: 'service', id: 'vbr01/VeeamBackupSvc', name: 'VeeamBackupSvc' } },
    },
    {
      at: at(32, '01:00'),
      action: 'job-finished',
      who: product,
      ip: '192.0.2.90',
      more: vbr,
      backup: { resource: { type: 'job', id: 'vbr01/nightly', name: 'nightly' } },
    },
  ],
  'retention that grows, and jobs that are set up': [
    {
      at: at(0),
      action: 'job-created',
      who: alice,
      more: vbr,
      backup: { resource: { type: 'job', id: 'vbr01/new', name: 'new' } },
    },
    {
      at: at(0, '10:00'),
      action: 'retention-changed',
      who: alice,
      more: vbr,
      backup: {
        resource: { type: 'job', id: 'vbr01/new', name: 'new' },
        change: { setting: 'retention', from: 14, to: 7 },
      },
    },
    {
      at: at(9),
      action: 'retention-changed',
      who: alice,
      more: vbr,
      backup: {
        resource: { type: 'job', id: 'vbr01/new', name: 'new' },
        change: { setting: 'retention', from: 7, to: 30 },
      },
    },
  ],
}

describe('nobody is woken by', () => {
  test.each(Object.keys(benign))('%s', (name) => {
    const { pages } = tellActs([...(benign[name] ?? [])])
    expect(pages).toEqual([])
  })

  test('all of it in one month', () => {
    const all = Object.values(benign).flat()
    const first = Math.min(...all.map(({ at: time }) => time))
    expect(all.every(({ at: time }) => time - first < 60 * day)).toBe(true)
    expect(tellActs(all).pages).toEqual([])
  })
})
