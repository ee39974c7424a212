// Findings of single copies and of sets: locks, retention, keys, what they lie on, and whether anybody has restored them.
import { type CopyRow, credentialClasses, type Finding } from '../model/posture.ts'
import { floorDays } from './copy-relations.ts'
import { finding, tellKnown } from './finding-words.ts'
import { type Copy, isLocked, type Resolved } from './resolve.ts'
import { underOf } from './table.ts'

/** A retention of so few days is short for any copy. */
const shortDays = 7

export function copyFindings(resolved: Resolved, rows: readonly CopyRow[]): readonly Finding[] {
  const byName = new Map(rows.map((row) => [row.name, row]))
  const sets = Map.groupBy(resolved.copies, ({ of }) => of)
  return [
    ...resolved.copies.flatMap((copy) => [
      ...pathFindings(copy, resolved),
      ...keptFindings(copy),
      ...declaredFindings(copy),
      ...lastFindings(copy, byName.get(copy.name)),
      ...proofFindings(copy),
    ]),
    ...[...sets].flatMap(([name, copies]) => setFindings(name, copies)),
  ]
}

const weightOf = ({ said }: Copy): Finding['weight'] => (said['last-resort'] ? 'breaks' : 'weakens')

function pathFindings(copy: Copy, resolved: Resolved): readonly Finding[] {
  const { name, of, on, fill, mechanism, keysAt, managedBy } = copy
  const grounds = underOf(resolved.sets.get(of)?.['runs-on'] ?? [], resolved.platforms)
  const shared = underOf(on.value, resolved.platforms).filter((one) => grounds.includes(one))
  const inside = keysAt.value.filter((one) => [...on.value, ...managedBy.value].includes(one))
  const unsaid = keysAt.basis === 'assumed' && keysAt.value.length > 0
  const found: Finding[] = []
  if (shared.length > 0)
    found.push(
      finding('shared-platform', weightOf(copy), name, {
        evidence: [`${of} runs on ${shared.join(', ')}, and so does “${name}”`],
        mend: `Put “${name}” on hardware that nothing of ${of} runs on.`,
      }),
    )
  if (fill.value === 'push' && mechanism.value === 'none')
    found.push(
      finding('pushed', weightOf(copy), name, {
        evidence: [tellKnown(`${of} writes it`, fill), tellKnown('no lock is on it', mechanism)],
        mend: `Let a proxy fetch it, or lock what is written.`,
      }),
    )
  if ((inside.length > 0 && inside.length === keysAt.value.length) || unsaid)
    found.push(
      finding('keys-inside', weightOf(copy), name, {
        evidence: [
          tellKnown(inside.length > 0 ? `its keys lie at ${inside.join(', ')} alone` : 'where its keys lie', keysAt),
        ],
        mend: `Keep the keys of “${name}” a second time where nobody of ${[...on.value, ...managedBy.value].join(', ')} gets in: printed in a safe, or in another key store.`,
      }),
    )
  return found
}

function keptFindings(copy: Copy): readonly Finding[] {
  const { name, said, retentionDays, lockDays } = copy
  const floor = said['last-resort'] ? floorDays : shortDays + 1
  const shorter = lockDays && lockDays.value < retentionDays.value ? lockDays : retentionDays
  if (shorter.value >= floor) return []
  const what = shorter === lockDays ? 'its lock lasts' : 'points are kept'
  return [
    finding('short-retention', weightOf(copy), name, {
      evidence: [tellKnown(`${what} ${shorter.value} days`, shorter)],
      mend: `Keep and lock points of “${name}” for ${floorDays} days at least.`,
    }),
  ]
}

/** What records showed is weaker or other than what somebody wrote down. */
function declaredFindings(copy: Copy): readonly Finding[] {
  const { name, mechanism, retentionDays, lockDays } = copy
  const evidence = [
    ...(mechanism.declared === undefined ? [] : [tellKnown(`it is kept as ${mechanism.value}`, mechanism)]),
    ...(retentionDays.declared === undefined
      ? []
      : [tellKnown(`points are kept ${retentionDays.value} days`, retentionDays)]),
    ...(lockDays?.declared === undefined ? [] : [tellKnown(`its lock lasts ${lockDays.value} days`, lockDays)]),
  ]
  if (evidence.length === 0) return []
  return [
    finding('not-as-declared', weightOf(copy), name, { evidence, mend: 'Set it back, or write down what holds now.' }),
  ]
}

function lastFindings({ name, said }: Copy, row: CopyRow | undefined): readonly Finding[] {
  const alone = (row?.fewest ?? [])
    .flatMap((classes) => (classes.length === 1 ? classes : []))
    .filter((one) => one !== 'physical-access')
  if (!said['last-resort'] || alone.length === 0) return []
  return [
    finding('revocable', 'breaks', name, {
      evidence: alone.map((one) => `it falls to ${credentialClasses[one]} alone`),
      mend: 'Follow the way under “what falls” and take one step out of each.',
    }),
  ]
}

function proofFindings(copy: Copy): readonly Finding[] {
  const { name, tested, verifyDays } = copy
  const bad = tested !== undefined && tested.value !== 'success'
  if (!bad && (tested !== undefined || verifyDays !== undefined)) return []
  return [
    finding('no-proof', weightOf(copy), name, {
      evidence: [
        bad
          ? `the last restore test failed, ${tested.at.slice(0, 10)} in ${tested.source} ${tested.position}`
          : 'no restore of it was seen, and the estate plans none',
      ],
      mend: `Restore “${name}” on a schedule and look at what comes out; say how often with \`verify\`.`,
    }),
  ]
}

function setFindings(name: string, copies: readonly Copy[]): readonly Finding[] {
  const found: Finding[] = []
  if (copies.every(({ mechanism }) => !isLocked(mechanism.value) && mechanism.value !== 'offline'))
    found.push(
      finding('no-lock', 'breaks', name, {
        evidence: copies.slice(0, 5).map((copy) => tellKnown(`“${copy.name}” has no lock`, copy.mechanism)),
        mend: `Lock one copy of ${name} for ${floorDays} days, in a mode that nobody can take off, or keep one off line.`,
      }),
    )
  if (copies.every(({ said }) => said['last-resort'] !== true))
    found.push(
      finding('no-last-resort', 'weakens', name, {
        evidence: ['no copy has last-resort: true'],
        mend: `Say which copy of ${name} has to be there when all others are gone.`,
      }),
    )
  return found
}
