// What is told of pagers at a start: the same for the same settings, another for any other, and never a secret.
import { describe, expect, test } from 'vitest'
import { pagersOf } from '../../src/service/pagers-told.ts'

const config = (part: { readonly key?: string; readonly routing?: string; readonly floor?: 'notify' } = {}) =>
  ({
    pagers: [{ name: 'duty', kind: 'pagerduty', settings: { routingKey: part.routing ?? 'the secret key' } }],
    paging: { floor: part.floor ?? 'page-now', repeat: 300_000, allow: [] },
    secrets: ['the secret key', 'another secret key'],
    web: { ...(part.key === undefined ? {} : { linkKey: part.key }) },
    journal: { kind: 'kafka' },
  }) as unknown as Parameters<typeof pagersOf>[0]

describe('pagers as they are told', () => {
  test('are the same for the same settings', () => {
    expect(pagersOf(config({ key: 'k'.repeat(40) }))).toEqual(pagersOf(config({ key: 'k'.repeat(40) })))
  })

  test('are others when a secret is swapped, where there is a key to make the digest with', () => {
    const key = 'k'.repeat(40)
    expect(pagersOf(config({ key })).pagers).not.toEqual(
      pagersOf(config({ key, routing: 'another secret key' })).pagers,
    )
  })

  test('leave secrets out where there is no such key: a digest would let a guess be tried', () => {
    expect(pagersOf(config()).pagers).toEqual(pagersOf(config({ routing: 'another secret key' })).pagers)
  })

  test('are others with another policy', () => {
    expect(pagersOf(config()).policy).not.toBe(pagersOf(config({ floor: 'notify' })).policy)
  })

  test('hold no secret', () => {
    expect(JSON.stringify(pagersOf(config({ key: 'k'.repeat(40) })))).not.toContain('secret key')
  })
})
