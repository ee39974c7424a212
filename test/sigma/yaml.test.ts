// Two readers of YAML, the plain and the one with places: where the plain one answers, both say the same.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWithPlaces, readYaml } from '../../src/sigma/yaml.ts'
import { readPlainYaml } from '../../src/sigma/yaml-plain.ts'
import { corpusFolder, corpusIsThere } from './corpus.ts'

const own = resolve(import.meta.dirname, '../../detections')
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))

/** The values, and the place of each key of a document's own map. */
function agree(text: string): void {
  const [quick, slow] = [readYaml(text, 'x.yml'), readWithPlaces(text, 'x.yml')]
  expect(quick.problems).toEqual(slow.problems)
  expect(quick.documents.map(({ value }) => value)).toEqual(slow.documents.map(({ value }) => value))
  for (const [at, document] of quick.documents.entries())
    for (const path of [[], ...Object.keys(Object(document.value)).map((key) => [key])])
      expect([path, document.placeOf(path)]).toEqual([path, slow.documents[at]?.placeOf(path)])
}

describe('the plain reader says what the reader with places says', () => {
  test('of our own detections, their cases and records', () => {
    const texts = filesOf(own)
    for (const text of texts) agree(text)
    expect(texts.filter((text) => readPlainYaml(text)).length).toBeGreaterThan(texts.length / 2)
  })
  test.runIf(corpusIsThere)('of the public rules', { timeout: 30_000 }, () => {
    for (const text of filesOf(corpusFolder)) agree(text)
  })
  test.each([
    ['numbers', 'a: [1, -1, +1, 0x1f, 0o17, 017, 1_000, 1e3, .5, 5., -0, .inf, -.INF, 1.5e-3, 0b1]'],
    ['numbers too large', 'a: 12345678901234567890\nb: -9007199254740993'],
    ['yes and no', 'a: [yes, no, on, off, true, True, TRUE, false, y, n]'],
    ['nothing', 'a:\nb: ~\nc: null\nd: Null\ne: ""\nf: nulL'],
    ['dates', 'a: 2026-01-02\nb: 2026-01-02T03:04:05Z\nc: 12:30:45'],
    ['keys of other types', '4625: a\ntrue: b\n~: c\n1.50: d\n0x10: e'],
    ['quoted keys', '"a": 1\n\'b c\': 2'],
    ['blocks', 'a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\n  z\nc: |+\n  x\n\n'],
    ['lines that go on', 'a: x\n  y\n  z\nb: "x\n  y\\\n  z"'],
    ['escapes', "a: \"\\u00e9\\x41\\t\\/\"\nb: 'it''s'"],
    ['comments', '# x\na: b # c\nd: "e # f"\ng: h#i'],
    ['windows line ends', 'a: 1\r\nb:\r\n  - x\r\n  - y\r\n'],
    ['a byte order mark', '\ufeffa: 1'],
    ['several documents', 'a: 1\n---\nb: 2\n...\n---\nc: 3'],
    ['empty documents', '---\n---\na: 1\n---\n'],
    ['no map', '- a\n- b\n---\njust text\n---\n7'],
    ['anchors and aliases', 'a: &x {b: 1}\nc: *x'],
    ['merges', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2'],
    ['tags', 'a: !!str 1\nb: !mine x'],
    ['directives', '%YAML 1.1\n---\na: yes'],
    ['names of prototypes', '__proto__: {a: 1}\nconstructor: x'],
    ['a key twice', 'a: 1\na: 2\n---\nb: 1'],
    ['a broken document between good ones', 'a: 1\n---\nb: [1\n---\nc: 3'],
    ['tabs', 'a:\n\tb: 1'],
    ['maps in lists', 'a:\n- b: 1\n  c: 2\n-\n  d: 3\n- [e, {f: g}]'],
    ['a question mark', '? a\n: b\n? [c]\n: d'],
    ['control letters', 'a: "\u0001"\nb: x\u0085y\u2028z'],
    ['nothing at all', ''],
    ['only a comment', '# nothing'],
  ])('of %s', (_, text) => agree(text))
  test('of texts put together at random', () => {
    const piece = fc.constantFrom(
      'a',
      'b: ',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ', ',
      ': ',
      '#',
      '|',
      '>',
      '1',
      '~',
      '---\n',
      '&x ',
      '*x',
      '!',
      '%',
      '\\',
      '\t',
      '?',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `k: ${pieces.join('')}`
        const plain = readPlainYaml(text)
        const { documents, problems } = readWithPlaces(text, 'x.yml')
        if (plain)
          expect({ problems, values: plain.map(({ value }) => value) }).toEqual({
            problems: [],
            values: documents.map(({ value }) => value),
          })
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })
})
