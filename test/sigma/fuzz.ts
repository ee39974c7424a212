// Rules, events and stories that were damaged at random: whatever comes of it, nothing throws, and both ways agree.
import { newCorrelator } from '../../src/correlate/correlator.ts'
import { planCorrelations } from '../../src/correlate/plan.ts'
import { compileRules } from '../../src/sigma/compile.ts'
import { explain } from '../../src/sigma/explain.ts'
import { glanceOf } from '../../src/sigma/glance.ts'
import { parseRules } from '../../src/sigma/parse.ts'

type Roll = () => number
const upTo = (roll: Roll, below: number): number => Math.floor(roll() * below)
const pick = <T>(roll: Roll, of: readonly T[]): T => of[upTo(roll, of.length)] as T

const seeds = [
  "title: a\nid: r1\nlogsource:\n  product: windows\ndetection:\n  selection:\n    Image|endswith: '\\cmd.exe'\n    f|contains|all:\n      - 'a'\n      - b*c\n  filter_x:\n    - g: null\n    - n.f|re|i: '^a(b|c)+$'\n  keywords:\n    - word\n    - 4624\n  condition: selection and not 1 of filter_* or keywords\nlevel: high\n",
  'title: b\nid: r2\nname: two\nlogsource: {category: c}\ndetection:\n  s:\n    ip|cidr: 10.0.0.0/8\n    t|hour|gte: 9\n    x|exists: true\n    y|fieldref: z\n    w|base64offset|contains: foo\n    v|windash: -x\n    u|gt: 5\n  condition: all of them\n',
  'title: f\nid: f1\nlogsource:\n  product: windows\nfilter:\n  rules: any\n  selection:\n    User|startswith: adm\n  condition: not selection\n',
  'title: c\nid: c1\ncorrelation:\n  type: temporal_ordered\n  rules: [r1, two]\n  group-by: [u]\n  timespan: 10m\n  aliases:\n    u: {two: user}\n  condition: r1 and not two\n',
  'title: d\nid: c2\ncorrelation:\n  type: value_sum\n  rules: [r1]\n  group-by: [Image]\n  timespan: 1h\n  condition:\n    field: f\n    gte: 3\n    lt: 1000\n',
]
const splices = [
  ...[
    '---\n',
    '\n',
    ' ',
    '  ',
    '\t',
    ':',
    '- ',
    '|',
    '>',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '? ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
  ],
  ...[
    '\\',
    '%',
    '%x%',
    '|all',
    '|re',
    '|cidr',
    '|contains',
    '|expand',
    '*',
    '?',
    '\0',
    '\ufeff',
    '\u2028',
    '\ud800',
    '😀',
  ],
  ...[
    'null',
    '~',
    'true',
    '1e999',
    '.nan',
    '0x10',
    '-0',
    '99999999999999999999',
    '(((',
    ')))',
    ' not ',
    ' and ',
    ' of ',
    '1 of *',
  ],
  ...[
    'action: global\n',
    'action: repeat\n',
    '__proto__',
    'constructor',
    'x: '.repeat(40),
    'a'.repeat(3_000),
    '(a+)+$',
    '{1,1000}',
  ],
]

function damaged(text: string, roll: Roll): string {
  let damage = text
  for (let times = 1 + upTo(roll, 4); times > 0; times -= 1) {
    const from = upTo(roll, damage.length + 1)
    const to = Math.min(damage.length, from + upTo(roll, pick(roll, [1, 1, 4, 30])))
    const other = damage.slice(upTo(roll, damage.length), upTo(roll, damage.length))
    const put = pick(roll, [
      '',
      pick(roll, splices),
      pick(roll, splices),
      other,
      String.fromCharCode(upTo(roll, 0x300)),
    ])
    damage = damage.slice(0, from) + put + damage.slice(to)
  }
  return damage
}

const scalars = [
  'a',
  'A',
  'abc',
  'b1c',
  '',
  'word',
  'C:\\cmd.exe',
  '-x',
  '/x',
  '10.1.2.3',
  '2026-03-02T09:00:00Z',
  0,
  1,
  7,
  4624,
  true,
  null,
]
const names = [
  'Image',
  'f',
  'g',
  'n',
  'n.f',
  'ip',
  't',
  'x',
  'y',
  'z',
  'w',
  'v',
  'u',
  'User',
  'user',
  '__proto__',
  'constructor',
  '',
]

function anyValue(roll: Roll, depth: number): unknown {
  const kind = depth > 4 ? 0 : upTo(roll, 10)
  if (kind < 7) return pick(roll, scalars)
  if (kind < 8) return Array.from({ length: upTo(roll, 4) }, () => anyValue(roll, depth + 1))
  return anyEvent(roll, depth + 1)
}

function anyEvent(roll: Roll, depth = 0): Record<string, unknown> {
  const event: Record<string, unknown> = Object.create(null)
  for (let count = upTo(roll, 8); count > 0; count -= 1) event[pick(roll, names)] = anyValue(roll, depth)
  return JSON.parse(JSON.stringify(event)) as Record<string, unknown>
}

/**
 * Parses damaged rules, matches random events by the index, in full and at a glance, explains them, and correlates.
 * @returns the file, where the ways disagree or something throws; undefined where all is well
 */
export function fuzz(roll: Roll): { readonly text: string; readonly why: string } | undefined {
  const text = seeds.map((seed) => (roll() < 0.6 ? damaged(seed, roll) : seed)).join('---\n')
  try {
    const parsed = parseRules(text, 'fuzz.yml')
    const options = { raw: true, placeholders: { x: ['a', 'b*'] } }
    const matcher = compileRules(parsed, options)
    const glance = glanceOf(matcher)
    const usable = new Set(matcher.rules.map(({ meta }) => meta))
    const plans = planCorrelations(
      parsed.correlations,
      parsed.rules.filter(({ meta }) => usable.has(meta)),
    )
    const correlator = newCorrelator<number>(plans, { ceiling: 20 })
    for (let id = 0; id < 12; id += 1) {
      const event = anyEvent(roll)
      const matches = matcher.match(event, [])
      const ids = (all: typeof matches): string => all.map(({ rule }) => rule.id).join()
      if (ids(matches) !== ids(matcher.scan(event, [])))
        return { text, why: `the index differs on ${JSON.stringify(event)}` }
      if (matches.length > 0 && glance?.(Buffer.from(JSON.stringify(event))) === false)
        return { text, why: `the glance holds back ${JSON.stringify(event)}` }
      for (const rule of matcher.rules)
        if (
          (explain(rule, event, matcher.fields).verdict === 'matched') !==
          matches.some((match) => match.rule === rule.meta)
        )
          return { text, why: `the explanation of ${rule.meta.id} differs on ${JSON.stringify(event)}` }
      const at = upTo(roll, 100) * 60_000
      const read = (field: string) => [event[field] ?? 0].flat().filter((one) => typeof one !== 'object') as string[]
      for (const { rule } of matches) correlator.match(rule, { id, at, read })
      if (roll() < 0.3) correlator.advance(at - 1_200_000)
    }
    correlator.finish()
    return undefined
  } catch (cause) {
    return { text, why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}
