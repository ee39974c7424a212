// Commands of a FlashBlade on file systems, buckets, snapshot policies, replicas and the accounts of its object store.
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { daysIn } from '../kit/span.ts'
import { readers as shared } from '../purestorage.flasharray/commands.ts'
import { back, copying, each, gone, made, own, type Reader, snapped, thing } from '../purestorage.flasharray/copies.ts'

/** Whatever guards a bucket or a file system stands behind an option of its own. */
const guarded =
  (type: string): Reader =>
  (asked) => {
    const { options } = asked
    const said = (name: string): string | undefined => options.get(name)?.toLowerCase()
    const versioning = said('versioning')
    const mode = said('retention-mode') ?? said('retention-lock')
    const lock = said('default-retention')
    const manual = said('manual-eradication')
    const delay = daysIn(said('eradication-delay'), 1)
    const kept = lock === undefined ? undefined : /^("")?$|^true$|^0/.test(lock) ? 0 : daysIn(lock, 1)
    const changes: readonly Change[] = [
      ...(mode === undefined ? [] : [{ setting: 'lock-mode', to: modes[mode] ?? 'governance' }]),
      ...(kept === undefined ? [] : [{ setting: 'lock-days', to: kept, unit: 'd' }]),
      ...(versioning === undefined
        ? []
        : [
            {
              setting: 'versioning',
              to: /enabled/.test(versioning) ? 'on' : /suspend/.test(versioning) ? 'suspended' : 'off',
            },
          ]),
      ...(manual === undefined ? [] : [{ setting: 'privileged-delete', to: /disabled/.test(manual) ? 'off' : 'on' }]),
      ...(delay === undefined ? [] : [{ setting: 'undo-window', to: delay, unit: 'd' }]),
    ]
    const [first] = changes
    const snapshots = said('snapshot') ?? said('snapshot-directory')
    return each(asked, (name) => ({
      action:
        first === undefined
          ? 'repository-changed'
          : first.setting === 'versioning'
            ? 'versioning-changed'
            : first.setting === 'undo-window'
              ? 'guard-changed'
              : 'immutability-changed',
      resource: thing(asked, name, type),
      changes,
      ...(snapshots === undefined ? {} : { detail: { listed: true } }),
    }))
  }

const modes: Readonly<Record<string, string>> = {
  compliance: 'compliance',
  ratcheted: 'compliance',
  safemode: 'compliance',
  governance: 'governance',
  unlocked: 'off',
  none: 'off',
  '""': 'off',
  '': 'off',
}

/** A rule of a snapshot policy: how often, and how long each is kept. */
const rule =
  (removed: boolean): Reader =>
  (asked) => {
    const days = daysIn(asked.options.get('keep-for') ?? asked.options.get('keep'), 1 / 86_400)
    return each(asked, (name) => ({
      action: removed || days !== undefined ? 'retention-changed' : 'job-changed',
      resource: own(asked, 'plan', `policy ${name}`, name),
      changes: days === undefined || removed ? [] : [{ setting: 'retention', to: days, unit: 'd' }],
    }))
  }

const policyStopped: Reader = (asked) =>
  each(asked, (name) => ({
    action: 'job-stopped',
    resource: own(asked, 'plan', `policy ${name}`, name),
    changes: [{ setting: 'schedule', to: 'off' }],
  }))

/** File systems that a policy is put on or taken off. */
const policied =
  (to: 'on' | 'off'): Reader =>
  (asked) => {
    const held = asked.options.get('fs') ?? asked.options.get('file-system') ?? asked.options.get('member')
    const policy = asked.names[0] ?? '?'
    return (held ?? '?')
      .split(',')
      .slice(0, 20)
      .map((name) => ({
        action: 'policy-assigned' as const,
        resource: thing(asked, name, 'file-system'),
        related: [own(asked, 'plan', `policy ${policy}`, policy)],
        changes: [{ setting: 'assignment', to: to === 'off' ? 'off' : `${asked.array}/policy ${policy}` }],
      }))
  }

/** Days until a rule of a bucket ends what lies in it; the shortest counts. */
const lifecycle =
  (removed: boolean): Reader =>
  (asked) => {
    const days = ['keep-current-version-for', 'keep-previous-version-for', 'keep-for']
      .flatMap((option) => daysIn(asked.options.get(option), 1 / 86_400) ?? [])
      .filter((length) => typeof length === 'number')
    const bucket = asked.options.get('bucket') ?? asked.names[0]?.split('/')[0]
    return {
      action: 'retention-changed',
      resource: thing(asked, bucket ?? '?', 'bucket'),
      changes: removed
        ? [{ setting: 'retention', to: unlimited }]
        : days.length === 0
          ? []
          : [{ setting: 'retention', to: Math.min(...days), unit: 'd' }],
    }
  }

const keyed =
  (action: 'credential-added' | 'credential-removed'): Reader =>
  (asked) =>
    each(asked, (name) => {
      const who = asked.options.get('user') ?? name
      const id = `${who}@${asked.array}`.toLowerCase()
      return {
        action,
        resource: { type: 'credential', id: `${id}/key`, name },
        target: { id, name: who },
        detail: { credential: 'access-key' },
      }
    })

/** An account of the object store holds buckets, its users and their keys. */
const accountGone: Reader = (asked) =>
  each(asked, (name) => ({ action: 'parent-deleted', resource: own(asked, 'account', `account ${name}`, name) }))

export const readers: Readonly<Record<string, Reader>> = {
  ...shared,
  'purefs create': made('file-system'),
  'purefs recover': back('file-system'),
  'purefs snap': snapped('file-system'),
  'purefs setattr': guarded('file-system'),
  'purefs replica-link': copying('on'),
  'purefs replica-link create': copying('on'),
  'purefs replica-link delete': copying('off'),
  'purefs replica-link remove': copying('off'),
  'purefs promote': copying('off'),
  'purebucket create': made('bucket'),
  'purebucket destroy': gone('bucket', false),
  'purebucket eradicate': gone('bucket', true),
  'purebucket recover': back('bucket'),
  'purebucket setattr': guarded('bucket'),
  'purebucket replica-link': copying('on'),
  'purebucket replica-link create': copying('on'),
  'purebucket replica-link delete': copying('off'),
  'purelifecycle create': lifecycle(false),
  'purelifecycle setattr': lifecycle(false),
  'purelifecycle delete': lifecycle(true),
  'purepolicy create': rule(false),
  'purepolicy setattr': rule(false),
  'purepolicy add-rule': rule(false),
  'purepolicy remove-rule': rule(true),
  'purepolicy delete': policyStopped,
  'purepolicy disable': policyStopped,
  'purepolicy add': policied('on'),
  'purepolicy attach': policied('on'),
  'purepolicy remove': policied('off'),
  'purepolicy detach': policied('off'),
  'pureobjaccount delete': accountGone,
  'pureobjaccount create': (asked) =>
    each(asked, (name) => ({ action: 'other', resource: own(asked, 'account', `account ${name}`, name) })),
  'pureobjuser create': (asked) =>
    each(asked, (name) => {
      const id = `${name}@${asked.array}`.toLowerCase()
      return { action: 'user-added', resource: { type: 'user', id, name }, target: { id, name } }
    }),
  'pureobjuser delete': (asked) =>
    each(asked, (name) => {
      const id = `${name}@${asked.array}`.toLowerCase()
      return { action: 'user-removed', resource: { type: 'user', id, name }, target: { id, name } }
    }),
  'pureobjuser access-key create': keyed('credential-added'),
  'pureobjuser access-key delete': keyed('credential-removed'),
  'pureaccesskey create': keyed('credential-added'),
  'pureaccesskey delete': keyed('credential-removed'),
  'pureaccesskey disable': keyed('credential-removed'),
}
