// Correlation types, one by one. Source: Sigma correlation rules specification 2.x.
import { describe, expect, test } from 'vitest'
import { correlation, eventsOf, play, type Step } from './script.ts'

const a = (...minutes: readonly number[]): Step[] => minutes.map((min) => ({ min, is: 'a' }))
const fires = (lines: string, steps: readonly Step[]): readonly (readonly number[])[] =>
  eventsOf(play([correlation(lines)], steps))

describe('event_count: "counts events occurring in the given time frame"', () => {
  const count = (condition: string): string => `type: event_count\nrules: [a]\ntimespan: 10m\ncondition: {${condition}}`
  test.each([
    ['gte: reached', 'gte: 3', a(0, 1, 2), [[0, 1, 2]]],
    ['gte: not reached', 'gte: 3', a(0, 1), []],
    ['gte: over more than the time frame', 'gte: 3', a(0, 6, 12), []],
    ['gte: the frame slides', 'gte: 3', a(0, 6, 12, 14), [[1, 2, 3]]],
    ['gte: both ends belong to the frame', 'gte: 2', a(0, 10), [[0, 1]]],
    ['gte: silent while it stays true', 'gte: 2', a(0, 1, 2, 3), [[0, 1]]],
    [
      'gte: again when it was false meanwhile',
      'gte: 2',
      a(0, 1, 60, 61),
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['gte: 1 of each episode', 'gte: 1', a(0, 5, 60), [[0], [2]]],
    ['gt', 'gt: 2', a(0, 1, 2), [[0, 1, 2]]],
    ['gt: equal is not enough', 'gt: 3', a(0, 1, 2), []],
    ['eq: waits, and counts the whole frame', 'eq: 2', a(0, 1, 2), []],
    ['eq', 'eq: 3', a(0, 1, 2), [[0, 1, 2]]],
    ['neq', 'neq: 2', a(0, 1, 2), [[0, 1, 2]]],
    ['lt: waits', 'lt: 3', a(0, 1, 2), []],
    ['lt: fewer', 'lt: 3', a(0, 1), [[0, 1]]],
    ['lte', 'lte: 2', a(0, 1, 30), [[0, 1], [2]]],
    ['a range: inside', 'gt: 1, lte: 3', a(0, 1, 2), [[0, 1, 2]]],
    ['a range: above', 'gt: 1, lte: 3', a(0, 1, 2, 3), []],
    ['a range: below', 'gt: 1, lte: 3', a(0), []],
  ] as const)('%s', (_, condition, steps, expected) => {
    expect(fires(count(condition), steps)).toEqual(expected)
  })
  test('several rules count together, and an event that meets two of them counts once', () => {
    const lines = 'type: event_count\nrules: [a, b]\ntimespan: 10m\ncondition: {gte: 2}'
    expect(
      fires(lines, [
        { min: 0, is: 'a' },
        { min: 1, is: 'b' },
      ]),
    ).toEqual([[0, 1]])
    expect(fires(lines, [{ min: 0, is: ['a', 'b'] }])).toEqual([])
  })
  test.each([
    ['s', '30s', 0.5],
    ['m', '10m', 10],
    ['h', '2h', 120],
    ['d', '3d', 3 * 1_440],
    ['w', '1w', 7 * 1_440],
    ['180 days', '180d', 180 * 1_440],
  ])('a timespan in %s', (_, timespan, minutes) => {
    const lines = `type: event_count\nrules: [a]\ntimespan: ${timespan}\ncondition: {gte: 2}`
    expect(fires(lines, a(0, minutes))).toHaveLength(1)
    expect(fires(lines, a(0, minutes + 0.01))).toHaveLength(0)
  })
})

describe('value_count: "the count of distinct values contained in the field"', () => {
  const lines = 'type: value_count\nrules: [a]\ngroup-by: [host]\ntimespan: 10m\ncondition: {field: user, gte: 3}'
  const login = (min: number, user: unknown, host = 'h'): Step => ({ min, is: 'a', user, host })
  test.each([
    ['distinct', [login(0, 'x'), login(1, 'y'), login(2, 'z')], 1],
    ['the same again', [login(0, 'x'), login(1, 'x'), login(2, 'x')], 0],
    ['another host', [login(0, 'x'), login(1, 'y'), login(2, 'z', 'other')], 0],
    ['too long', [login(0, 'x'), login(6, 'y'), login(12, 'z')], 0],
    ['absent values do not count', [login(0, 'x'), login(1, 'y'), login(2, undefined)], 0],
    ['a list counts each member', [login(0, ['x', 'y', 'z'])], 1],
    ['number and text are one', [login(0, 1), login(1, '1'), login(2, 2)], 0],
  ])('%s', (_, steps, count) => expect(fires(lines, steps)).toHaveLength(count))
  test('of two fields: the pairs', () => {
    const pairs = 'type: value_count\nrules: [a]\ntimespan: 10m\ncondition: {field: [user, host], gte: 2}'
    expect(fires(pairs, [login(0, 'x', 'h'), login(1, 'x', 'i')])).toHaveLength(1)
    expect(fires(pairs, [login(0, 'x', 'h'), login(1, 'x', 'h')])).toHaveLength(0)
  })
  test('lt waits for the end of the frame', () => {
    const few = 'type: value_count\nrules: [a]\ntimespan: 10m\ncondition: {field: user, lt: 2}'
    expect(fires(few, [login(0, 'x'), login(1, 'y')])).toEqual([])
    expect(fires(few, [login(0, 'x'), login(1, 'x')])).toEqual([[0, 1]])
  })
})

describe('value_sum, value_avg, value_median, value_percentile', () => {
  const of = (type: string, condition: string): string =>
    `type: ${type}\nrules: [a]\ntimespan: 10m\ncondition: {field: n, ${condition}}`
  const values = (...numbers: readonly unknown[]): Step[] => numbers.map((n, min) => ({ min, is: 'a', n }))
  test.each([
    ['value_sum', 'gt: 10', values(5, 6), true],
    ['value_sum', 'gt: 11', values(5, 6), false],
    ['value_sum', 'gte: 11', values('5', 6), true],
    ['value_sum', 'lt: 10', values(5, 6), false],
    ['value_avg', 'gt: 5', values(2, 4, 10), true],
    ['value_avg', 'gt: 6', values(2, 4, 10), false],
    ['value_avg', 'lte: 3', values(2, 4), true],
    ['value_median', 'eq: 4', values(2, 4, 100), true],
    ['value_median', 'eq: 3', values(2, 4), true],
    ['value_median', 'gt: 4', values(2, 4, 100), false],
    ['value_percentile', 'percentile: 90, gte: 9', values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), true],
    ['value_percentile', 'percentile: 90, gte: 9.5', values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), false],
    ['value_percentile', 'percentile: 0, eq: 1', values(3, 1, 2), true],
    ['value_percentile', 'percentile: 100, eq: 3', values(3, 1, 2), true],
    ['value_percentile', 'lte: 10', values('x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'rare'), true],
    ['value_percentile', 'lte: 10', values('x', 'x', 'y', 'y'), false],
    ['value_sum', 'gte: 0', values('none', undefined), false],
    ['value_avg', 'gte: 0', values('none'), false],
  ])('%s %s of %j is %j', (type, condition, steps, expected) => {
    expect(fires(of(type, condition), steps).length > 0).toBe(expected)
  })
  test('an average waits for the whole frame', () => {
    expect(fires(of('value_avg', 'gt: 500'), values(600, 100))).toEqual([])
  })
})

describe('temporal: "all events defined by the rules must occur in the time frame"', () => {
  const lines = 'type: temporal\nrules: [a, b, c]\ngroup-by: [user]\ntimespan: 5m'
  const is = (min: number, letter: unknown, user: unknown = 'u'): Step => ({ min, is: letter, user })
  test.each([
    ['in order', [is(0, 'a'), is(1, 'b'), is(2, 'c')], [[0, 1, 2]]],
    ['in any order', [is(0, 'c'), is(1, 'a'), is(2, 'b')], [[0, 1, 2]]],
    ['one missing', [is(0, 'a'), is(1, 'b')], []],
    ['one of another group', [is(0, 'a'), is(1, 'b'), is(2, 'c', 'v')], []],
    ['too long', [is(0, 'a'), is(3, 'b'), is(6, 'c')], []],
    ['not bound to boundaries', [is(4, 'a'), is(5, 'b'), is(9, 'c')], [[0, 1, 2]]],
    ['one event may be all of them', [is(0, ['a', 'b', 'c'])], [[0]]],
    ['the same again is not another', [is(0, 'a'), is(1, 'a'), is(2, 'b')], []],
  ] as const)('%s', (_, steps, expected) => expect(fires(lines, steps)).toEqual(expected))
  test('a count says how many different rules', () => {
    const two = `${lines}\ncondition: {gte: 2}`
    expect(fires(two, [is(0, 'a'), is(1, 'c')])).toEqual([[0, 1]])
    expect(fires(two, [is(0, 'a'), is(1, 'a')])).toEqual([])
  })
})

describe('temporal_ordered: "in the order provided"', () => {
  const lines = 'type: temporal_ordered\nrules: [a, b, c]\ntimespan: 5m'
  const is = (min: number, letter: unknown): Step => ({ min, is: letter })
  test.each([
    ['in order', [is(0, 'a'), is(1, 'b'), is(2, 'c')], 1],
    ['out of order', [is(0, 'b'), is(1, 'a'), is(2, 'c')], 0],
    ['with others between', [is(0, 'a'), is(1, 'c'), is(2, 'b'), is(3, 'a'), is(4, 'c')], 1],
    ['too long', [is(0, 'a'), is(3, 'b'), is(6, 'c')], 0],
    ['an earlier first step is too old, a later one is not', [is(0, 'a'), is(4, 'a'), is(5, 'b'), is(8, 'c')], 1],
    ['one event is one step', [is(0, 'a'), is(1, ['b', 'c'])], 0],
    ['of one moment, in any order', [is(0, 'b'), is(0, 'a'), is(0, 'c')], 1],
  ] as const)('%s', (_, steps, count) => expect(fires(lines, steps)).toHaveLength(count))
})

describe('conditions over the rules in words', () => {
  const of = (condition: string, type = 'temporal'): string =>
    `type: ${type}\nrules: [a, b, c]\ntimespan: 10m\ncondition: ${condition}`
  const is = (min: number, letter: unknown): Step => ({ min, is: letter })
  test.each([
    ['and', 'a and b', [is(0, 'a'), is(1, 'b')], [[0, 1]]],
    ['or', 'a and (b or c)', [is(0, 'a'), is(1, 'c')], [[0, 1]]],
    ['in capitals', 'a AND b AND c', [is(0, 'a'), is(1, 'b'), is(2, 'c')], [[0, 1, 2]]],
    ['1 of', '1 of *', [is(0, 'b')], [[0]]],
    ['not: it happened', 'a and not b', [is(0, 'a'), is(5, 'b'), is(60, 'd')], []],
    ['not: it did not', 'a and not b', [is(0, 'a'), is(60, 'd')], [[0]]],
    ['not: it came too late', 'a and not b', [is(0, 'a'), is(11, 'b'), is(60, 'd')], [[0]]],
    ['not: it was before', 'a and not b', [is(0, 'b'), is(1, 'a'), is(60, 'd')], [[1]]],
    ['not: the second time', 'a and not b', [is(0, 'a'), is(5, 'b'), is(6, 'a'), is(60, 'd')], [[2]]],
    ['not: the frame is still open', 'a and not b', [is(0, 'a'), is(9, 'd')], []],
    ['two, and not a third', 'a and b and not c', [is(0, 'a'), is(1, 'b'), is(60, 'd')], [[0, 1]]],
    ['two, and the third', 'a and b and not c', [is(0, 'a'), is(1, 'b'), is(2, 'c'), is(60, 'd')], []],
    ['only one of two', 'a and b and not c', [is(0, 'a'), is(60, 'd')], []],
  ] as const)('%s', (_, condition, steps, expected) => expect(fires(of(condition), steps)).toEqual(expected))
  test('ordered', () => {
    const ordered = of('a and c and not b', 'temporal_ordered')
    expect(fires(ordered, [is(0, 'a'), is(1, 'c'), is(60, 'd')])).toEqual([[0, 1]])
    expect(fires(ordered, [is(0, 'c'), is(1, 'a'), is(60, 'd')])).toEqual([])
    expect(fires(ordered, [is(0, 'a'), is(1, 'b'), is(2, 'c'), is(60, 'd')])).toEqual([])
  })
  test('what must not happen is told at the end of its frame', () => {
    expect(play([correlation(of('a and not b'))], [is(3, 'a'), is(60, 'd')])).toMatchObject([{ min: 13 }])
  })
})
