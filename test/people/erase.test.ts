// Erasure from the audit log: what is personal goes, the chain holds, and nobody can have anything else replaced.
import { expect, test } from 'vitest'
import type { AuditDraft, AuditEntry, AuditHead } from '../../src/model/audit.ts'
import { beginning, seal } from '../../src/people/chain.ts'
import { bareOf, erase, inOrder } from '../../src/people/erase.ts'
import { shelfOver } from '../../src/people/shelf.ts'
import { auditVerifier } from '../../src/people/verify.ts'

const draft = (name: string): AuditDraft => ({
  at: '2026-03-01T00:00:00.000Z',
  act: 'sign-in',
  outcome: 'done',
  personal: { salt: 's', who: { kind: 'account', name } },
})

function sealed(drafts: readonly AuditDraft[]): readonly AuditEntry[] {
  let head: AuditHead = beginning
  return drafts.map((one) => {
    const entry = seal(one, head)
    head = { seq: entry.seq, hash: entry.hash }
    return entry
  })
}

const first = sealed(['maria', 'jonas', 'maria'].map(draft))
const erasure: AuditDraft = { ...draft('admin'), act: 'personal-data-erased', detail: { entries: [1, 3] } }
const log = sealed([...['maria', 'jonas', 'maria'].map(draft), erasure, draft('jonas')])
const bare = [first[0], first[2]].flatMap((entry) => (entry ? [bareOf(entry)] : []))

const shelf = () => {
  const made = shelfOver({ get: () => undefined, scan: () => [] })
  made.put('chain', '', { seq: 3, hash: first[2]?.hash ?? '' })
  return made
}

test('says which entries lost what is personal', () => {
  expect(erase(shelf(), { act: 'personal-data-erased', bare, detail: { alerts: 2 } })).toEqual({
    detail: { alerts: 2, entries: [1, 3] },
  })
})

test.each<[string, object]>([
  ['has its personal part still', first[0] ?? {}],
  ['says something else than it did', { ...bare[0], act: 'sign-out' }],
  ['is not there yet', bareOf(log[4] ?? ({} as AuditEntry))],
])('refuses an entry that %s', (_, entry) => {
  const asked = { act: 'personal-data-erased', bare: [entry as (typeof bare)[number]], detail: {} } as const
  expect(erase(shelf(), asked)).toEqual({ refused: 'no-entry' })
})

const [one, two, three, four, five] = log
test.each<[string, readonly (object | undefined)[]]>([
  ['in their places', [bare[0], two, bare[1], four, five]],
  ['behind those that they take the place of', [one, two, three, bare[0], bare[1], four, five]],
  ['behind others, once a topic was compacted', [two, bare[0], bare[1], four, five]],
  ['last, because nobody has done anything since', [one, two, three, four, bare[0], bare[1]]],
])('the log reads in order, and is whole, where bare entries lie %s', async (_, lying) => {
  const verifier = auditVerifier()
  const found: unknown[] = []
  for await (const text of inOrder(async function* () {
    for (const entry of lying) yield JSON.stringify(entry)
  }))
    found.push(JSON.parse(text))
  const findings = [...found.flatMap((entry) => verifier.take(entry)), ...verifier.end().findings]
  expect(findings).toEqual([])
  expect(found).toHaveLength(new Set(lying.map((entry) => (entry as AuditEntry).seq)).size)
  expect(JSON.stringify(found)).not.toContain('maria')
})
