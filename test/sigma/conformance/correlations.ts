// Correlations: types, groups, time frames, conditions, and correlations over correlations.
import type { Step } from '../../correlate/script.ts'
import type { Clause, StoryCase } from './clause.ts'

/** Events of rule `a` at these minutes. */
const a = (...minutes: readonly number[]): Step[] => minutes.map((min) => ({ min, is: 'a' }))
const is = (min: number, letter: unknown, fields: object = {}): Step => ({ min, is: letter, ...fields })
/** Each letter is the event of a minute; `.` is a minute in which nothing happens. */
const story = (letters: string): Step[] => [...letters].flatMap((one, min) => (one === '.' ? [] : [is(min, one)]))
const values = (...numbers: readonly unknown[]): Step[] => numbers.map((n, min) => is(min, 'a', { n }))
const count = (condition: string, more = ''): string =>
  `type: event_count\nrules: [a]\ntimespan: 10m\ncondition: {${condition}}${more}`
const by = (fields: string): string => count('gte: 2', `\ngroup-by: ${fields}`)
const of = (type: string, condition: string): string =>
  `type: ${type}\nrules: [a]\ntimespan: 10m\ncondition: {field: n, ${condition}}`
const all = (type: string, condition = ''): string =>
  `type: ${type}\nrules: [a, b, c]\ntimespan: 5m${condition && `\ncondition: ${condition}`}`
const spans = { s: ['90s', 1.5], m: ['10m', 10], h: ['2h', 120], d: ['3d', 4_320], w: ['1w', 10_080] } as const

export const correlations: readonly Clause<StoryCase>[] = [
  {
    of: 'correlations: Event Count',
    says: 'Counts events occurring in the given time frame',
    cases: [
      ['enough', count('gte: 3'), a(0, 1, 2), [[0, 1, 2]]],
      ['too few', count('gte: 3'), a(0, 1), []],
      ['two rules count together', count('gte: 2').replace('[a]', '[a, b]'), story('ab'), [[0, 1]]],
      ['an event of two rules is one', count('gte: 2').replace('[a]', '[a, b]'), [is(0, ['a', 'b'])], []],
    ],
  },
  {
    of: 'correlations: Condition',
    says: 'gt, gte, lt, lte, eq; a range by two of them',
    cases: [
      ['gt', count('gt: 2'), a(0, 1, 2), [[0, 1, 2]]],
      ['gt: equal is not enough', count('gt: 3'), a(0, 1, 2), []],
      ['eq: the whole frame', count('eq: 2'), a(0, 1, 2), []],
      ['eq', count('eq: 3'), a(0, 1, 2), [[0, 1, 2]]],
      ['neq', count('neq: 2'), a(0, 1, 2), [[0, 1, 2]]],
      ['lt', count('lt: 3'), a(0, 1), [[0, 1]]],
      ['lt: not yet, and then no more', count('lt: 3'), a(0, 1, 2), []],
      ['lte', count('lte: 2'), a(0, 1, 30), [[0, 1], [2]]],
      ['a range: inside', count('gt: 1, lte: 3'), a(0, 1, 2), [[0, 1, 2]]],
      ['a range: above', count('gt: 1, lte: 3'), a(0, 1, 2, 3), []],
      ['a range: below', count('gt: 1, lte: 3'), a(0), []],
      ['none', count('gte: 2').replace(/condition.*/, ''), [], 'condition is missing'],
      ['no bound', count(''), [], 'sets no bound'],
      ['no such bound', count('gtee: 2'), [], 'has no "gtee"'],
      ['no number', count('gte: many'), [], 'gte is no number'],
      ['no share', of('value_percentile', 'percentile: 190, gte: 2'), [], 'percentile is 190'],
      ['a group that is no list', count('gte: 1', '\ngroup-by: {u: 1}'), [], 'group-by is no list of field names'],
      ['aliases that are no maps', count('gte: 1', '\naliases: {u: v}'), [], 'aliases is no map of maps'],
    ],
  },
  {
    of: 'correlations: Time Selection',
    says: 'Number and letter; the frame slides',
    cases: [
      ['it slides', count('gte: 3'), a(0, 6, 12, 14), [[1, 2, 3]]],
      ['over more than the frame', count('gte: 3'), a(0, 6, 12), []],
      ['silent while it stays true', count('gte: 2'), a(0, 1, 2, 3), [[0, 1]]],
      [
        'again when it was false meanwhile',
        count('gte: 2'),
        a(0, 1, 60, 61),
        [
          [0, 1],
          [2, 3],
        ],
      ],
      ...Object.entries(spans).flatMap(([letter, [timespan, min]]): StoryCase[] => [
        [`${letter}: both ends belong to it`, count('gte: 2').replace('10m', timespan), a(0, min), [[0, 1]]],
        [`${letter}: and nothing behind it`, count('gte: 2').replace('10m', timespan), a(0, min + 0.01), []],
      ]),
      ['M is a twelfth of a year', count('gte: 2').replace('10m', '1M'), a(0, 30.4 * 1_440), [[0, 1]]],
      ['y', count('gte: 2').replace('10m', '2y'), a(0, 730 * 1_440), [[0, 1]]],
      ['no letter', count('gte: 2').replace('10m', '10'), [], 'timespan is "10"'],
      ['a letter in capitals', count('gte: 2').replace('10m', '1H'), [], 'timespan is "1H"'],
      ['nothing', count('gte: 2').replace('10m', '0m'), [], 'timespan is "0m"'],
      ['missing', count('gte: 2').replace('timespan: 10m\n', ''), [], 'timespan is missing'],
    ],
  },
  {
    of: 'correlations: Grouping',
    says: 'Fields which should be treated as separate event occurrence scope, linked by AND',
    cases: [
      ['the same value', by('[u]'), [is(0, 'a', { u: 'x' }), is(1, 'a', { u: 'x' })], [[0, 1]]],
      ['different values', by('[u]'), [is(0, 'a', { u: 'x' }), is(1, 'a', { u: 'y' })], []],
      ['two fields', by('[u, d]'), [is(0, 'a', { u: 'x', d: 1 }), is(1, 'a', { u: 'x', d: 2 })], []],
      ['one field without a list', by('u'), [is(0, 'a', { u: 'x' }), is(1, 'a', { u: 'x' })], [[0, 1]]],
      ['a nested field', by('[n.u]'), [is(0, 'a', { n: { u: 1 } }), is(1, 'a', { 'n.u': '1' })], [[0, 1]]],
      ['an event without the field is in no group', by('[u]'), a(0, 1), []],
      ['null is no group', by('[u]'), [is(0, 'a', { u: null }), is(1, 'a', { u: null })], []],
      [
        'a list is in the group of each member',
        by('[u]'),
        [is(0, 'a', { u: ['x', 'y'] }), is(1, 'a', { u: 'y' })],
        [[0, 1]],
      ],
      ['no group at all', count('gte: 2'), [is(0, 'a', { u: 1 }), is(1, 'a', { u: 2 })], [[0, 1]]],
    ],
  },
  {
    of: 'correlations: Value Count',
    says: 'The count of distinct values contained in the field',
    cases: [
      ['distinct', of('value_count', 'gte: 3'), values('x', 'y', 'z'), [[0, 1, 2]]],
      ['the same again', of('value_count', 'gte: 2'), values('x', 'x'), []],
      ['absent values do not count', of('value_count', 'gte: 2'), values('x', undefined, null), []],
      ['number and text are one', of('value_count', 'gte: 2'), values(1, '1'), []],
      [
        'two fields: the pairs',
        of('value_count', 'gte: 2').replace('field: n', 'field: [n, is]'),
        values(1, 2),
        [[0, 1]],
      ],
      ['without a field', count('gte: 2').replace('event', 'value'), [], 'needs a field'],
    ],
  },
  {
    of: [
      'correlations: Value Sum',
      'correlations: Value Average',
      'correlations: Value Percentile',
      'correlations: Value Median',
    ],
    says: 'Metrics of a numeric field',
    cases: [
      ['sum', of('value_sum', 'gt: 10'), values(5, 6), [[0, 1]]],
      ['sum: not enough', of('value_sum', 'gt: 11'), values(5, 6), []],
      ['sum of texts that are numbers', of('value_sum', 'gte: 11'), values('5', 6), [[0, 1]]],
      ['average', of('value_avg', 'gt: 5'), values(2, 4, 10), [[0, 1, 2]]],
      ['average of the whole frame', of('value_avg', 'gt: 500'), values(600, 100), []],
      ['median', of('value_median', 'eq: 4'), values(2, 4, 100), [[0, 1, 2]]],
      ['median between two', of('value_median', 'eq: 3'), values(2, 4), [[0, 1]]],
      ['percentile', of('value_percentile', 'percentile: 100, eq: 3'), values(3, 1, 2), [[0, 1, 2]]],
      [
        'the share of a value, in percent',
        of('value_percentile', 'lte: 25'),
        values('x', 'x', 'x', 'rare'),
        [[0, 1, 2, 3]],
      ],
      ['no share is so small', of('value_percentile', 'lte: 25'), values('x', 'x', 'y', 'y'), []],
      ['least, of the JSON schema', of('value_min', 'gte: 2'), values(3, 2), [[0, 1]]],
      ['least: not so much', of('value_min', 'gte: 2'), values(3, 1), []],
      ['most, of the JSON schema', of('value_max', 'gt: 2'), values(3, 1), [[0, 1]]],
      ['nothing to measure', of('value_avg', 'gte: 0'), values('none'), []],
    ],
  },
  {
    of: 'correlations: Temporal Proximity',
    says: 'All events defined by the rules must occur in the time frame; not restricted to boundaries',
    cases: [
      ['in order', all('temporal'), story('abc'), [[0, 1, 2]]],
      ['in arbitrary order', all('temporal'), story('cab'), [[0, 1, 2]]],
      ['one missing', all('temporal'), story('ab'), []],
      ['too long', all('temporal'), story('a..b..c'), []],
      ['not restricted to boundaries', all('temporal'), story('....ab...c'), [[0, 1, 2]]],
      ['one event may be all of them', all('temporal'), [is(0, ['a', 'b', 'c'])], [[0]]],
      ['a count of different rules', all('temporal', '{gte: 2}'), story('aac'), [[0, 1, 2]]],
    ],
  },
  {
    of: 'correlations: Ordered Temporal Proximity',
    says: 'Requires in addition that the events appear in the order provided',
    cases: [
      ['in order', all('temporal_ordered'), story('abc'), [[0, 1, 2]]],
      ['out of order', all('temporal_ordered'), story('bac'), []],
      ['others between', all('temporal_ordered'), story('acbac'), [[0, 1, 2, 3, 4]]],
      ['a later first step', all('temporal_ordered'), story('a...ab..c'), [[1, 2, 3]]],
      ['one event is one step', all('temporal_ordered'), [is(0, 'a'), is(1, ['b', 'c'])], []],
    ],
  },
  {
    of: 'correlations: Extended Condition',
    says: '2.2: which of the rules must match, and which must not',
    cases: [
      ['and', all('temporal', 'a and b'), story('ab'), [[0, 1]]],
      ['or', all('temporal', 'a and (b or c)'), story('ac'), [[0, 1]]],
      ['in capitals', all('temporal', 'a AND b AND c'), story('abc'), [[0, 1, 2]]],
      ['not: it happened', all('temporal', 'a and not b'), story('a..b......d'), []],
      ['not: it did not', all('temporal', 'a and not b'), story('a.........d'), [[0]]],
      ['not: too late', all('temporal', 'a and not b'), story('a.....b...d'), [[0]]],
      ['not: the frame is still open', all('temporal', 'a and not b'), story('a...d'), []],
      ['nothing but not', all('temporal', 'not a'), [], 'needs a rule that must match'],
      ['no such rule', all('temporal', 'a and x'), [], 'there is no search "x"'],
    ],
  },
  {
    of: 'correlations: Related rules',
    says: 'By the id or the name of a rule or a correlation',
    cases: [
      ['by id', count('gte: 1').replace('[a]', '[id-a]'), a(0), [[0]]],
      ['by name', count('gte: 1'), a(0), [[0]]],
      ['no such rule', count('gte: 1').replace('[a]', '[id-aa]'), [], 'there is no usable rule "id-aa"'],
      ['itself', count('gte: 1').replace('[a]', '[it]'), [], 'leads back to this correlation'],
      ['none', count('gte: 1').replace('[a]', '[]'), [], 'names no rule'],
      ['no such type', count('gte: 1').replace('event_count', 'event_cnt'), [], 'type is "event_cnt"'],
    ],
  },
]
