// `lastcopy check`: each kind of mistake is found in its line, and our own detections have none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkFolder } from '../../src/content/check/folder.ts'
import { loadDetections } from '../../src/content/load.ts'
import { ownLibrary } from '../support/library.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good = `title: Retention cut
id: 5b2e4a52-1111-4f6c-9c3e-1d2f3a4b5c6d
description: Copies are kept for a shorter time.
tags: [attack.impact, attack.t1490]
logsource: {category: backup}
detection:
  shortened:
    event.action: retention-changed
    event.outcome: success
  condition: shortened
falsepositives: [A planned change]
lastcopy: {class: protection-weakened, priority: page-now, summary: '{backup.resource.name} cut'}
`
const cases = 'cases:\n  - name: none\n    steps: [{at: 0s, event: {}}]\n    nothing: true\n'
const runbook = '# Title\n\n1. One.\n2. Two.\n3. Three.\n'

const findings = async (text: string): Promise<readonly string[]> => {
  writeFileSync(join(folder, 'rule.yml'), text)
  return checkFolder(await loadDetections(folder)).map(
    ({ line, message, hint }) => `${line ?? '-'}: ${message}${hint ? ` (${hint})` : ''}`,
  )
}

beforeEach(() => {
  writeFileSync(join(folder, 'rule.test.yml'), cases)
  writeFileSync(join(folder, 'rule.md'), runbook)
})

test('our own detections have nothing to mend', async () => expect(checkFolder(await ownLibrary())).toEqual([]))

describe('a rule', () => {
  test('that is fine has nothing to mend', async () => expect(await findings(good)).toEqual([]))

  test.each([
    [
      'an unknown field',
      'event.outcome:',
      'event.outcom:',
      '9: no source sets the field event.outcom (did you mean "event.outcome"?)',
    ],
    [
      'a word that no event has',
      'retention-changed',
      'retention-chnged',
      '8: no event has "retention-chnged" in event.action (did you mean "retention-changed"?)',
    ],
    [
      'an unknown field in its line',
      '{backup.resource.name}',
      '{backup.resource.nam}',
      '12: no source sets the field backup.resource.nam (did you mean "backup.resource.name"?)',
    ],
    [
      'a log source of nobody',
      '{category: backup}',
      '{product: veem}',
      '5: no source has the log source product: veem (`lastcopy sources` lists them)',
    ],
    [
      'an old number of ATT&CK',
      't1490',
      't1562.008',
      '4: "attack.t1562.008" is the old number alone (add "attack.t1685.002" beside it)',
    ],
    [
      'a new number of ATT&CK',
      't1490',
      't1685.002',
      '4: "attack.t1685.002" is the new number alone (add "attack.t1562.008" beside it)',
    ],
    [
      'an old tactic',
      'attack.impact',
      'attack.defense-evasion',
      '4: the tactic has only its old name (add "attack.stealth" or "attack.defense-impairment" beside it)',
    ],
    [
      'a tactic that is none',
      'attack.impact',
      'attack.impct',
      '4: the tag "attack.impct" is no tactic and no technique of ATT&CK (did you mean "attack.impact"?)',
    ],
    ['no technique', ', attack.t1490', '', '1: there is no technique of ATT&CK among the tags'],
    [
      'no description',
      'description: Copies are kept for a shorter time.\n',
      '',
      '1: there is no description: what it means, and what it misses',
    ],
    [
      'no false positives',
      'falsepositives: [A planned change]\n',
      '',
      '1: there are no falsepositives: what looks alike and is none',
    ],
    ['an id that is none', /id: .*/, 'id: mine', '1: the id "mine" is no UUID'],
    [
      'two values for one field',
      'condition: shortened',
      'failed: {event.outcome: failure}\n  condition: shortened and failed',
      '9: no event has two values in event.outcome: "success" and "failure"',
    ],
    [
      'a condition against itself',
      'condition: shortened',
      'condition: shortened and not shortened',
      '10: the condition asks for "shortened" and for its opposite',
    ],
  ])('with %s', async (_, from, to, found) => expect(await findings(good.replace(from, to))).toEqual([found]))

  test('that is there twice', async () =>
    expect(await findings(`${good}---\n${good}`)).toEqual([
      '14: the title "Retention cut" is taken by rule.yml:6',
      expect.stringMatching(/^\d+: the id 5b2e.* is taken by rule.yml:6$/),
      expect.stringMatching(/^\d+: asks for the same as "Retention cut" \(rule.yml:6\)$/),
    ]))

  test('on trial stands in the queue, says so, and begins nothing', async () => {
    const staged = good.replace("cut'}", "cut', state: retention, staged: true}")
    writeFileSync(join(folder, 'rule.yml'), staged)
    const { metas, paging } = await loadDetections(folder)
    expect(metas[0]?.lastcopy).toEqual({
      class: 'protection-weakened',
      priority: 'queue',
      staged: true,
      summary: '{backup.resource.name} cut',
    })
    expect(paging).toEqual([])
  })

  test('may ask for one of several values in two places', async () =>
    expect(
      await findings(
        good.replace(
          'condition: shortened',
          'ended:\n    event.outcome: [success, unknown]\n  condition: shortened and ended',
        ),
      ),
    ).toEqual([]))
})

describe('what stands beside a rule', () => {
  test('are cases', async () => {
    rmSync(join(folder, 'rule.test.yml'))
    expect(await findings(good)).toEqual(['-: there are no cases beside it'])
  })
  test('that can be read', async () => {
    writeFileSync(join(folder, 'rule.test.yml'), 'cases: 7\n')
    expect(await findings(good)).toEqual(['-: /cases must be array'])
  })
  test('is a runbook that begins with three steps', async () => {
    writeFileSync(join(folder, 'rule.md'), '# Title\n\n1. One.\n')
    expect(await findings(good)).toEqual(['-: its runbook begins with 1 numbered steps: a page shows three'])
    rmSync(join(folder, 'rule.md'))
    expect(await findings(good)).toEqual(['-: there is no runbook beside it'])
  })
})
