// A folder of rules as it is found in the wild: links, devices, other encodings; what cannot be read takes nothing with it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readRuleSet } from '../../src/content/rules.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-rules-'))
afterAll(() => rmSync(folder, { recursive: true }))
const rule = (id: string, value = '1'): string =>
  `title: ${id}\nid: ${id}\nlogsource: {product: x}\ndetection:\n  s: {f: ${value}}\n  condition: s\n`

mkdirSync(join(folder, 'dir.yml/inner'), { recursive: true })
writeFileSync(join(folder, 'dir.yml/inner/below.yml'), rule('below'))
writeFileSync(join(folder, 'plain.yml'), rule('plain'))
writeFileSync(join(folder, 'UPPER.YAML'), rule('upper'))
writeFileSync(join(folder, 'sp ace ü.yml'), rule('space'))
writeFileSync(join(folder, 'no-rule.yml.bak'), rule('backup'))
writeFileSync(join(folder, 'empty.yml'), '')
writeFileSync(join(folder, 'comment.yml'), '---\n# nothing\n---\n')
writeFileSync(join(folder, 'utf16.yml'), Buffer.from(`\ufeff${rule('utf16')}`, 'utf16le'))
writeFileSync(join(folder, 'latin.yml'), Buffer.from(`${rule('latin', "'ä'")}---\n${rule('beside')}`, 'latin1'))
writeFileSync(join(folder, 'author.yml'), Buffer.from(`author: Jürgen\n${rule('author')}`, 'latin1'))
writeFileSync(join(folder, 'binary.yml'), Buffer.from([0, 1, 2, 255, 254, 123, 10, 9, 58, 200]))
writeFileSync(join(folder, 'nul.yml'), 'title: a\0b\nid: nul\n')
symlinkSync('.', join(folder, 'a-circle'))
symlinkSync('.', join(folder, 'another-circle'))
symlinkSync('self.yml', join(folder, 'self.yml'))
symlinkSync('nowhere', join(folder, 'dangling.yml'))
symlinkSync('/dev/zero', join(folder, 'endless.yml'))

const set = readRuleSet(folder)

test('every rule is found once, however its file is named, wherever it lies', () => {
  expect(set.rules.map(({ meta }) => meta.id).sort()).toEqual(
    ['author', 'below', 'beside', 'plain', 'space', 'upper', 'utf16'].sort(),
  )
})

test('what cannot be read is told by its file', () => {
  const told = set.problems.map(({ file, message }) => `${file}: ${message}`).sort()
  expect(told).toEqual([
    expect.stringMatching(/^binary\.yml: /),
    expect.stringMatching(/^dangling\.yml: cannot be read: ENOENT/),
    expect.stringMatching(/^endless\.yml: is no file/),
    expect.stringMatching(/^latin\.yml: detection has letters that are no UTF-8/),
    expect.stringMatching(/^nul\.yml: /),
    expect.stringMatching(/^self\.yml: cannot be read: ELOOP/),
  ])
})

test('one file is a set of its own', () => {
  expect(readRuleSet(join(folder, 'plain.yml')).rules).toHaveLength(1)
  expect(() => readRuleSet(join(folder, 'missing'))).toThrow('ENOENT')
})
