// Estates for the model cases: each kill pattern as it falls, and its twin in which one thing is mended.
import type { Estate } from '../../src/model/estate.ts'

/** A copy that falls to nothing but what a case adds. */
const sound = {
  where: ['bucket-1'],
  on: ['vault-account'],
  'managed-by': ['vbr01'],
  mechanism: 'object-lock-compliance',
  retention: '90d',
  lock: '60d',
  'keys-at': [],
  fill: 'pull',
  verify: '7d',
  'last-resort': true,
} as const

const base: Estate = {
  identities: [
    { name: 'corp.example.com', 'runs-on': ['esx'] },
    { name: 'backup.example.com', 'for-backups': true },
  ],
  consoles: [{ name: 'vbr01', source: 'veeam.vbr', identity: [], mfa: 'own', exposed: [] }],
  platforms: [
    { name: 'esx', kind: 'hypervisor', identity: ['corp.example.com'], mfa: 'directory', place: 'hall 1' },
    { name: 'vault-account', kind: 'cloud-account', identity: [], mfa: 'own', exposed: [] },
    { name: 'repo01', kind: 'host', identity: [], mfa: 'own', exposed: [], place: 'hall 2' },
  ],
  sets: [{ name: 'ERP', 'runs-on': ['esx'], identity: ['corp.example.com'] }],
}

const withCopy = (copy: object, change: (estate: Estate) => Estate = (estate) => estate): Estate =>
  change({ ...base, copies: [{ name: 'last', of: 'ERP', ...sound, ...copy }] })

const console = (change: object) => (estate: Estate) => ({
  ...estate,
  consoles: (estate.consoles ?? []).map((one) => ({ ...one, ...change })),
})
const platform = (name: string, change: object) => (estate: Estate) => ({
  ...estate,
  platforms: (estate.platforms ?? []).map((one) => (one.name === name ? { ...one, ...change } : one)),
})

const onHost = { where: ['repo01'], on: ['repo01'], mechanism: 'none' } as const
const hardened = { where: ['repo01'], on: ['repo01'], mechanism: 'hardened-repository' } as const

/** Each kill pattern: what the attacker holds, the estate that falls, by which way, and the twin that survives. */
export const patterns = [
  {
    name: 'credential reuse: the console signs in by the directory that it must outlive',
    hand: 'directory-admin:corp.example.com',
    falls: withCopy(onHost, console({ identity: ['corp.example.com'], mfa: 'directory' })),
    ways: ['signs-in', 'deletes'],
    survives: withCopy(onHost, console({ identity: ['backup.example.com'], mfa: 'directory' })),
    finding: 'shared-identity',
  },
  {
    name: 'credential reuse: an administrator’s workstation holds open sessions of the console',
    hand: 'workstation:admin-pc',
    falls: withCopy(onHost, (estate) =>
      console({ mfa: 'none', 'administered-from': ['admin-pc'] })({
        ...estate,
        platforms: [...(estate.platforms ?? []), { name: 'admin-pc', kind: 'workstation', identity: [] }],
      }),
    ),
    ways: ['session', 'deletes'],
    survives: withCopy(onHost, (estate) =>
      console({ mfa: 'own', 'administered-from': ['admin-pc'] })({
        ...estate,
        platforms: [...(estate.platforms ?? []), { name: 'admin-pc', kind: 'workstation', identity: [] }],
      }),
    ),
    finding: 'no-second-factor',
  },
  {
    name: 'shared platform fate: a hardened repository is a machine on the hypervisor that it protects',
    hand: 'hypervisor-admin:esx',
    falls: withCopy(hardened, platform('repo01', { 'runs-on': ['esx'] })),
    ways: ['runs-on', 'bypasses'],
    survives: withCopy(hardened),
    finding: 'shared-platform',
  },
  {
    name: 'shared platform fate: even a lock that nobody can take off goes with the disk under it',
    hand: 'hypervisor-admin:esx',
    falls: withCopy({ on: ['repo01'] }, platform('repo01', { 'runs-on': ['esx'] })),
    ways: ['runs-on', 'shares-fate'],
    survives: withCopy({ on: ['repo01'] }),
    finding: 'shared-platform',
  },
  {
    name: 'reachable repositories: a share that every server can write to',
    hand: 'production-root:ERP',
    falls: withCopy(onHost, platform('repo01', { exposed: ['smb'] })),
    ways: ['reaches'],
    survives: withCopy(onHost),
    finding: 'exposed',
  },
  {
    name: 'reachable repositories: the servers write their copies themselves',
    hand: 'production-root:ERP',
    falls: withCopy({ ...onHost, fill: 'push' }),
    ways: ['pushes'],
    survives: withCopy({ ...onHost, fill: 'pull' }),
    finding: 'pushed',
  },
  {
    name: 'API-driven deletion: the console keeps a key of the account that may delete, and the bucket has no lock',
    hand: 'backup-admin:vbr01',
    falls: withCopy({ mechanism: 'none' }, console({ holds: ['vault-account'] })),
    ways: ['deletes'],
    survives: withCopy({ mechanism: 'object-lock-compliance' }, console({ holds: ['vault-account'] })),
    finding: 'no-lock',
  },
  {
    name: 'API-driven deletion: a lock in governance mode is overridden by whoever may',
    hand: 'cloud-key:vault-account',
    falls: withCopy({ mechanism: 'object-lock-governance' }),
    ways: ['bypasses'],
    survives: withCopy({ mechanism: 'object-lock-compliance' }),
    finding: 'revocable',
  },
  {
    name: 'API-driven deletion: the only key lies where the attacker is',
    hand: 'key-admin:kms',
    falls: withCopy({ 'keys-at': ['kms'] }, (estate) => ({
      ...estate,
      platforms: [...(estate.platforms ?? []), { name: 'kms', kind: 'keys', identity: [], mfa: 'own', undo: '7d' }],
    })),
    ways: ['destroys-key'],
    survives: withCopy({ 'keys-at': ['kms', 'safe'] }, (estate) => ({
      ...estate,
      platforms: [
        ...(estate.platforms ?? []),
        { name: 'kms', kind: 'keys', identity: [], mfa: 'own', undo: '7d' },
        { name: 'safe', kind: 'keys', identity: [], mfa: 'own' },
      ],
    })),
    finding: 'revocable',
  },
  {
    name: 'quiet corruption: good points expire before anybody looks',
    hand: 'production-root:ERP',
    falls: withCopy({ retention: '14d', lock: '14d', verify: undefined }),
    ways: ['poisons', 'poisons'],
    survives: withCopy({ retention: '14d', lock: '14d', verify: '3d' }),
    finding: 'short-retention',
  },
  {
    name: 'quiet corruption: a longer retention outlasts the time that an attacker stays',
    hand: 'hypervisor-admin:esx',
    falls: withCopy({ retention: '21d', lock: '21d', verify: undefined }),
    ways: ['runs-on', 'poisons', 'poisons'],
    survives: withCopy({ retention: '45d', lock: '45d', verify: undefined }),
    finding: 'short-retention',
  },
] as const satisfies readonly {
  readonly name: string
  readonly hand: string
  readonly falls: Estate
  readonly ways: readonly string[]
  readonly survives: Estate
  readonly finding: string
}[]
