import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configDocs } from '../../scripts/config-docs.ts'
import { withPagers } from '../../scripts/pager-docs.ts'
import { loadPagers } from '../../src/service/pagers.ts'

const docs = join(import.meta.dirname, '../../docs')

test('docs/config.md tells the settings as the schema checks them (npm run golden writes it)', () => {
  expect(readFileSync(join(docs, 'config.md'), 'utf8')).toBe(configDocs())
})

test('docs/pagers.md tells of every pager and its settings as they say it (npm run golden writes it)', async () => {
  const text = readFileSync(join(docs, 'pagers.md'), 'utf8')
  expect(text).toBe(await withPagers(text))
  for (const name of (await loadPagers()).keys()) expect(text.split('\n## ')[0]).toContain(`\`${name}\``)
})
