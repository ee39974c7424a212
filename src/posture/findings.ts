// Where the estate breaks the rules of its architecture: each with its evidence, why it matters, how to mend it, what watches it.
import type { Estate } from '../model/estate.ts'
import type { CopyRow, Finding } from '../model/posture.ts'
import type { Proof } from '../model/proof.ts'
import { copyFindings } from './copy-findings.ts'
import { finding, tellKnown } from './finding-words.ts'
import { proofFindings } from './proof-findings.ts'
import type { Platform, Resolved } from './resolve.ts'

/** All findings, those first by which the last copy can be taken. */
export function findingsOf(
  estate: Estate,
  resolved: Resolved,
  rows: readonly CopyRow[],
  proof?: Proof,
): readonly Finding[] {
  const decisive = decisivePlatforms(resolved)
  const found = [
    ...[...resolved.platforms.values()].flatMap((platform) => platformFindings(platform, resolved, decisive)),
    ...copyFindings(resolved, rows),
    ...scopeFindings(estate, resolved),
    ...(proof ? proofFindings(proof) : []),
  ]
  return found.toSorted((one, other) => weights.indexOf(one.weight) - weights.indexOf(other.weight))
}

const weights: readonly Finding['weight'][] = ['breaks', 'weakens']

/** Platforms that hold or manage a copy of last resort; where none is named, any copy. */
function decisivePlatforms({ copies }: Resolved): ReadonlySet<string> {
  const last = copies.filter(({ said }) => said['last-resort'])
  return new Set((last.length > 0 ? last : copies).flatMap(({ on, managedBy }) => [...on.value, ...managedBy.value]))
}

const backups = new Set<Platform['kind']>(['console', 'host', 'array', 'cloud-account', 'keys', 'library'])

function platformFindings(platform: Platform, resolved: Resolved, decisive: ReadonlySet<string>): readonly Finding[] {
  const { name, kind, identity, mfa, exposed, implied } = platform
  if (implied || !backups.has(kind) || !concernsCopies(name, resolved)) return []
  const weight = decisive.has(name) ? 'breaks' : 'weakens'
  const outlived = identity.value.filter((one) => !isForBackups(one, resolved))
  const found: Finding[] = []
  if (outlived.length > 0)
    found.push(
      finding('shared-identity', weight, name, {
        evidence: [tellKnown(`accounts of ${outlived.join(', ')} get into ${name}`, identity)],
        mend: `Give ${name} accounts of its own, in a directory that only backups use or in none.`,
      }),
    )
  if (mfa.value !== 'own' && kind !== 'library')
    found.push(
      finding('no-second-factor', weight, name, {
        evidence: [
          tellKnown(
            mfa.value === 'directory'
              ? 'the directory itself can set the second factor anew'
              : 'there is no second factor',
            mfa,
          ),
        ],
        mend: `Put a second factor before ${name} that is kept outside every directory: a hardware key, registered at ${name}.`,
      }),
    )
  if (exposed.value.length > 0)
    found.push(
      finding('exposed', weight, name, {
        evidence: [tellKnown(`${exposed.value.join(', ')} of ${name} can be reached`, exposed)],
        mend: `Close ${exposed.value.join(', ')} of ${name} to everything but the backup network and a bastion.`,
      }),
    )
  return found
}

const concernsCopies = (name: string, { copies }: Resolved): boolean =>
  copies.some(({ on, managedBy, keysAt }) => [on, managedBy, keysAt].some(({ value }) => value.includes(name)))

const isForBackups = (name: string, { identities }: Resolved): boolean =>
  identities.some((one) => one.name === name && one['for-backups'] === true)

/** Plants and far sites are attacked as well; what no console of the estate manages, no log tells of. */
function scopeFindings(estate: Estate, { sets, copies }: Resolved): readonly Finding[] {
  const bare = [...sets.values()].filter(({ name }) => copies.every(({ of }) => of !== name))
  const plants = (estate.platforms ?? []).some(({ kind }) => kind === 'ot')
  const tiers = [...copies.map(({ said }) => said.tier), ...[...sets.values()].map(({ tier }) => tier)]
  return [
    ...bare.map(({ name }) =>
      finding('out-of-scope', 'breaks', name, {
        evidence: [`no copy of the estate is of ${name}`],
        mend: `Name the copies of ${name}, or make some.`,
      }),
    ),
    ...(plants && !tiers.includes('ot')
      ? [
          finding('out-of-scope', 'weakens', 'the plant', {
            evidence: ['the estate names systems of a plant, and no copy of any of them'],
            mend: 'Name the copies of the plant’s projects, historians and stations with tier: ot.',
          }),
        ]
      : []),
    ...unwatched(
      estate,
      copies.map(({ name, managedBy }) => ({ name, managers: managedBy.value })),
    ),
  ]
}

function unwatched(
  estate: Estate,
  copies: readonly { readonly name: string; readonly managers: readonly string[] }[],
): readonly Finding[] {
  const consoles = new Set((estate.consoles ?? []).map(({ name }) => name))
  const blind = copies.filter(({ managers }) => managers.every((name) => !consoles.has(name))).map(({ name }) => name)
  return blind.length === 0
    ? []
    : [
        finding('out-of-scope', 'weakens', blind.slice(0, 20).join(', '), {
          evidence: ['no console of the estate manages it, so no log tells when its job stops or its retention is cut'],
          mend: 'Name the console that writes it under `consoles`, with its source.',
        }),
      ]
}
