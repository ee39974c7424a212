// The ways by which a copy falls: deleted, overridden, waited out, destroyed with what it lies on, sealed for ever, spoilt.
import type { Relation } from '../model/posture.ts'
import { mendsOf, nodes } from './names.ts'
import { type Copy, isLocked, type Platform, type Resolved } from './resolve.ts'

/** What a lock, a retention or a test has to reach, in days. */
export const floorDays = 30

/** All of them, by how the copy is kept. */
export function copyRelations(copy: Copy, resolved: Resolved): readonly Relation[] {
  const holders = copy.on.value.flatMap((name) => resolved.platforms.get(name) ?? [])
  const managers = copy.managedBy.value.flatMap((name) => resolved.platforms.get(name) ?? [])
  return [
    ...holders.flatMap((holder) => byHolder(copy, holder)),
    ...managers.flatMap((manager) => byManager(copy, manager)),
    ...byVoucher(copy, resolved),
    ...byKeys(copy, resolved),
    ...byNetwork(copy, holders),
    ...byPoison(copy, managers),
  ]
}

const days = (count: number): string => `${Math.round(count * 10) / 10} days`

function relation(
  copy: Copy,
  { needs, way, because, ...rest }: Pick<Relation, 'needs' | 'way' | 'because'> & Partial<Relation>,
): Relation {
  return {
    hours: 0,
    basis: copy.mechanism.basis,
    mends: [],
    ...rest,
    needs,
    way,
    because,
    gives: nodes.copy(copy.name),
  }
}

/** Whoever administers what it lies on; nobody agrees to what root does on its own host. */
function byHolder(copy: Copy, holder: Platform): readonly Relation[] {
  const { name, kind } = holder
  const own = [nodes.platform(name)]
  const agreed = kind === 'host' ? own : withAgreement(own, holder)
  const lock = mendsOf.lock(copy.name, floorDays)
  const ruin = relation(copy, {
    needs: [nodes.ruin(name)],
    way: kind === 'cloud-account' ? 'closes' : 'shares-fate',
    basis: copy.on.basis,
    because: `it lies on ${name}`,
    // What stands on the ground can be broken wherever it is moved to.
    mends: holder.said['runs-on'] === undefined ? [] : [mendsOf.otherFooting(copy.name)],
  })
  switch (copy.mechanism.value) {
    case 'none':
      return [
        ruin,
        relation(copy, {
          needs: agreed,
          way: 'deletes',
          hours: copy.undoHours,
          because: `no lock is on it, and ${name} holds it`,
          mends: [lock],
        }),
      ]
    case 'object-lock-governance':
      return [
        ruin,
        relation(copy, {
          needs: agreed,
          way: 'bypasses',
          hours: copy.undoHours,
          because: `its lock is in governance mode: an administrator of ${name} may override it`,
          mends: [lock],
        }),
      ]
    case 'hardened-repository':
      return [
        ruin,
        relation(copy, {
          needs: own,
          way: 'bypasses',
          because: `its lock is a flag that root of ${name} takes off`,
          mends: [mendsOf.otherFooting(copy.name)],
        }),
      ]
    case 'offline':
      return [ruin]
    case 'object-lock-compliance':
    case 'snapshot-lock':
    case 'vault-lock':
    case 'worm-tape':
      return [ruin, waits(copy, agreed)]
  }
}

/** Whoever administers what writes and expires it. */
function byManager(copy: Copy, manager: Platform): readonly Relation[] {
  if (copy.mechanism.value === 'offline') return []
  const needs = withAgreement([nodes.platform(manager.name)], manager)
  if (isLocked(copy.mechanism.value)) return [waits(copy, needs)]
  return [
    relation(copy, {
      needs,
      way: 'deletes',
      hours: copy.undoHours,
      because: `no lock is on it, and ${manager.name} manages it`,
      mends: [mendsOf.lock(copy.name, floorDays)],
    }),
  ]
}

/** A second person has to agree: somebody who may sign in where such people have their accounts, too. */
const withAgreement = (needs: readonly string[], { fourEyes }: Platform): readonly string[] =>
  fourEyes.value === undefined ? needs : [...needs, nodes.identity(fourEyes.value)]

function waits(copy: Copy, needs: readonly string[]): Relation {
  const lock = copy.lockDays ?? { value: 0, basis: 'assumed' as const }
  return relation(copy, {
    needs,
    way: 'waits',
    hours: lock.value * 24 + copy.undoHours,
    basis: lock.basis,
    because: `its lock lasts ${days(lock.value)}${lock.basis === 'assumed' ? ', as far as anybody said' : ''}`,
    mends: [mendsOf.lock(copy.name, floorDays)],
  })
}

/** Whom the estate names as able to take the lock off before its time. */
function byVoucher(copy: Copy, { platforms }: Resolved): readonly Relation[] {
  if (!isLocked(copy.mechanism.value)) return []
  return (copy.said['revocable-by'] ?? []).flatMap((who) => {
    const needs =
      who === 'vendor-support'
        ? copy.on.value.map((name) => [nodes.support(name)])
        : [[platforms.has(who) ? nodes.platform(who) : nodes.identity(who)]]
    return needs.map((one) =>
      relation(copy, {
        needs: one,
        way: 'revokes',
        basis: 'declared',
        because: `${who === 'vendor-support' ? 'the vendor' : who} can take its lock off`,
        mends: [mendsOf.noRevoke(copy.name)],
      }),
    )
  })
}

/** All places that keep its keys have to lose them. */
function byKeys(copy: Copy, { platforms }: Resolved): readonly Relation[] {
  const stores = copy.keysAt.value.flatMap((name) => platforms.get(name) ?? [])
  if (stores.length === 0) return []
  const hours = Math.max(...stores.map(({ undoHours }) => undoHours))
  const names = stores.map(({ name }) => name).join(' and ')
  const because = `its keys lie at ${names}`
  const base = {
    way: 'destroys-key',
    basis: copy.keysAt.basis,
    because,
    mends: [mendsOf.keysApart(copy.name)],
  } as const
  return [
    relation(copy, { ...base, needs: stores.map(({ name }) => nodes.platform(name)), hours }),
    relation(copy, { ...base, needs: stores.map(({ name }) => nodes.ruin(name)) }),
  ]
}

/** A share that production can write to, and credentials on what is protected. */
function byNetwork(copy: Copy, holders: readonly Platform[]): readonly Relation[] {
  if (copy.mechanism.value !== 'none') return []
  const needs = [nodes.production(copy.of)]
  const shared = holders.filter(({ exposed }) => exposed.value.some((way) => way === 'smb' || way === 'nfs'))
  return [
    ...shared.map(({ name, exposed }) =>
      relation(copy, {
        needs,
        way: 'reaches',
        basis: exposed.basis,
        because: `${name} is open to the network of what is protected by ${exposed.value.join(', ')}`,
        mends: [mendsOf.closeShares(name), mendsOf.lock(copy.name, floorDays)],
      }),
    ),
    ...(copy.fill.value === 'push'
      ? [
          relation(copy, {
            needs,
            way: 'pushes',
            basis: copy.fill.basis,
            because: `${copy.of} writes it with a credential that lies on its servers`,
            mends: [mendsOf.pull(copy.name), mendsOf.lock(copy.name, floorDays)],
          }),
        ]
      : []),
  ]
}

/** Whoever can spoil what is copied and is not found before the last good point has expired. */
function byPoison(copy: Copy, managers: readonly Platform[]): readonly Relation[] {
  const { retentionDays, verifyDays, of } = copy
  const noticed = verifyDays !== undefined && verifyDays < retentionDays.value
  if (noticed) return []
  const kept = days(retentionDays.value)
  const poison = (need: string, because: string): Relation => ({
    needs: [need],
    gives: nodes.poison(copy.name),
    way: 'poisons',
    hours: 0,
    basis: 'declared',
    because,
    mends: [],
  })
  return [
    poison(nodes.production(of), `root on ${of} can spoil what is copied`),
    ...managers.map(({ name }) => poison(nodes.platform(name), `${name} decides what is copied`)),
    relation(copy, {
      needs: [nodes.poison(copy.name)],
      way: 'poisons',
      hours: retentionDays.value * 24,
      basis: retentionDays.basis,
      because: `points are kept ${kept}${retentionDays.basis === 'assumed' ? ', as far as anybody said' : ''}, and nothing restores them in between to look`,
      mends: [mendsOf.keepLonger(copy.name, floorDays), mendsOf.verify(copy.name)],
    }),
  ]
}
