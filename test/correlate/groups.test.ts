// Groups, aliases, correlations over correlations, and correlations that cannot be used.
import { describe, expect, test } from 'vitest'
import { correlation, open, play, type Step } from './script.ts'

describe('group-by: "separate event occurrence scope"', () => {
  const by = (fields: string): string =>
    correlation(`type: event_count\nrules: [a]\ngroup-by: ${fields}\ntimespan: 10m\ncondition: {gte: 2}`)
  const is = (min: number, fields: object): Step => ({ min, is: 'a', ...fields })
  test.each([
    ['the same value', '[u]', [is(0, { u: 'x' }), is(1, { u: 'x' })], [{ u: 'x' }]],
    ['different values', '[u]', [is(0, { u: 'x' }), is(1, { u: 'y' })], []],
    ['several fields are linked by AND', '[u, d]', [is(0, { u: 'x', d: 1 }), is(1, { u: 'x', d: 2 })], []],
    [
      'several fields, the same pair',
      '[u, d]',
      [is(0, { u: 'x', d: 1 }), is(1, { u: 'x', d: '1' })],
      [{ u: 'x', d: 1 }],
    ],
    ['nested fields', '[a.u]', [is(0, { a: { u: 'x' } }), is(1, { 'a.u': 'x' })], [{ 'a.u': 'x' }]],
    ['an event without the field belongs to no group', '[u]', [is(0, {}), is(1, {})], []],
    ['nor one with null', '[u]', [is(0, { u: null }), is(1, { u: null })], []],
    ['a list belongs to the group of each member', '[u]', [is(0, { u: ['x', 'y'] }), is(1, { u: 'y' })], [{ u: 'y' }]],
    ['no group at all', '[]', [is(0, {}), is(1, {})], [{}]],
    ['a name of the prototype', '[__proto__]', [is(0, JSON.parse('{"__proto__":"x"}')), is(1, {})], []],
    ['values that look alike when joined', '[u, d]', [is(0, { u: 'a,b', d: 'c' }), is(1, { u: 'a', d: 'b,c' })], []],
  ])('%s', (_, fields, steps, groups) => {
    expect(play([by(fields)], steps).map(({ group }) => group)).toEqual(groups)
  })
})

describe('aliases: "field name aliases that are applied to correlated Sigma rules"', () => {
  const lines =
    'type: temporal\nrules: [a, b]\ngroup-by: [internal, remote]\ntimespan: 10s\naliases:\n  internal: {a: destination.ip, b: source.ip}\n  remote: {a: source.ip, b: destination.ip}'
  const is = (letter: string, source: string, destination: string): Step => ({
    min: 0,
    is: letter,
    source: { ip: source },
    destination: { ip: destination },
  })
  test('the same addresses in changed places', () => {
    const told = play([correlation(lines)], [is('a', '192.0.2.1', '192.0.2.2'), is('b', '192.0.2.2', '192.0.2.1')])
    expect(told).toMatchObject([{ events: [0, 1], group: { internal: '192.0.2.2', remote: '192.0.2.1' } }])
    expect(play([correlation(lines)], [is('a', '192.0.2.1', '192.0.2.2'), is('b', '192.0.2.1', '192.0.2.2')])).toEqual(
      [],
    )
  })
  test('by the rule’s id as well as by its name', () => {
    const mixed = lines.replace('rules: [a, b]', 'rules: [id-a, b]')
    expect(
      play([correlation(mixed)], [is('a', '192.0.2.1', '192.0.2.2'), is('b', '192.0.2.2', '192.0.2.1')]),
    ).toHaveLength(1)
  })
})

describe('correlations over correlations', () => {
  const many = (extra = ''): string =>
    correlation(
      `type: event_count\nrules: [a]\ngroup-by: [host]\ntimespan: 10m\ncondition: {gte: 3}${extra}`,
      'id: many\nname: many_failed',
    )
  const chain = (generate: string): string =>
    correlation(`type: temporal_ordered\nrules: [many_failed, b]\ngroup-by: [user]\ntimespan: 10m\n${generate}`)
  const failed = (min: number, user = 'u'): Step => ({ min, is: 'a', user, host: 'h' })
  const steps = [failed(0), failed(1), failed(2), { min: 4, is: 'b', user: 'u' }]

  test('"uses only its own group-by", and lists the events of all steps', () => {
    expect(play([chain(''), many()], steps)).toEqual([
      { rule: 'it', events: [0, 1, 2, 3], group: { user: 'u' }, min: 4 },
    ])
  })
  test('another user at the end', () => {
    expect(play([chain(''), many()], [...steps.slice(0, 3), { min: 4, is: 'b', user: 'v' }])).toEqual([])
  })
  test('success before the failures', () => {
    expect(play([chain(''), many()], [{ min: 0, is: 'b', user: 'u' }, failed(1), failed(2), failed(3)])).toEqual([])
  })
  test('the last failure counts, not only the one that completed the count', () => {
    const slow = [...Array.from({ length: 12 }, (_, min) => failed(min * 2)), { min: 31, is: 'b', user: 'u' }]
    expect(play([chain(''), many()], slow)).toHaveLength(1)
  })
  test('generate: true tells the inner one too', () => {
    expect(play([chain('generate: true'), many()], steps).map(({ rule }) => rule)).toEqual(['many', 'it'])
  })
  test('three levels', () => {
    const top = correlation('type: event_count\nrules: [it]\ntimespan: 1d\ncondition: {gte: 2}', 'id: top')
    const twice = [...steps, ...steps.map((step) => ({ ...step, min: step.min + 60 }))]
    expect(play([top, chain(''), many()], twice)).toMatchObject([{ rule: 'top', events: [0, 1, 2, 3, 4, 5, 6, 7] }])
  })
  test('over what did not happen', () => {
    const absent = correlation('type: temporal\nrules: [a, b]\ntimespan: 10m\ncondition: a and not b', 'id: absent')
    const top = correlation('type: event_count\nrules: [absent]\ntimespan: 1d\ncondition: {gte: 2}', 'id: top')
    const silent = [
      { min: 0, is: 'a' },
      { min: 60, is: 'a' },
      { min: 200, is: 'd' },
    ]
    expect(play([top, absent], silent)).toMatchObject([{ rule: 'top', events: [0, 1], min: 70 }])
  })
})

describe('a correlation that cannot be used is a problem of its own', () => {
  const good = correlation('type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 1}', 'id: good')
  const one = (lines: string): string => correlation(lines, 'id: bad')
  const base = 'type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 1}'
  test.each([
    [
      'no type',
      base.replace('event_count', 'event_cnt'),
      'correlation.type is "event_cnt"',
      'did you mean "event_count"?',
    ],
    ['no rules', base.replace('[a]', '[]'), 'correlation.rules names no rule'],
    [
      'a rule that is not there',
      base.replace('[a]', '[a, nowhere_at_all]'),
      'there is no usable rule "nowhere_at_all"',
    ],
    ['nearly a rule', base.replace('[a]', '[id-aa]'), 'there is no usable rule "id-aa"', 'did you mean "id-a"?'],
    ['itself', base.replace('[a]', '[bad]'), '"bad" leads back to this correlation'],
    ['no timespan', base.replace('1m', 'soon'), 'correlation.timespan is "soon"'],
    ['a timespan of nothing', base.replace('1m', '0m'), 'correlation.timespan is "0m"'],
    ['no condition', base.replace(/condition.*/, ''), 'correlation.condition is missing'],
    ['no bound', base.replace('{gte: 1}', '{}'), 'correlation.condition sets no bound'],
    ['an unknown bound', base.replace('gte', 'gtee'), 'correlation.condition has no "gtee"'],
    ['a bound that is no number', base.replace('gte: 1', 'gte: many'), 'correlation.condition gte is no number'],
    ['a count of values of nothing', base.replace('event_count', 'value_count'), 'needs a field'],
    [
      'a condition that names another rule',
      'type: temporal\nrules: [a]\ntimespan: 1m\ncondition: a and x',
      'there is no search "x"',
    ],
    [
      'only what must not happen',
      'type: temporal\nrules: [a]\ntimespan: 1m\ncondition: not a',
      'needs a rule that must match',
    ],
    [
      'an alias of another rule',
      `${base}\naliases: {x: {b: f}}`,
      'the alias "x" names "b", which is not among the rules',
    ],
    [
      'a misspelt key',
      `${base}\ngroup_by: [u]`,
      'correlation.group_by is not in the specification',
      'did you mean "group-by"?',
    ],
    [
      'more rules than can be told apart',
      `type: temporal\nrules: [${Array(32).fill('a').join(', ')}]\ntimespan: 1m`,
      'at most 31 rules',
    ],
    ['no map', '5', ''],
  ])('%s', (_, lines, words, hint = '') => {
    const { plans, problems } = open([one(lines), good])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ rule: 'bad', message: expect.stringContaining(words) })
    expect(problems[0]?.hint ?? '').toContain(hint)
    expect(plans.plans.map((plan) => plan.correlation.meta.id)).toEqual(['good'])
  })
  test('whoever names it cannot be used either', () => {
    const outer = correlation('type: event_count\nrules: [bad]\ntimespan: 1m\ncondition: {gte: 1}', 'id: outer')
    const { problems, plans } = open([outer, one(base.replace('[a]', '[nowhere_at_all]')), good])
    expect(problems.map(({ rule }) => rule).sort()).toEqual(['bad', 'outer'])
    expect(plans.plans).toHaveLength(1)
  })
  test('two that lead to each other', () => {
    const x = correlation('type: event_count\nrules: [y]\ntimespan: 1m\ncondition: {gte: 1}', 'id: x')
    const y = correlation('type: event_count\nrules: [x]\ntimespan: 1m\ncondition: {gte: 1}', 'id: y')
    const { problems, plans } = open([x, y, good])
    expect(problems.map(({ rule }) => rule).sort()).toEqual(['x', 'y'])
    expect(plans.plans).toHaveLength(1)
  })
})
