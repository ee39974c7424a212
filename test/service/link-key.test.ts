// The key that seals links: made once, readable by its owner alone, and never in a topic.
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '../../src/model/config.ts'
import { linkKeyOf } from '../../src/service/link-key.ts'

const given = (folder: string, kind: 'sqlite' | 'kafka', linkKey?: string) =>
  ({
    journal: { kind, path: join(folder, 'lastcopy.db') },
    web: linkKey === undefined ? {} : { linkKey },
  }) as unknown as Pick<Config, 'web' | 'journal'>
const folder = () => mkdtempSync(join(tmpdir(), 'lastcopy-key-'))

test('is made at the first start and the same at the next', () => {
  const here = folder()
  const key = linkKeyOf(given(here, 'sqlite'))
  expect(key?.length).toBeGreaterThanOrEqual(32)
  expect(linkKeyOf(given(here, 'sqlite'))).toEqual(key)
  expect(linkKeyOf(given(folder(), 'sqlite'))).not.toEqual(key)
  expect(readdirSync(here)).toEqual(['link.key'])
  expect(statSync(join(here, 'link.key')).mode & 0o077).toBe(0)
})

test('with Kafka comes from the configuration or is none', () => {
  const here = folder()
  expect(linkKeyOf(given(here, 'kafka'))).toBeUndefined()
  const secret = 'a secret that several processes share'
  expect(linkKeyOf(given(here, 'kafka', secret))).toEqual(linkKeyOf(given(folder(), 'kafka', secret)))
  expect(readdirSync(here)).toEqual([])
})

test('is no file that something else wrote', () => {
  const here = folder()
  writeFileSync(join(here, 'link.key'), 'short')
  expect(() => linkKeyOf(given(here, 'sqlite'))).toThrow(/holds no key/)
})
