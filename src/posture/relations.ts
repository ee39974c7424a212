// Every way by which one thing of the estate leads to another: who has what it needs has what it gives, so many hours later.
import type { EstateIdentity, EstateSet } from '../model/estate.ts'
import type { Relation } from '../model/posture.ts'
import { copyRelations } from './copy-relations.ts'
import { mendsOf, nodes } from './names.ts'
import type { Platform, Resolved } from './resolve.ts'

/** So long a provider keeps what an account held that was closed. */
const closingHours = 90 * 24

/** All relations of an estate; of two that are the same there may be both. */
export function relationsOf(resolved: Resolved): readonly Relation[] {
  const { platforms, identities, sets, copies } = resolved
  return [
    ...[...platforms.values()].flatMap((platform) => [
      ...signIns(platform),
      ...sessions(platform),
      ...footing(platform, platforms),
      ...kept(platform, platforms),
      ...lifted(platform),
    ]),
    ...identities.flatMap(identityRelations),
    ...[...sets.values()].flatMap(setRelations),
    ...copies.flatMap((copy) => copyRelations(copy, resolved)),
  ]
}

function signIns(platform: Platform): readonly Relation[] {
  const { name, identity, mfa } = platform
  if (mfa.value === 'own') return []
  return identity.value.map((directory) => ({
    needs: [nodes.identity(directory)],
    gives: nodes.platform(name),
    way: 'signs-in',
    hours: 0,
    basis: identity.basis,
    because: `accounts of ${directory} get into ${name}${mfa.value === 'directory' ? ', and the second factor is the directory’s own' : ''}`,
    mends: [mendsOf.ownAccounts(name), mendsOf.ownFactor(name)],
  }))
}

function sessions({ name, said, mfa }: Platform): readonly Relation[] {
  if (mfa.value === 'own') return []
  return (said['administered-from'] ?? []).map((from) => ({
    needs: [nodes.platform(from)],
    gives: nodes.platform(name),
    way: 'session',
    hours: 0,
    basis: 'declared',
    because: `${name} is administered from ${from}, and no factor of its own stands before it`,
    mends: [mendsOf.ownFactor(name)],
  }))
}

/** Who has what something runs on has it, and can destroy it whatever it locks. An account of a cloud goes with its organisation. */
function footing({ name, said }: Platform, platforms: ReadonlyMap<string, Platform>): readonly Relation[] {
  return (said['runs-on'] ?? []).flatMap((under): readonly Relation[] => {
    const cloud = platforms.get(under)?.kind === 'cloud-account'
    const because = cloud ? `${name} is an account under ${under}` : `${name} runs on ${under}`
    const base = { way: 'runs-on', basis: 'declared', because, mends: [mendsOf.ownFooting(name, under)] } as const
    return [
      { ...base, needs: [nodes.platform(under)], gives: nodes.platform(name), hours: 0 },
      { ...base, needs: [nodes.ruin(under)], gives: nodes.ruin(name), hours: 0 },
      ...(cloud
        ? [
            {
              ...base,
              needs: [nodes.platform(under)],
              gives: nodes.ruin(name),
              way: 'closes' as const,
              hours: closingHours,
            },
          ]
        : [
            {
              ...base,
              needs: [nodes.platform(under)],
              gives: nodes.ruin(name),
              hours: platforms.get(under)?.undoHours ?? 0,
            },
          ]),
    ]
  })
}

function kept({ name, said }: Platform, platforms: ReadonlyMap<string, Platform>): readonly Relation[] {
  return (said.holds ?? []).map((other) => ({
    needs: [nodes.platform(name)],
    gives: platforms.has(other) ? nodes.platform(other) : nodes.identity(other),
    way: 'keeps-credentials',
    hours: 0,
    basis: 'declared',
    because: `${name} keeps credentials of ${other} that may delete`,
    mends: [mendsOf.lessCredentials(name, other)],
  }))
}

/** What stands above the administrator: the root of an account, the vendor, whoever is in the room. */
function lifted(platform: Platform): readonly Relation[] {
  const { name, kind, said, support } = platform
  const base = { hours: 0, basis: 'declared', mends: [] } as const
  return [
    ...(kind === 'cloud-account'
      ? ([
          {
            ...base,
            needs: [nodes.root(name)],
            gives: nodes.platform(name),
            way: 'signs-in',
            because: `root is administrator of ${name}`,
          },
          {
            ...base,
            needs: [nodes.root(name)],
            gives: nodes.ruin(name),
            way: 'closes',
            hours: closingHours,
            because: `root may close ${name}; what it held goes 90 days later`,
          },
        ] satisfies readonly Relation[])
      : []),
    ...(support.value === 'open'
      ? ([
          {
            ...base,
            needs: [nodes.support(name)],
            gives: nodes.platform(name),
            way: 'signs-in',
            basis: support.basis,
            because: `access for the vendor of ${name} stands open`,
            mends: [mendsOf.closeSupport(name)],
          },
        ] satisfies readonly Relation[])
      : []),
    ...(said.place === undefined
      ? []
      : ([
          {
            ...base,
            needs: [nodes.place(said.place)],
            gives: nodes.ruin(name),
            way: 'carries-off',
            because: `${name} stands in ${said.place}`,
          },
        ] satisfies readonly Relation[])),
  ]
}

function identityRelations(identity: EstateIdentity): readonly Relation[] {
  const { name } = identity
  const under = (identity['runs-on'] ?? []).map(
    (platform): Relation => ({
      needs: [nodes.platform(platform)],
      gives: nodes.identity(name),
      way: 'runs-on',
      hours: 0,
      basis: 'declared',
      because: `servers of ${name} run on ${platform}`,
      mends: [mendsOf.ownFooting(name, platform)],
    }),
  )
  const from = (identity['administered-from'] ?? []).map(
    (platform): Relation => ({
      needs: [nodes.platform(platform)],
      gives: nodes.identity(name),
      way: 'session',
      hours: 0,
      basis: 'declared',
      because: `${name} is administered from ${platform}`,
      mends: [mendsOf.ownWorkstation(name)],
    }),
  )
  return [...under, ...from]
}

/** Who has what a set runs on, or the directory of its servers, is root on it. */
function setRelations(set: EstateSet): readonly Relation[] {
  const gives = nodes.production(set.name)
  const base = { gives, hours: 0, basis: 'declared', mends: [] } as const
  return [
    ...(set['runs-on'] ?? []).map(
      (platform): Relation => ({
        ...base,
        needs: [nodes.platform(platform)],
        way: 'runs-on',
        because: `${set.name} runs on ${platform}`,
      }),
    ),
    ...(set.identity ?? []).map(
      (directory): Relation => ({
        ...base,
        needs: [nodes.identity(directory)],
        way: 'signs-in',
        because: `servers of ${set.name} trust ${directory}`,
      }),
    ),
  ]
}
