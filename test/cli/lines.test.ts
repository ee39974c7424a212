import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLines } from '../../src/cli/lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-lines-'))

async function linesOf(parts: readonly (string | Uint8Array)[], limit?: number): Promise<readonly string[]> {
  const found: string[] = []
  for await (const line of readLines('-', Readable.from(parts.map((part) => Buffer.from(part))), limit))
    found.push(line.bytes.toString())
  return found
}

describe('lines', () => {
  test.each([
    ['nothing', [''], []],
    ['one line without an end', ['a'], ['a']],
    ['one line with an end', ['a\n'], ['a']],
    ['an empty line between two', ['a\n\nb'], ['a', '', 'b']],
    ['a carriage return before the end', ['a\r\nb'], ['a', 'b']],
    ['a line over three chunks', ['a', 'b', 'c\nd'], ['abc', 'd']],
    ['other line separators are part of the line', ['a\u2028b\vc\n'], ['a\u2028b\vc']],
  ])('%s', async (_, parts, expected) => {
    expect(await linesOf(parts)).toEqual(expected)
  })

  test('however the bytes are cut into chunks, the lines are the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.array(fc.nat(40), { maxLength: 5 }), async (texts, cuts) => {
        const bytes = Buffer.from(texts.join('\n'))
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
        expect(await linesOf(chunks)).toEqual(await linesOf([bytes]))
      }),
    )
  })

  test('a line over the limit is cut and says so, and the next line is whole', async () => {
    const found: unknown[] = []
    for await (const { number, bytes, cut } of readLines(
      '-',
      Readable.from([Buffer.from(`${'x'.repeat(50)}\nshort`)]),
      10,
    ))
      found.push([number, bytes.toString(), cut])
    expect(found).toEqual([
      [0, 'x'.repeat(10), true],
      [1, 'short', false],
    ])
  })

  test('a gzipped file is read as its text', async () => {
    const file = join(folder, 'records.gz')
    writeFileSync(file, gzipSync('one\ntwo\n'))
    const found: string[] = []
    for await (const line of readLines(file, Readable.from([]))) found.push(line.bytes.toString())
    expect(found).toEqual(['one', 'two'])
  })

  test.each([
    ['a file that is not there', join(folder, 'none')],
    ['a folder', folder],
  ])('%s is a usage error with its name', async (_, file) => {
    await expect(readLines(file, Readable.from([])).next()).rejects.toThrow(file)
  })

  test('a truncated gzip file is a usage error, not a crash', async () => {
    const file = join(folder, 'cut.gz')
    writeFileSync(file, gzipSync('x'.repeat(10_000)).subarray(0, 20))
    const all = async () => {
      for await (const line of readLines(file, Readable.from([]))) expect(line).toBeDefined()
    }
    await expect(all()).rejects.toThrow('cannot be read')
  })
})
