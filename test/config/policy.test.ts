import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/config/policy.ts'
import { minute, second } from '../../src/lib/duration.ts'
import { usualTiers } from '../../src/model/policy.ts'

const ground = { pagers: ['pagerduty', 'sms', 'teams'], zone: 'Europe/Berlin', floor: 'page-now' } as const
const least = `
people:
  lead: { channels: [pagerduty, { pager: sms, accepted: 20s, answered: 2m }] }
  deputy: { title: deputy of the backup team, zone: America/New_York, channels: [sms] }
rotations:
  storage:
    members: [lead, deputy]
    turn: 1w
    since: 2026-01-05T08:00
    overrides:
      - { from: 2026-12-24T08:00, to: 2026-12-27T08:00, who: deputy }
escalations:
  urgent:
    steps:
      - { notify: [{ rotation: storage }, { channels: [teams] }], wait: 3m }
      - { notify: [{ person: deputy }] }
routes:
  - { escalation: urgent }
`
const read = (text: string) => readPolicy(text, 'policy.yml', ground)
const wrong = (text: string) => {
  const found = read(text)
  return found.ok ? [] : found.error.map(({ line, message, hint }) => [line, message, hint])
}

describe('a policy', () => {
  test('is read whole, with what it leaves out put in', () => {
    const found = read(least)
    expect(found.ok && found.value.policy).toEqual({
      file: 'policy.yml',
      zone: 'Europe/Berlin',
      people: {
        lead: {
          title: 'lead',
          channels: [
            { pager: 'pagerduty', accepted: 30 * second },
            { pager: 'sms', accepted: 20 * second, answered: 2 * minute },
          ],
        },
        deputy: {
          title: 'deputy of the backup team',
          zone: 'America/New_York',
          channels: [{ pager: 'sms', accepted: 30 * second }],
        },
      },
      rotations: {
        storage: {
          zone: 'Europe/Berlin',
          members: ['lead', 'deputy'],
          turn: { days: 7 },
          since: '2026-01-05T08:00',
          overrides: [{ from: '2026-12-24T08:00', to: '2026-12-27T08:00', who: 'deputy' }],
        },
      },
      escalations: {
        urgent: {
          repeat: 'always',
          steps: [
            {
              notify: [{ rotation: 'storage' }, { channels: [{ pager: 'teams', accepted: 30 * second }] }],
              wait: 3 * minute,
            },
            { notify: [{ person: 'deputy' }], wait: 5 * minute },
          ],
        },
      },
      routes: [{ name: 'route 1', match: {}, escalation: 'urgent' }],
      quiet: [],
      floor: 'page-now',
      acknowledgementLasts: 240 * minute,
      bundle: { within: 5 * minute, by: ['site', 'actor'], alone: 6 },
      limits: { pagerduty: usualTiers, sms: usualTiers, teams: usualTiers },
    })
  })

  test('names every mistake at once, with its line and what was probably meant', () => {
    const text = least
      .replace('[lead, deputy]', '[lead, deputi]')
      .replace('{ rotation: storage }', '{ rotation: storge }')
      .replace('[sms] }', '[smss] }')
      .replace('who: deputy', 'who: nobody')
    expect(wrong(text)).toEqual([
      [4, 'people.deputy.channels[0]: there is no pager "smss"', 'did you mean sms?'],
      [7, 'rotations.storage.members[1]: there is no person "deputi"', 'did you mean deputy?'],
      [11, 'rotations.storage.overrides[0].who: there is no person "nobody"', 'there are lead, deputy'],
      [15, 'escalations.urgent.steps[0].notify[0].rotation: there is no rotation "storge"', 'did you mean storage?'],
    ])
  })

  test.each([
    ['nothing', '', /^escalations: is missing/],
    ['a list', '- a', /must be a mapping/],
    ['no YAML', 'a: [', /no YAML/],
    ['a slip in a name', `${least}\nquiett: []`, /^quiett: there is no such setting.*did you mean quiet\?/],
    ['an unknown zone', `zone: Europe/Berlln\n${least}`, /^zone: must be an IANA time zone/],
    ['an odd turn', least.replace('1w', '0d'), /turn: must be a length of turns such as/],
    ['a day that no month has', least.replace('2026-01-05T08:00', '2026-02-31T08:00'), /since: must be a local date/],
    ['an override that ends first', least.replace('12-27', '12-24'), /overrides\[0\]\.to: is not after from/],
    ['a zone on one side', least.replace('27T08:00', '27T08:00Z'), /overrides\[0\]\.to: names a zone where/],
    [
      'an escalation that is not there',
      least.replace('{ escalation: urgent', '{ escalation: urgnt'),
      /did you mean urg/,
    ],
    ['a last route that leaves something out', `${least}`.replace('- { esc', '- { match: { site: [a] }, esc'), /last/],
    [
      'an unknown class',
      least.replace('- { esc', '- { match: { class: [admin-add] }, esc'),
      /did you mean admin-added/,
    ],
    ['a name twice', `${least}  - { name: a, escalation: urgent }\n  - { name: a, escalation: urgent }`, /there twice/],
    ['two targets in one', least.replace('{ person: deputy }', '{ person: deputy, rotation: storage }'), /notify\[0\]/],
    ['no target', least.replace('{ person: deputy }', '{}'), /notify\[0\]/],
    ['no channel', least.replace('channels: [sms] }\nr', 'channels: [] }\nr'), /channels: needs an entry/],
    ['an odd channel', least.replace('[teams]', '[{ pager: teams, accepted: soon }]'), /accepted: must be a duration/],
    ['a number for a channel', least.replace('[teams]', '[7]'), /channels\[0\]/],
    ['a negative repeat', least.replace('steps:', 'repeat: -1\n    steps:'), /repeat/],
    ['quiet page-now', `${least}quiet: [{ from: "22:00", to: "06:00", priority: [page-now] }]`, /one of notify, queue/],
    ['an odd hour', `${least}quiet: [{ from: "22:00", to: "24:30" }]`, /to: must be a time of day/],
    ['quiet hours without end', `${least}quiet: [{ from: "22:00", to: "22:00" }]`, /same time as from/],
    ['a limit of nobody', `${least}limits: { smms: [] }`, /limits.smms: there is no pager.*did you mean sms/],
    [
      'domain controllers of nobody',
      `${least}domain-controller: { pagers: [pd], escalation: x }`,
      /there is no pager "pd"/,
    ],
    ['a name from outside', least.replace('  lead: {', '  __proto__: {'), /people/],
    [
      'a bomb of aliases',
      `a: &a [1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c]`,
      /./,
    ],
  ])('with %s is refused', (_, text, words) => {
    const [first] = wrong(text)
    expect(first?.slice(1).join(' ')).toMatch(words)
  })

  test('may name any pager where there is no configuration to compare with', () => {
    expect(readPolicy(least, 'policy.yml', { pagers: undefined, floor: 'page-now' }).ok).toBe(true)
  })
})
