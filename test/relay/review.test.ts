import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/config/policy.ts'
import { pathOf } from '../../src/config/tell.ts'
import type { PagerTrait } from '../../src/relay/review/finding.ts'
import { reviewPolicy } from '../../src/relay/review/review.ts'

const pagers: readonly PagerTrait[] = [
  { name: 'pagerduty', provider: 'pagerduty', silent: false },
  { name: 'jsm', provider: 'jsm', silent: false },
  { name: 'sms', provider: 'twilio', silent: false },
  { name: 'voice', provider: 'twilio', silent: false },
  { name: 'teams', provider: 'teams', silent: true },
  { name: 'slack', provider: 'slack', silent: true },
]
const sound = `
people:
  ann: { channels: [pagerduty, sms] }
  ben: { channels: [pagerduty, jsm, voice] }
rotations:
  team: { members: [ann, ben], turn: 7d, since: 2026-01-05T08:00 }
escalations:
  urgent:
    steps:
      - { notify: [{ rotation: team }], wait: 5m }
      - { notify: [{ channels: [jsm] }, { channels: [slack] }], wait: 10m }
  calm:
    repeat: 1
    steps: [{ notify: [{ channels: [teams] }] }]
routes:
  - { name: now, match: { priority: [page-now] }, escalation: urgent }
  - { name: rest, escalation: calm }
floor: notify
domain-controller: { pagers: [pagerduty], escalation: urgent }
`
const now = Date.parse('2026-02-02T00:00:00Z')

function found(text: string): readonly string[] {
  const read = readPolicy(text, 'policy.yml', { pagers: pagers.map(({ name }) => name), floor: 'page-now' })
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'))
  return reviewPolicy(read.value.policy, pagers, now).map(
    ({ kind, path, message, hint }) => `${kind} | ${pathOf(path)} | ${message} | ${hint}`,
  )
}
const changed = (from: string, to: string): string => {
  if (!sound.includes(from)) throw new Error(`the policy has no ${from}`)
  return sound.replace(from, to)
}

describe('a review of a policy', () => {
  test('finds nothing in a sound one', () => expect(found(sound)).toEqual([]))

  test.each([
    [
      'a turn that begins later',
      changed('2026-01-05', '2026-02-05'),
      /^gap \| rotations\.team\.since \| nobody has a turn from 2026-02-02 00:00 UTC to 2026-02-05 08:00 UTC/,
    ],
    [
      'a step whose people begin later',
      changed('2026-01-05', '2026-02-05'),
      /^reaches-nobody \| escalations\.urgent\.steps\[0\] /,
    ],
    [
      'a rotation without members',
      changed('[ann, ben], turn', '[], turn'),
      /^gap \| rotations\.team\.members .*name members/,
    ],
    [
      'one channel',
      changed('[pagerduty, sms]', '[pagerduty]'),
      /^second-channel-missing \| people\.ann\.channels \| "ann" can be rung through pagerduty only/,
    ],
    [
      'one channel in the step',
      changed('{ channels: [jsm] }, ', ''),
      /^second-channel-missing \| escalations\.urgent\.steps\[1\]\.notify\[0\]\.channels/,
    ],
    [
      'one provider',
      changed('[pagerduty, sms]', '[sms, voice]')
        .replace('[pagerduty, jsm, voice]', '[voice, sms]')
        .replace('{ channels: [jsm] }, { channels: [slack] }', '{ channels: [sms, voice] }'),
      /^single-provider \| escalations\.urgent \| everything goes through twilio/,
    ],
    [
      'a late second channel',
      changed('[pagerduty, sms]', '[{ pager: pagerduty, accepted: 2m }, sms]'),
      /^second-channel-late \| people\.ann\.channels\[0\]\.accepted \| with pagerduty down, sms rings after 2 min/,
    ],
    [
      'a second channel a moment late',
      changed('[pagerduty, sms]', '[{ pager: pagerduty, accepted: 56s }, sms]'),
      /^second-channel-late/,
    ],
    [
      'the same channel twice',
      changed('[pagerduty, sms]', '[pagerduty, pagerduty]'),
      /^twice \| people\.ann\.channels\[1\]/,
    ],
    [
      'a chat that wakes nobody',
      changed('[{ rotation: team }], wait', '[{ channels: [teams, slack] }], wait'),
      /^nobody-woken \| escalations\.urgent\.steps\[0\] /,
    ],
    [
      'an end',
      changed('  urgent:\n', '  urgent:\n    repeat: 0\n'),
      /^ends-in-silence \| escalations\.urgent\.repeat \| after 1 round without an answer/,
    ],
    [
      'a long wait',
      changed('wait: 10m', 'wait: 16m'),
      /^long-wait \| escalations\.urgent\.steps\[1\]\.wait \| nobody else is told for 16 min/,
    ],
    [
      'no word of domain controllers',
      changed('domain-controller: { pagers: [pagerduty], escalation: urgent }', ''),
      /^domain-controller-missing/,
    ],
    [
      'a quieter escalation for what pages',
      changed('priority: [page-now] }, escalation: urgent', 'priority: [page-now] }, escalation: calm'),
      /^weaker-than-domain-controller \| routes\[0\]\.escalation \|.*pagerduty does not ring in its first step/,
    ],
    [
      'a route without priority that is quieter',
      changed('  - { name: now', '  - { name: a, match: { class: [chain] }, escalation: calm }\n  - { name: now'),
      /^weaker-than-domain-controller \| routes\[0\]\.escalation/,
    ],
    [
      'domain controllers that ring through another pager',
      changed('pagers: [pagerduty]', 'pagers: [pagerduty, jsm]'),
      /^weaker-than-domain-controller \| domain-controller\.pagers \| jsm does not ring in the first step/,
    ],
    [
      'a member whose turn rings less',
      changed('[pagerduty, sms]', '[sms, pagerduty]'),
      /^weaker-than-domain-controller \| domain-controller\.pagers/,
    ],
    [
      'a person of whom nobody speaks',
      changed('  ben:', '  cem: { channels: [sms] }\n  ben:'),
      /^unused \| people\.cem \| nothing leads here/,
    ],
    [
      'a rotation that nobody asks',
      changed('  team:', '  night: { members: [ann], turn: 1d, since: 2026-01-05T08:00 }\n  team:'),
      /^unused \| rotations\.night/,
    ],
    [
      'an escalation that no route takes',
      changed('  calm:', '  other: { steps: [{ notify: [{ person: ann }] }] }\n  calm:'),
      /^unused \| escalations\.other/,
    ],
    [
      'a pager that no page goes through',
      changed('{ channels: [jsm] }, { channels: [slack] }', '{ channels: [jsm, sms] }'),
      /^unused \| pagers\[5\] \| no page ever goes through slack/,
    ],
    [
      'a route behind one that takes all of it',
      changed(
        '  - { name: rest',
        '  - { name: a, match: { priority: [page-now], site: [x] }, escalation: urgent }\n  - { name: rest',
      ),
      /^unreachable \| routes\[1\] \| "now" takes all of it before/,
    ],
    [
      'a route below the floor',
      changed('  - { name: rest', '  - { name: a, match: { priority: [queue] }, escalation: calm }\n  - { name: rest'),
      /^unreachable \| routes\[1\]\.match\.priority \| nothing of priority queue .* the floor is notify/,
    ],
    [
      'a limit that an attack exceeds',
      `${sound}limits: { sms: [{ pages: 5, per: 1h }] }`,
      /^limit-too-low \| limits\.sms\[0\] \| 5 pages in 60 min/,
    ],
    ['quiet hours that never end', `${sound}quiet: [{ from: "00:00", to: "24:00" }]`, /^always-quiet \| quiet \|/],
    [
      'an acknowledgement of days',
      `${sound}acknowledgement-lasts: 25h`,
      /^acknowledgement-too-long \| acknowledgement-lasts \|/,
    ],
  ])('finds %s', (_, text, words) => {
    const findings = found(text)
    expect(findings.filter((one) => words.test(one))).toHaveLength(1)
  })

  test.each([
    ['a second channel after 55 seconds', changed('[pagerduty, sms]', '[{ pager: pagerduty, accepted: 55s }, sms]')],
    [
      'a chat beside what rings',
      changed('[{ rotation: team }], wait', '[{ rotation: team }, { channels: [teams] }], wait'),
    ],
    [
      'people with one channel where another provider rings at once',
      changed('[pagerduty, sms]', '[pagerduty]').replace(
        '[{ rotation: team }], wait',
        '[{ rotation: team }, { channels: [sms] }], wait',
      ),
    ],
    ['limits that one attack does not reach', `${sound}limits: { sms: [{ pages: 6, per: 1h }], teams: [] }`],
    [
      'an escalation that rings sooner than domain controllers',
      changed(
        '  calm:',
        '  sooner:\n    steps:\n      - { notify: [{ rotation: team }], wait: 1m }\n      - { notify: [{ channels: [jsm] }, { channels: [slack] }], wait: 1m }\n  calm:',
      ).replace('[page-now] }, escalation: urgent', '[page-now] }, escalation: sooner'),
    ],
  ])('lets %s be', (_, text) => expect(found(text)).toEqual([]))

  test('finds nothing in the example of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/paging.md'), 'utf8')
    const [, text = ''] = /<!-- example: policy -->\n```yaml\n([\s\S]*?)```/.exec(page) ?? []
    const traits = ['pagerduty', 'sms-first', 'sms-second', 'sms-lead', 'pushover', 'teams'].map((name) => ({
      name,
      provider: name.split('-')[0] ?? name,
      silent: name === 'teams',
    }))
    const read = readPolicy(text, 'policy.yml', { pagers: traits.map(({ name }) => name), floor: 'page-now' })
    expect(read.ok && reviewPolicy(read.value.policy, traits, now)).toEqual([])
  })
})
