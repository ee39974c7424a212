import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { minute } from '../../src/lib/duration.ts'
import { type AlertClass, alertClasses } from '../../src/model/alert.ts'
import { script } from './script.ts'

test('every version of an alert is as its schema says', () => {
  const ajv = new Ajv({ allErrors: true })
  const add = addFormats as unknown as (target: Ajv) => void
  add(ajv)
  const check = ajv.compile(
    JSON.parse(readFileSync(new URL('../../schemas/alert.schema.json', import.meta.url), 'utf8')),
  )
  const { send } = script()
  const key = { class: 'key-endangered', resource: 'k', action: 'key-disabled' } as const
  const versions = [
    ...Object.keys(alertClasses).flatMap((name, step) =>
      send(step * minute, { class: name as AlertClass, actor: `a${step}\u202e` }),
    ),
    ...send(40 * minute, { actor: 'a0\u202e', container: 'v', weakened: 'retention', locked: true }),
    ...send(50 * minute, key),
    ...send(60 * minute, { ...key, action: 'key-enabled', quiet: true }),
  ]
  expect(versions.length).toBeGreaterThan(18)
  for (const alert of versions) expect([check(JSON.parse(JSON.stringify(alert))), check.errors]).toEqual([true, null])
})
