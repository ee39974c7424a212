import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AuditEntry, AuditHead } from '../../src/model/audit.ts'
import { auditActs } from '../../src/model/audit.ts'
import { beginning, digestOf, hashOf, seal } from '../../src/people/chain.ts'
import { auditVerifier } from '../../src/people/verify.ts'

/** A log of so many entries, as the stage seals them. */
function logOf(length: number): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  let head: AuditHead = beginning
  for (let step = 0; step < length; step += 1) {
    const entry = seal(
      {
        at: new Date(Date.UTC(2026, 2, 1, 0, step)).toISOString(),
        act: auditActs[step % (auditActs.length - 1)] ?? 'started',
        outcome: step % 3 === 0 ? 'refused' : 'done',
        ...(step % 3 === 0 ? { reason: 'wrong-password' } : {}),
        ...(step % 2 === 0 ? { detail: { count: step, list: ['a', step], nested: { yes: true } } } : {}),
        personal: {
          salt: `salt-${step}`,
          who: { kind: 'account', name: `user-${step % 4}`, role: 'analyst' },
          from: `203.0.113.${step % 250}`,
          ...(step % 5 === 0 ? { words: 'checked with the owner' } : {}),
        },
      },
      head,
    )
    entries.push(entry)
    head = { seq: entry.seq, hash: entry.hash }
  }
  return entries
}

const headOf = (entries: readonly AuditEntry[]): AuditHead => {
  const last = entries.at(-1)
  return last ? { seq: last.seq, hash: last.hash } : beginning
}

const faultsOf = (entries: readonly unknown[], kept?: string | AuditHead): readonly string[] => {
  const verifier = auditVerifier(kept)
  const found = entries.flatMap((entry) => verifier.take(JSON.parse(JSON.stringify(entry))))
  return [...found, ...verifier.end().findings].map(({ fault }) => fault)
}

const log = logOf(30)
const head = headOf(log)
const at = fc.integer({ min: 0, max: log.length - 1 })
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, other) => other !== index)

describe('the audit log', () => {
  test('is whole as it was written, from the first entry to the kept head', () => {
    expect(faultsOf(log, head)).toEqual([])
    expect(faultsOf(log, head.hash)).toEqual([])
    expect(faultsOf(log.slice(0, 7), headOf(log.slice(0, 7)))).toEqual([])
    expect(faultsOf([], beginning)).toEqual([])
  })

  test('goes on behind a head that was kept', () => {
    expect(faultsOf(log, headOf(log.slice(0, 12)))).toEqual([])
    expect(auditVerifier(head).end().head).toEqual(beginning)
  })

  test('has the same hash whatever order the fields have, and whoever computes it', () => {
    const [entry] = log
    if (!entry) throw new Error('no entry')
    const turned = Object.fromEntries(Object.entries(entry).reverse())
    expect(hashOf(turned)).toBe(entry.hash)
    // Fixed for ever: another reading of an old log would call it broken.
    expect(digestOf({ b: [1, 'ü', null], a: { d: true, c: '\ud800' } })).toBe(
      '53200412ac1e53b7bbceb295acf173c3105063129b4e439bdcc552cef0ea60c8',
    )
  })
})

describe('any single tampering is found', () => {
  test('a value that is changed, anywhere in an entry', () => {
    fc.assert(
      fc.property(
        at,
        fc.nat(),
        fc.anything({ withBigInt: false, withDate: false, maxDepth: 1 }),
        (index, place, value) => {
          const text = JSON.parse(JSON.stringify(log[index])) as Record<string, unknown>
          const leaves = leavesOf(text)
          const leaf = leaves[place % leaves.length] ?? (() => undefined)
          const before = JSON.stringify(text)
          leaf(JSON.parse(JSON.stringify(value ?? null)))
          fc.pre(JSON.stringify(text) !== before && JSON.stringify(text) !== JSON.stringify(log[index]))
          expect(faultsOf(log.with(index, text as unknown as AuditEntry), head)).not.toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a field that is taken out or put in', () => {
    fc.assert(
      fc.property(
        at,
        fc.nat(),
        fc.boolean(),
        fc.constantFrom('note', '__proto__', 'x', 'Seq'),
        (index, place, take, name) => {
          const entry = JSON.parse(JSON.stringify(log[index])) as Record<string, unknown>
          if (take) delete entry[Object.keys(entry)[place % Object.keys(entry).length] ?? '']
          else Object.defineProperty(entry, name, { value: 1, enumerable: true, configurable: true })
          expect(faultsOf(log.with(index, entry as unknown as AuditEntry), head)).not.toEqual([])
        },
      ),
    )
  })

  test('an entry that is dropped, at the beginning, in the middle and at the end', () => {
    for (const index of log.keys()) expect(faultsOf(without(log, index), head)).not.toEqual([])
    expect(faultsOf(log.slice(1), head)).toContain('missing')
    expect(faultsOf(log.slice(0, -1), head)).toEqual(['cut'])
    expect(faultsOf([], head)).toEqual(['cut'])
    expect(faultsOf(log.slice(0, -9), head.hash)).toEqual(['cut'])
  })

  test('two entries that changed places', () => {
    fc.assert(
      fc.property(at, at, (one, other) => {
        fc.pre(one !== other)
        const [first, second] = [log[one], log[other]]
        if (!first || !second) return
        expect(faultsOf(log.with(one, second).with(other, first), head)).not.toEqual([])
      }),
    )
  })

  test('an entry that is there twice, or that somebody made up', () => {
    fc.assert(
      fc.property(at, at, (from, to) => {
        const entry = log[from]
        if (entry) expect(faultsOf(log.toSpliced(to, 0, entry), head)).not.toEqual([])
      }),
    )
    const forged = seal(
      { at: '2026-03-01T00:00:00.000Z', act: 'user-add', outcome: 'done', personal: personal('eve') },
      headOf(log.slice(0, 10)),
    )
    expect(faultsOf(log.toSpliced(10, 0, forged), head)).not.toEqual([])
    expect(faultsOf(log.with(10, forged), head)).not.toEqual([])
  })

  test('a log that is written anew from some entry on is found by the kept head alone', () => {
    const first = log.slice(0, 5)
    let from = headOf(first)
    const forged: AuditEntry[] = [...first]
    for (let step = 5; step < 30; step += 1) {
      const entry = seal(
        { at: '2026-03-02T00:00:00.000Z', act: 'alert-close', outcome: 'done', personal: personal('eve') },
        from,
      )
      forged.push(entry)
      from = { seq: entry.seq, hash: entry.hash }
    }
    expect(faultsOf(forged)).toEqual([])
    expect(faultsOf(forged, head)).toEqual(['cut'])
    expect(faultsOf(forged, head.hash)).toEqual(['cut'])
  })

  test.each([[null], [5], ['entry'], [[]], [{}], [{ seq: '1', hash: 'x' }], [{ seq: 1e300, hash: 'x' }]])(
    '%j is no entry',
    (odd) => {
      expect(faultsOf([odd])).toContain('no-entry')
    },
  )
})

describe('what names a person can go without breaking the chain', () => {
  const bare = ({ personal: _, ...rest }: AuditEntry) => rest

  test('when a later entry says so', () => {
    const erased = seal(
      {
        at: '2026-03-09T00:00:00.000Z',
        act: 'personal-data-erased',
        outcome: 'done',
        detail: { entries: [3, 4] },
        personal: personal('admin'),
      },
      head,
    )
    const entries = log.map((entry) => (entry.seq === 3 || entry.seq === 4 ? bare(entry) : entry))
    expect(faultsOf([...entries, erased], headOf([erased]))).toEqual([])
  })

  test('and only then', () => {
    expect(
      faultsOf(
        log.map((entry) => (entry.seq === 3 ? bare(entry) : entry)),
        head,
      ),
    ).toEqual(['erased'])
  })
})

const personal = (name: string) => ({ salt: 's', who: { kind: 'account' as const, name } })

/** A setter for every value that stands in the tree. */
function leavesOf(tree: Record<string, unknown>): readonly ((value: unknown) => void)[] {
  return Object.entries(tree).flatMap(([name, value]) => [
    (next: unknown) => {
      tree[name] = next
    },
    ...(typeof value === 'object' && value !== null ? leavesOf(value as Record<string, unknown>) : []),
  ])
}
