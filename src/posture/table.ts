// The immutability table: how each copy is kept, who can undo it, what it shares its fate with, and whether it is good.
import type { CopyRow } from '../model/posture.ts'
import { floorDays } from './copy-relations.ts'
import { type Copy, hoursOf, isLocked, type Platform, type Resolved } from './resolve.ts'

/** @param fewest classes of credentials that fell it, each alone or two together */
export function rowOf(copy: Copy, resolved: Resolved, fewest: CopyRow['fewest']): CopyRow {
  const { name, of, said, mechanism, retentionDays, lockDays, keysAt, tested } = copy
  const tier = said.tier ?? resolved.sets.get(of)?.tier
  const restore = hoursOf(said.restore)
  return {
    name,
    of,
    ...(tier === undefined ? {} : { tier }),
    lastResort: said['last-resort'] === true,
    mechanism,
    retentionDays,
    ...(lockDays ? { lockDays } : {}),
    meetsFloor: Math.min(retentionDays.value, lockDays?.value ?? retentionDays.value) >= floorDays,
    revocableBy: revocableBy(copy, resolved),
    sharesFateWith: underOf(copy.on.value, resolved.platforms),
    trusts: trustedBy(copy, resolved),
    keysAt: keysAt.value,
    ...(restore === undefined ? {} : { restoreHours: restore }),
    ...(tested
      ? { verified: { at: tested.at, ref: `${tested.source} ${tested.position}`, good: tested.value === 'success' } }
      : {}),
    ...(fewest ? { fewest } : {}),
  }
}

/** Who can take the lock off, or delete where there is none. */
function revocableBy({ mechanism, on, managedBy, said }: Copy, { platforms }: Resolved): readonly string[] {
  const named = said['revocable-by'] ?? []
  const kind = mechanism.value
  if (kind === 'none') return [...new Set([...on.value, ...managedBy.value, ...named])]
  if (kind === 'object-lock-governance' || kind === 'hardened-repository')
    return [...new Set([...on.value.filter((name) => platforms.has(name)), ...named])]
  return isLocked(kind) ? named : []
}

/** What something lies on, and what that runs on, to the ground. */
export function underOf(names: readonly string[], platforms: ReadonlyMap<string, Platform>): readonly string[] {
  const found = new Set<string>()
  const walk = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    for (const under of platforms.get(name)?.said['runs-on'] ?? []) walk(under)
  }
  for (const name of names) walk(name)
  return [...found]
}

/** Identities whose accounts get into what holds and what manages it. */
function trustedBy({ on, managedBy }: Copy, { platforms }: Resolved): readonly string[] {
  const names = [...on.value, ...managedBy.value]
  return [...new Set(names.flatMap((name) => platforms.get(name)?.identity.value ?? []))]
}
