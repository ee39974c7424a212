// Laws that hold for any estate: more in a hand never saves a copy, a way less never fells one, and each way can be gone.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Estate, EstateCopy, Mechanism } from '../../src/model/estate.ts'
import type { Relation } from '../../src/model/posture.ts'
import { credentialsOf } from '../../src/posture/hands.ts'
import { costTo, graphOf, isReached, reach, reachWithout } from '../../src/posture/reach.ts'
import { relationsOf } from '../../src/posture/relations.ts'
import { resolveEstate } from '../../src/posture/resolve.ts'
import { survive } from '../../src/posture/survive.ts'

const names = ['a', 'b', 'c', 'd', 'e']
const some = (of: readonly string[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: 2 })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const span = fc.constantFrom('1d', '7d', '14d', '30d', '90d')
const directories = ['corp', 'apart']
const mechanisms: readonly Mechanism[] = [
  'object-lock-compliance',
  'object-lock-governance',
  'hardened-repository',
  'snapshot-lock',
  'vault-lock',
  'worm-tape',
  'offline',
  'none',
]

const footing = {
  identity: maybe(some(directories)),
  mfa: maybe(fc.constantFrom('none', 'directory', 'own')),
  'four-eyes': maybe(fc.constantFrom(...directories)),
  'runs-on': maybe(some(names)),
  holds: maybe(some([...names, ...directories])),
  'administered-from': maybe(some(names)),
  exposed: maybe(fc.uniqueArray(fc.constantFrom('management', 'smb', 'nfs', 'ssh'), { maxLength: 2 })),
  place: maybe(fc.constantFrom('hall 1', 'hall 2')),
  undo: maybe(span),
  support: maybe(fc.constantFrom('open', 'closed')),
}
const kinds = ['hypervisor', 'array', 'host', 'cloud-account', 'keys', 'library', 'workstation', 'ot'] as const

const clean = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const estates: fc.Arbitrary<Estate> = fc.record({
  identities: maybe(fc.constant(directories.map((name) => ({ name, 'for-backups': name === 'apart' })))),
  consoles: fc
    .record({ source: fc.constant('veeam.vbr'), ...footing })
    .map((one) => [clean({ name: 'console', ...one })]),
  platforms: fc.tuple(
    ...names.map((name) =>
      fc.record({ kind: fc.constantFrom(...kinds), ...footing }).map((one) => clean({ name, ...one })),
    ),
  ),
  sets: fc.constant([{ name: 'S', 'runs-on': ['a'] }]),
  copies: fc
    .array(
      fc.record({
        of: fc.constantFrom('S', 'T'),
        where: fc.constant(['w']),
        mechanism: maybe(fc.constantFrom(...mechanisms)),
        on: maybe(some(names)),
        'managed-by': maybe(fc.constant(['console'])),
        'keys-at': maybe(some(names)),
        'revocable-by': maybe(some([...names, 'corp', 'vendor-support'])),
        retention: maybe(span),
        lock: maybe(span),
        verify: maybe(span),
        fill: maybe(fc.constantFrom('pull', 'push')),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((copies) => copies.map((copy, at) => clean({ name: `copy ${at}`, ...copy }) as EstateCopy)),
}) as fc.Arbitrary<Estate>

const limit = 30 * 24
const nodesOf = (relations: readonly Relation[]) => [...new Set(relations.map(({ gives }) => gives))]

/** The slow twin: goes over all relations until nothing changes. */
function slowly(relations: readonly Relation[], held: readonly string[]): ReadonlyMap<string, number> {
  const hours = new Map(held.map((node) => [node, 0]))
  for (let changed = true; changed; ) {
    changed = false
    for (const relation of relations) {
      const needs = relation.needs.map((need) => hours.get(need) ?? Number.POSITIVE_INFINITY)
      const at = Math.max(0, ...needs) + relation.hours
      if (at < limit && at < (hours.get(relation.gives) ?? Number.POSITIVE_INFINITY)) {
        hours.set(relation.gives, at)
        changed = true
      }
    }
  }
  return hours
}

const built = (estate: Estate) => {
  const resolved = resolveEstate(estate, [])
  const relations = relationsOf(resolved)
  return { relations, graph: graphOf(relations), credentials: credentialsOf(resolved) }
}
const runs = { numRuns: 150 }

describe('for any estate', () => {
  test('more in a hand never saves a copy, and never makes it fall later', () =>
    fc.assert(
      fc.property(estates, fc.array(fc.nat(40), { maxLength: 3 }), fc.nat(40), (estate, picks, more) => {
        const { relations, graph, credentials } = built(estate)
        const pick = (at: number) => credentials[at % credentials.length]?.node ?? ''
        const less = reach(graph, picks.map(pick), limit)
        const all = reach(graph, [...picks, more].map(pick), limit)
        for (const node of nodesOf(relations)) {
          const [before, after] = [costTo(graph, less, node), costTo(graph, all, node)]
          if (before) expect(after && after.hours <= before.hours).toBe(true)
        }
      }),
      runs,
    ))

  test('a way less never fells a copy, and what is looked at again is what a pass over everything finds', () =>
    fc.assert(
      fc.property(estates, fc.nat(40), fc.nat(500), (estate, pick, out) => {
        const { relations, graph, credentials } = built(estate)
        const held = [credentials[pick % credentials.length]?.node ?? '']
        const whole = reach(graph, held, limit)
        const [gone, left] = [out % relations.length, relations.filter((_, index) => index !== out % relations.length)]
        const less = reachWithout(graph, whole, new Set([gone]))
        const anew = graphOf(left)
        const twin = reach(anew, held, limit)
        for (const node of nodesOf(relations)) {
          if (isReached(graph, less, node)) expect(isReached(graph, whole, node)).toBe(true)
          expect(costTo(graph, less, node)).toEqual(costTo(anew, twin, node))
        }
      }),
      runs,
    ))

  test('the cheapest way is what going over everything again and again finds', () =>
    fc.assert(
      fc.property(estates, fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }), (estate, picks) => {
        const { relations, graph, credentials } = built(estate)
        const held = picks.map((at) => credentials[at % credentials.length]?.node ?? '')
        const [fast, slow] = [reach(graph, held, limit), slowly(relations, held)]
        for (const node of nodesOf(relations)) expect(costTo(graph, fast, node)?.hours).toBe(slow.get(node))
      }),
      runs,
    ))

  test('each way begins with what is held, and every step with what was had before', () =>
    fc.assert(
      fc.property(estates, (estate) => {
        const { credentials, hands } = survive(estate, [])
        for (const { kind, falls, holds, classes } of hands) {
          const held = credentials.filter((one) => classes.includes(one.class) && holds.includes(one.of))
          for (const { path, copy } of falls) {
            if (kind !== 'one') continue
            const had = new Set(held.map(({ node }) => node))
            for (const { from, to } of path) {
              expect(from.filter((need) => !had.has(need))).toEqual([])
              had.add(to)
            }
            expect(had.has(`copy:${copy}`)).toBe(true)
          }
        }
      }),
      { numRuns: 50 },
    ))

  test('what the best change saves falls before it and not after', () =>
    fc.assert(
      fc.property(estates, (estate) => {
        const { best, hands } = survive(estate, [])
        const falls = hands.filter(({ kind }) => kind !== 'pair').flatMap((hand) => hand.falls)
        for (const { saves, copies } of best) {
          expect(saves).toBeLessThanOrEqual(falls.length)
          expect(copies.filter((name) => falls.every(({ copy }) => copy !== name))).toEqual([])
        }
      }),
      { numRuns: 30 },
    ))
})
