// Commands of DD OS that say something about copies, each as a pattern and what it means.
import type { Change } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import {
  audit,
  closed,
  copying,
  date,
  eyes,
  files,
  type Given,
  gone,
  kept,
  key,
  lock,
  mtree,
  opened,
  part,
  period,
  point,
  type Reader,
  role,
  stopped,
  system,
  timeSource,
  user,
} from './readers.ts'

const named = '("[^"]+"|\\S+)'
const row = (pattern: string, reader: Reader): readonly [RegExp, Reader] => [
  new RegExp(`^(?:${pattern.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+')})`, 'i'),
  reader,
]

const joined: Reader = (_, given) => ({ action: 'domain-joined', resource: system(given) })

/** First fit wins. */
const commands: readonly (readonly [RegExp, Reader])[] = [
  row(
    `mtree retention-lock set (min|max|automatic)-(?:retention-period|lock-delay) (?:to )?("?[\\d.]+ ?[a-z]+"?)(?: mtree ${named})?`,
    period,
  ),
  row(`mtree retention-lock reset (?:min|max|automatic)\\S*(?: mtree ${named})?`, ([, path], given) => ({
    action: 'retention-changed',
    resource: mtree(given, path),
  })),
  row(`mtree retention-lock (?:disable|revert)(?: mtree)? ${named}`, lock('off', 'weakened')),
  row(`mtree retention-lock (?:disable|revert)()`, (_, given) => lock('off', 'weakened')(['', undefined], given)),
  row(`mtree retention-lock enable mode compliance(?: mtree)? ${named}`, lock('compliance')),
  row(`mtree retention-lock enable(?: mode governance)?(?: mtree)? ${named}`, lock('governance')),
  row(`mtree retention-lock indefinite-retention-hold (?:disable|reset)(?: mtree)? ${named}`, ([, path], given) => ({
    action: 'immutability-changed',
    resource: mtree(given, path),
    changes: [{ setting: 'legal-hold', to: 'off', direction: 'weakened' }],
  })),
  row(
    `mtree delete ${named}`,
    gone(([, path], given) => mtree(given, path)),
  ),
  row(`mtree create ${named}`, ([, path], given) => ({ action: 'repository-created', resource: mtree(given, path) })),
  row(`mtree undelete ${named}`, ([, path], given) => ({
    action: 'other',
    resource: mtree(given, path),
    detail: { recovered: true },
  })),
  row(`mtree rename ${named} ${named}`, ([, path, next], given) => ({
    action: 'repository-changed',
    resource: mtree(given, next),
    detail: { renamed: true, former_id: mtree(given, path).id },
  })),
  row(
    'filesys destroy',
    gone((_, given) => files(given), { permanent: true, bulk: true }),
  ),
  row('filesys encryption keys? (?:destroy|delete)', key('key-destruction-scheduled')),
  row('filesys encryption (?:key-manager )?(?:disable|reset|lock)', key('key-disabled')),
  row('filesys encryption (?:passphrase change|key-manager .*rotat|.*rotat)', key('key-rotated')),
  row('system passphrase (?:change|set)', key('key-rotated', { password: true })),
  row('filesys (?:disable|restart)', (_, given) => ({
    action: 'job-stopped',
    resource: part(given, 'service', 'filesys service', 'filesys'),
  })),
  row('filesys enable', (_, given) => ({
    action: 'job-changed',
    resource: part(given, 'service', 'filesys service', 'filesys'),
    changes: [{ setting: 'schedule', to: 'on' }],
  })),
  row('filesys clean (?:set schedule never|reset schedule)', (_, given) => ({
    action: 'job-changed',
    resource: part(given, 'job', 'clean', 'cleaning'),
  })),
  row(
    'system sanitize start',
    gone((_, given) => files(given), { permanent: true }),
  ),
  row(
    'storage remove (\\S.*)',
    gone(([, name = ''], given) => part(given, 'pool', name.trim()), { detached: true }),
  ),
  row(
    `ddboost storage-unit delete ${named}`,
    gone(([, name], given) => mtree(given, name)),
  ),
  row(`ddboost storage-unit undelete ${named}`, ([, path], given) => ({
    action: 'other',
    resource: mtree(given, path),
    detail: { recovered: true },
  })),
  row(`ddboost storage-unit create ${named}`, ([, path], given) => ({
    action: 'repository-created',
    resource: mtree(given, path),
  })),
  row('ddboost (?:disable|destroy)', closed('ddboost')),
  row('ddboost (?:user unassign|access del|clients del)', closed('ddboost')),
  row(`nfs (?:del|disable|export destroy) ?(/\\S+)?`, closed('nfs')),
  row(`cifs (?:disable|share destroy|share del) ?(/\\S+)?`, closed('cifs')),
  row(
    `cloud unit del(?:ete)? ${named}`,
    gone(([, name = '?'], given) => part(given, 'repository', `cloud unit ${name}`, name)),
  ),
  row(
    `vtl pool del(?:ete)? ${named}`,
    gone(([, name = '?'], given) => part(given, 'repository', `vtl pool ${name}`, name)),
  ),
  row(`vtl tape del(?:ete)? ${named}`, ([, name = '?'], given) => ({
    action: 'recovery-point-deleted',
    resource: { ...part(given, 'tape', `tape ${name}`, name) },
    detail: /[*,-]/.test(name) ? { bulk: true } : {},
  })),
  row(`snapshot expire ${named}(?: mtree ${named})?`, point('recovery-point-deleted')),
  row(`snapshot create ${named}(?: mtree ${named})?`, point('recovery-point-created')),
  row(`snapshot schedule (?:destroy|del|delete) ${named}`, stopped),
  row(`snapshot schedule (?:create|modify) ${named}(?:.*? retention ("?[\\d.]+ ?[a-z]+"?))?`, kept),
  row(`replication (?:break|delete|disable) ${named}`, copying('off', 'broken')),
  row(`replication (?:add|initialize|enable|resync|resume) ?(?:source )?${named}`, copying('on', 'set')),
  row(`user add ${named}(?: role (\\S+))?`, (found, given) => role([found[0], found[1], found[2] ?? 'user'], given)),
  row(`user change role ${named} (\\S+)`, role),
  row(`user (?:assign|enable) ${named}`, ([, name], given) => ({
    action: 'credential-added',
    ...user(given, name),
    detail: { recovered: true },
  })),
  row(`user (?:change password|password change|set password) ?${named}?`, ([, name], given) => ({
    action: 'credential-added',
    ...user(given, name),
    detail: { credential: 'password' },
  })),
  row(`user (?:del|delete|disable) ${named}`, ([, name], given) => ({ action: 'user-removed', ...user(given, name) })),
  row('user reset', ([, name], given) => ({ action: 'user-removed', ...user(given, name), detail: { bulk: true } })),
  row('authorization policy (?:reset|set)(?: security-officer)? (?:disabled?|none|off)', eyes('off')),
  row('authorization policy reset', eyes('off')),
  row('authorization policy set security-officer enabled?', eyes('on')),
  row('adminaccess (?:option (?:set|reset) .*|)(?:mfa|two-factor|otp).*(?:disable|reset|off|false)', (_, given) => ({
    action: 'mfa-changed',
    resource: system(given),
    changes: [{ setting: 'mfa', to: 'off', direction: 'weakened' }],
    detail: { directory: true },
  })),
  row('adminaccess enable (\\S+)', opened('on')),
  row('adminaccess disable (\\S+)', opened('off')),
  row('adminaccess add ssh-keys(?: user (\\S+))?', ([, name], given) => ({
    action: 'credential-added',
    ...user(given, name ?? 'sysadmin'),
    detail: { credential: 'ssh-key' },
  })),
  row('log host (?:del|delete) (\\S+)', audit('off', 'weakened')),
  row('log host (?:disable|reset)()', audit('off', 'weakened')),
  row('log host add (\\S+)', audit('on', 'strengthened')),
  row('log host enable()', audit('on', 'strengthened')),
  row('ntp (?:disable|reset|del)', timeSource('off')),
  row('ntp (?:enable|add)', timeSource('on')),
  row('system set date (\\d+)', date),
  row('config set timezone', (_, given) => ({ action: 'other', resource: system(given) })),
  row(
    `quota capacity (?:set|reset).*?mtrees? ${named}.*?hard-limit (\\d+) ?([KMGTP])i?B`,
    ([, path, size, unit = 'G'], given) => ({
      action: 'guard-changed',
      resource: mtree(given, path),
      changes: [
        {
          setting: 'quota',
          to: Number(size) * 1024 ** ' KMGTP'.indexOf(unit.toUpperCase()),
          unit: 'bytes',
        } satisfies Change,
      ],
    }),
  ),
  row('authentication (?:nis|ldap|kerberos) (?:enable|add|set)', joined),
  row('cifs set authentication active-directory', joined),
  row('(?:autosupport|alerts notify-list) (?:del|destroy|disable)', (_, given) => ({
    action: 'audit-changed',
    resource: part(given, 'trail', 'alerts', `alerts of ${given.device}`),
    changes: [{ setting: 'logging', to: 'off', direction: 'weakened' }],
    detail: { scope: 'support' },
  })),
  row('support (?:connectemc|user|bash).*(?:enable|add)', (_, given) => ({
    action: 'support-opened',
    resource: system(given),
    changes: [{ setting: 'support-access', to: 'on' }],
  })),
]

/** By the first word; what a pattern leaves open stands under all. */
const byWord: ReadonlyMap<string, readonly (readonly [RegExp, Reader])[]> = Map.groupBy(
  commands,
  ([pattern]) => /^\^\(\?:([a-z]+)(?![a-z|])/.exec(pattern.source)?.[1] ?? '',
)

/** What a command says; undefined for one that guards nothing. */
export function told(command: string, given: Given): Facts | undefined {
  const word = /^[a-z]+/i.exec(command)?.[0].toLowerCase() ?? ''
  for (const [pattern, read] of [...(byWord.get(word) ?? []), ...(byWord.get('') ?? [])]) {
    const found = pattern.exec(command)
    if (found) return read(found, given)
  }
  return undefined
}
