// What must arrive: the library's own list holds together and is recognised in samples, and the judge tells what a site does not see.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ownDetections } from '../../src/content/files.ts'
import { judgeReady, type Observed } from '../../src/content/ready/judge.ts'
import { readStreams } from '../../src/content/ready/read.ts'
import { loadSource, sourceNames } from '../../src/content/sources.ts'
import { day, hour } from '../../src/lib/duration.ts'
import type { HeardSource, SeenStream, Stream } from '../../src/model/stream.ts'
import { spotOf } from '../../src/pipeline/spot.ts'
import { receivedAt } from '../sources/golden.ts'

function linesOfSamples(source: string): readonly string[] {
  const place = join(import.meta.dirname, '../../samples', source)
  const files = readdirSync(place).filter((file) => file.endsWith('.raw.ndjson'))
  return files.flatMap((file) => readFileSync(join(place, file), 'utf8').split('\n')).filter((line) => line !== '')
}

const sources = new Set(sourceNames())
const own = readStreams(ownDetections, sources)
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-ready-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the list of the library', () => {
  test('is right', () => expect(own.problems).toEqual([]))

  test('has each of its streams in a sample of the source', async () => {
    const spot = spotOf(own.streams)
    const found = new Set<Stream>()
    for (const [name, streams] of Map.groupBy(own.streams, ({ source }) => source)) {
      const source = await loadSource(name)
      for (const line of linesOfSamples(name)) {
        if (streams.every((stream) => stream.signs.length === 0 || found.has(stream))) break
        const reading = source?.read(Buffer.from(line), receivedAt)
        if (!reading?.ok) continue
        for (const { event } of reading.value.events)
          for (const one of spot.ofEvent(event.dataset, event)) found.add(one)
      }
    }
    const missing = own.streams.filter((stream) => stream.signs.length > 0 && !found.has(stream))
    expect(missing.map(({ source, stream }) => `${source}/${stream}`)).toEqual([])
  })

  test('asks no action of sources that look at records before they read them', () => {
    const looked = own.streams.filter(({ source }) => source === 'aws.cloudtrail' || source === 'aws.s3access')
    expect(looked.flatMap(({ signs }) => signs).filter(({ action }) => action)).toEqual([])
  })
})

describe('a list of somebody else', () => {
  const entry = `{source: aws.cloudtrail, stream: x, what: w, within: 7d, classes: [refused], blind: b, on: o`
  test.each([
    ['text', 'streams: yes', '/streams must be array'],
    ['no YAML', 'streams: [', 'is no YAML'],
    ['nothing', '', ' must be object'],
    ['a number for a code', `streams: [${entry}, signs: [{code: 4663}]}]`, '/streams/0/signs/0/code'],
    ['a duration that is none', `streams: [${entry.replace('7d', 'soon')}}]`, '/streams/0/within must match pattern'],
    ['an unknown source', `streams: [${entry.replace('aws.cloudtrail', 'aws.nothing')}}]`, 'no source "aws.nothing"'],
    ['an unknown class', `streams: [${entry.replace('refused', 'constructor')}}]`, 'no class "constructor"'],
    ['a stand-in that is none', `streams: [${entry}, instead: [aws.cloudtrail/y]}]`, 'no source and no stream'],
    ['the same twice', `streams: [${entry}}, ${entry}}]`, 'stands here twice'],
    ['an empty sign', `streams: [${entry}, signs: [{}]}]`, 'must NOT have fewer than 1'],
  ])('%s is a problem, and nothing of it is used', (_, text, problem) => {
    writeFileSync(join(folder, '_ready.yml'), text)
    const { streams, problems } = readStreams(folder, sources)
    expect(streams).toEqual([])
    expect(problems.map(({ message }) => message).join('\n')).toContain(problem)
  })
})

describe('the judge', () => {
  const at = Date.parse('2026-03-31T12:00:00Z')
  const stream = (source: string, name: string, more: Partial<Stream> = {}): Stream => ({
    source,
    stream: name,
    what: name,
    signs: [{ code: [name] }],
    within: 7 * day,
    rare: false,
    beside: [source],
    instead: [],
    classes: ['points-deleted', 'key-endangered'],
    blind: 'It.',
    on: 'Do it.',
    ...more,
  })
  const heard = (
    source: string,
    since: number = 30 * day,
    ago: number = hour,
    more: Partial<HeardSource> = {},
  ): HeardSource => ({
    site: 'here',
    source,
    first: at - since,
    last: at - ago,
    silent: false,
    ...more,
  })
  const seen = (source: string, name: string, ago: number, site = 'here'): SeenStream => ({
    site,
    source,
    stream: name,
    first: at - 40 * day,
    last: at - ago,
    days: 3,
  })
  const judge = (given: Partial<Observed>) =>
    judgeReady({
      streams: [],
      metas: [],
      heard: [],
      seen: [],
      at,
      without: new Set(),
      known: new Set(),
      ended: false,
      ...given,
    }).found.map(({ kind, source, stream: name, perhaps }) =>
      [perhaps ? 'perhaps' : 'blind', kind, source, name ?? ''].join(' ').trim(),
    )
  const [data, keys] = [stream('cloud', 'data'), stream('keys', 'uses', { beside: ['cloud'], signs: [] })]

  const cases: readonly (readonly [string, Partial<Observed>, readonly string[]])[] = [
    ['a stream that comes', { streams: [data], heard: [heard('cloud')], seen: [seen('cloud', 'data', hour)] }, []],
    ['one that never came', { streams: [data], heard: [heard('cloud')] }, ['blind stream-missing cloud data']],
    ['heard for a day only', { streams: [data], heard: [heard('cloud', day)] }, ['perhaps stream-missing cloud data']],
    [
      'the same in files',
      { streams: [data], heard: [heard('cloud', day)], ended: true },
      ['blind stream-missing cloud data'],
    ],
    [
      'one that stopped',
      { streams: [data], heard: [heard('cloud')], seen: [seen('cloud', 'data', 9 * day)] },
      ['blind stream-stopped cloud data'],
    ],
    [
      'a sight is as exact as a day',
      { streams: [data], heard: [heard('cloud')], seen: [seen('cloud', 'data', 7.9 * day)] },
      [],
    ],
    [
      'one that came at another site',
      {
        streams: [data],
        heard: [heard('cloud'), heard('cloud', 30 * day, hour, { site: 'there' })],
        seen: [seen('cloud', 'data', hour, 'there')],
      },
      ['blind stream-missing cloud data'],
    ],
    [
      'what lies still by nature',
      { streams: [{ ...data, rare: true }], heard: [heard('cloud')] },
      ['perhaps stream-missing cloud data'],
    ],
    [
      'and came once',
      { streams: [{ ...data, rare: true }], heard: [heard('cloud')], seen: [seen('cloud', 'data', 90 * day)] },
      [],
    ],
    ['nobody has the source', { streams: [data, keys] }, []],
    [
      'a neighbour that needs it speaks',
      { streams: [keys], heard: [heard('cloud')] },
      ['blind source-missing keys uses'],
    ],
    ['and it is there', { streams: [keys], heard: [heard('cloud'), heard('keys')] }, []],
    [
      'its records came on the neighbour’s topic',
      { streams: [keys], heard: [heard('cloud')], seen: [seen('keys', 'uses', hour)] },
      [],
    ],
    [
      'a source that is named and never spoke is told once',
      { streams: [data], heard: [{ site: 'here', source: 'cloud', silent: false }] },
      ['blind source-never-spoke cloud'],
    ],
    [
      'and so is one that is silent',
      { streams: [data], heard: [heard('cloud', 30 * day, 3 * day, { silent: true })] },
      ['blind source-silent cloud'],
    ],
    [
      'files of different months are each held against their own end',
      {
        streams: [data],
        heard: [heard('cloud', 90 * day, 60 * day, { silent: true })],
        seen: [seen('cloud', 'data', 61 * day)],
        ended: true,
      },
      ['perhaps source-silent cloud'],
    ],
    [
      'another source tells the same',
      { streams: [{ ...data, instead: ['access'] }], heard: [heard('cloud'), heard('access')] },
      [],
    ],
    [
      'but did long ago',
      {
        streams: [{ ...data, instead: ['access/x'] }, stream('access', 'x')],
        heard: [heard('cloud'), heard('access')],
        seen: [seen('access', 'x', 30 * day)],
        without: new Set(['access/x']),
      },
      ['blind stream-missing cloud data'],
    ],
    [
      'the site says that it has none',
      { streams: [data, keys], heard: [heard('cloud')], without: new Set(['cloud/data', 'keys']) },
      [],
    ],
    [
      'hints come last',
      { streams: [{ ...data, rare: true }, keys], heard: [heard('cloud')] },
      ['blind source-missing keys uses', 'perhaps stream-missing cloud data'],
    ],
  ]
  test.each(cases)('%s', (_, given, expected) => expect(judge(given)).toEqual(expected))

  test('says which rows and rules are blind, when it was seen last, and what to do', () => {
    const metas = [
      { id: 'r1', title: 'Key destroyed', lastcopy: { class: 'key-endangered', priority: 'page-now' } },
      { id: 'r2', title: 'Clock', lastcopy: { class: 'clock-changed', priority: 'page-now' } },
    ] as unknown as Observed['metas']
    const given = { streams: [data], metas, heard: [heard('cloud')], seen: [seen('cloud', 'data', 20 * day)] }
    expect(
      judgeReady({ ...given, at, without: new Set(['cloud/data/x']), known: new Set(['cloud']), ended: false }),
    ).toMatchObject({
      at: '2026-03-31T12:00:00.000Z',
      unknown: ['cloud/data/x'],
      sources: 1,
      streams: 1,
      found: [
        {
          site: 'here',
          rows: [5, 6],
          rules: [{ id: 'r1', title: 'Key destroyed' }],
          last: '2026-03-11T12:00:00.000Z',
          on: 'Do it.',
          page: 'docs/sources/cloud.md',
        },
      ],
    })
  })
})
