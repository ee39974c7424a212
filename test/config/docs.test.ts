import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configDocs } from '../../scripts/config-docs.ts'
import { loadPagers } from '../../src/service/pagers.ts'

const docs = join(import.meta.dirname, '../../docs')

test('docs/config.md tells the settings as the schema checks them (npm run golden writes it)', () => {
  expect(readFileSync(join(docs, 'config.md'), 'utf8')).toBe(configDocs())
})

test('docs/pagers.md tells every setting of every pager', async () => {
  const text = readFileSync(join(docs, 'pagers.md'), 'utf8')
  for (const { name, settings } of (await loadPagers()).values()) {
    expect(text).toContain(`## ${name}`)
    const { properties } = settings as { readonly properties: object }
    for (const setting of Object.keys(properties)) expect(text).toContain(`| \`${setting}\` |`)
  }
})
