// Why an alert fired: each rule by its title, with what decided, or with why nothing can be shown.
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { reasonsOf, whyPart } from '../../src/web/alert/why.ts'
import type { RuleExplanation } from '../../src/web/deps.ts'

const alert = {
  rule: { id: 'chain', title: 'Retention cut, then deletion' },
  rules: ['single', 'gone'],
  evidence: [{ '@timestamp': '2026-05-01T10:00:00Z', event: { code: 'DeleteBackup' } }],
} as unknown as Alert
const matched = { verdict: 'matched', title: 'A backup deleted', because: [] } as unknown as RuleExplanation
const titles: Readonly<Record<string, string>> = { chain: 'Cut and deleted', single: 'A backup deleted' }
const reasons = reasonsOf(alert, {
  explain: (rule) => (rule === 'single' ? matched : undefined),
  titleOf: (rule) => titles[rule],
})
const shown = String(whyPart({ reasons, alert })?.html).replace(/<[^>]+>/g, '|')

describe('why it fired', () => {
  test('a correlation stands by the title it has now', () =>
    expect(shown).toMatch(/Cut and deleted\|+ \|Joins several records: they stand in the timeline\./))
  test('a rule that says yes stands with the record', () => expect(shown).toMatch(/A backup deleted.*DeleteBackup/))
  test('a rule that is gone says so', () => expect(shown).toMatch(/gone\|+ \|Not in use any more\./))
})
