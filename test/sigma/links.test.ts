// What `lastcopy:` adds to a correlation is read with care: every mistake told with its place.
import { describe, expect, test } from 'vitest'
import { parseRules } from '../../src/sigma/parse.ts'

const rule = 'title: a\nid: id-a\nlogsource: {category: backup}\ndetection: {s: {x: 1}, condition: s}\n'
const chain = (block: string): string =>
  `${rule}---\ntitle: c\nid: id-c\ncorrelation: {type: event_count, rules: [id-a], group-by: [u], timespan: 1h, condition: {gte: 2}}\nlastcopy: ${block}\n`
const read = (block: string) => parseRules(chain(block), 'x.yml')

describe('links', () => {
  test('take the place of what other tools group by, in one order whatever was written', () => {
    const [found] = read('{link: [set, actor]}').correlations
    expect(found).toMatchObject({ link: ['actor', 'set'], groupBy: ['link'] })
    expect(found?.meta.lastcopy).toBeUndefined()
  })

  test('are none where nothing is said', () =>
    expect(read('{class: chain, priority: page-now}').correlations[0]).toMatchObject({ groupBy: ['u'] }))

  test.each([
    ['{link: [acter]}', 'lastcopy.link has no "acter"', 'did you mean "actor"?'],
    ['{link: []}', 'lastcopy.link is empty', undefined],
    ['{link: {a: 1}}', 'lastcopy.link has no "{"a":1}"', undefined],
    ['{states: {gte: 1}}', 'lastcopy.states.gte is "1"', 'a whole number from 2 to 10'],
    ['{states: {gte: two}}', 'lastcopy.states.gte is "two"', undefined],
    ['{states: {episode: soon}}', 'lastcopy.states.episode: "soon" is no duration', undefined],
    ['{states: {of: 3}}', 'lastcopy.states has no "of"', undefined],
    ['{states: 2}', 'lastcopy.states is no map', undefined],
    ['{link: [actor], clas: chain}', 'lastcopy has no "clas"', 'did you mean "class"?'],
  ])('%s is a problem', (block, message, hint) => {
    const { problems } = read(block)
    const found = problems.find((problem) => problem.message.startsWith(message))
    expect(found).toMatchObject({ rule: 'id-c', file: 'x.yml' })
    expect(found?.line).toBeGreaterThan(5)
    if (hint) expect(found?.hint).toBe(hint)
  })

  test('belong to correlations alone', () => {
    const { problems } = parseRules(`${rule}lastcopy: {class: chain, priority: queue, link: [actor]}\n`, 'x.yml')
    expect(problems[0]?.message).toBe('lastcopy has no "link"')
  })
})
