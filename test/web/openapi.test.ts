// The document of the API: valid OpenAPI 3.1, nothing of the route table left out, and docs/api.md made from it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { described, mustDescribe, openApi } from '../../src/web/openapi/document.ts'
import { routes } from '../../src/web/routes.ts'
import { apiPage } from './api-docs.ts'
import { serve, type TestServer } from './server.ts'

let server: TestServer
let viewer: string
beforeAll(async () => {
  server = await serve([])
  viewer = await server.token('viewer')
})
afterAll(() => server.close())

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(openApi('1.0.0')) as Record<string, unknown>)
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
  expect(() => validator.resolveRefs()).not.toThrow()
})

test('whatever it refers to is in it, and nothing is in it that is not referred to', () => {
  const document = openApi('1.0.0') as { readonly components: { readonly schemas: object } }
  const asked = new Set(
    [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
  )
  const there = new Set(Object.keys(document.components.schemas))
  expect([...asked].filter((name) => !there.has(name ?? ''))).toEqual([])
  expect([...there].filter((name) => !asked.has(name))).toEqual([])
})

test.each(mustDescribe)('%s is in it', (name) => {
  expect(described).toContain(name)
})

test.each(described)('%s is in the route table, under a name of its own', (name) => {
  expect(Object.keys(routes)).toContain(name)
})

describe('GET /api/openapi.json', () => {
  test('gives it to whoever is signed in', async () => {
    const answer = await fetch(`${server.url}/api/openapi.json`, { headers: { authorization: `Bearer ${viewer}` } })
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string
    }
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApi(version))))
  })
})

test('docs/api.md tells the same (npm run golden writes it)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')).toBe(apiPage())
})
