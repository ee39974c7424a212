import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { loadSources } from '../../src/content/sources.ts'
import { isObject } from '../../src/lib/json.ts'
import type { Event } from '../../src/model/event.ts'
import { isSetting } from '../../src/model/setting.ts'
import { verbs } from '../../src/model/verb.ts'
import { ecsFields, typesOfCategory } from './ecs.ts'
import { linesOf } from './golden.ts'
import { eventsOf, ownSamples, readingsOf, realOf } from './samples.ts'

const schema = JSON.parse(readFileSync(new URL('../../schemas/event.schema.json', import.meta.url), 'utf8'))
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false })
const add = addFormats as unknown as (target: Ajv) => void
add(ajv)
const check = ajv.compile(schema)

const own = (await ownSamples()).map(({ name, source, raw }) => ({
  name,
  events: eventsOf(linesOf(raw).map(({ text }) => source.read(Buffer.from(text), 0))),
}))
const real = [...(await loadSources()).values()].flatMap((source) =>
  realOf(source.name).map(([name, raw]) => ({
    name: `real: ${source.name} ${name}`,
    events: eventsOf(readingsOf(source, raw)),
  })),
)
const all = [...own, ...real]

describe('an event', () => {
  test.each(all)('conforms to its schema: $name', ({ events }) => {
    for (const event of events)
      expect([check(JSON.parse(JSON.stringify(event))), check.errors, event.event.code]).toEqual([
        true,
        null,
        event.event.code,
      ])
  })

  test('the schema refuses what is none', () => {
    const event = JSON.parse(JSON.stringify(own[0]?.events[0]))
    for (const wrong of [
      { ...event, surprise: 1 },
      { ...event, '@timestamp': 'yesterday' },
      { ...event, event: { ...event.event, action: 'exploded' } },
      { ...event, source: { ip: 'backup.amazonaws.com' } },
      { ...event, backup: { ...event.backup, resource: { type: 'bucket' } } },
    ])
      expect(check(wrong)).toBe(false)
  })

  test('the schema knows every verb', () => {
    expect([...schema.properties.event.properties.action.enum].sort()).toEqual(Object.keys(verbs).sort())
  })

  test.each(all)('uses only fields of ECS outside backup and its vendor: $name', ({ events }) => {
    const strange = new Set(events.flatMap((event) => fieldsOf(event)).filter((field) => !ecsFields.has(field)))
    expect([...strange]).toEqual([])
  })

  test.each(all)('uses words of ECS for category and type: $name', ({ events }) => {
    for (const { event } of events)
      for (const category of event.category)
        for (const type of event.type) expect(typesOfCategory[category] ?? []).toContain(type)
  })

  test.each(all)('names only settings of the list: $name', ({ events }) => {
    const changes = events.flatMap(({ backup }) => backup?.changes ?? (backup?.change ? [backup.change] : []))
    expect(changes.map(({ setting }) => setting).filter((setting) => !isSetting(setting))).toEqual([])
  })
})

/** Dotted names of what an event holds, without our own and the vendor's. */
function fieldsOf(event: Event): readonly string[] {
  const { backup: _, [event.event.module]: __, ...others } = event
  return named(others, '')
}
const named = (value: object, before: string): readonly string[] =>
  Object.entries(value).flatMap(([name, held]) =>
    isObject(held) ? named(held, `${before}${name}.`) : [`${before}${name}`],
  )
