// The link in a page: what it says comes back, for a day, and no other link is believed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acknowledgeLink, openLink, sealLink } from '../../src/relay/link.ts'
import { pageOf } from '../store/page.ts'

const key = Buffer.alloc(32, 1)
const until = Date.parse('2026-03-02T02:01:00Z')
const says = { incident: 'lastcopy-0123456789abcdef', pager: 'sms.night', until }

describe('a link', () => {
  const token = sealLink(says, key)
  test.each([
    ['before its time is over', token, until - 1, { ok: true, value: says }],
    ['after', token, until, { ok: false, error: 'over' }],
    ['with one sign changed', `${token.slice(0, -1)}x`, until - 1, { ok: false, error: 'forged' }],
    ['with its time changed', token.replace(/\.[0-9a-z]+\./, '.zzzzzz.'), until - 1, { ok: false, error: 'forged' }],
    ['of another key', sealLink(says, Buffer.alloc(32, 2)), until - 1, { ok: false, error: 'forged' }],
    ['that is nothing', '', until - 1, { ok: false, error: 'forged' }],
    ['that is long', 'a'.repeat(100_000), until - 1, { ok: false, error: 'forged' }],
  ])('%s', (_, given, now, outcome) => {
    expect(openLink(given, key, now)).toEqual(outcome)
  })

  test('of anything is no link', () => {
    fc.assert(fc.property(fc.string(), (text) => openLink(text, key, 0).ok === false))
  })
})

describe('a page', () => {
  const options = { key, baseUrl: 'https://lastcopy.example.com/' }
  test('has the same link however often it is sent, its own for each channel, and nothing secret in it', () => {
    const link = acknowledgeLink(pageOf(), 'sms', options)
    expect(link).toMatch(/^https:\/\/lastcopy\.example\.com\/a\/[\w.-]+$/)
    expect(link?.length).toBeLessThan(140)
    expect(acknowledgeLink(pageOf(), 'sms', options)).toBe(link)
    expect(acknowledgeLink(pageOf(), 'voice', options)).not.toBe(link)
    expect(openLink(link?.split('/a/')[1] ?? '', key, until - 1)).toEqual({
      ok: true,
      value: { incident: pageOf().dedupKey, pager: 'sms', until: Date.parse('2026-03-02T02:01:00Z') },
    })
  })
  test('that says that it is over has none', () => {
    expect(acknowledgeLink(pageOf({ action: 'resolve' }), 'sms', options)).toBeUndefined()
    expect(acknowledgeLink(pageOf({ action: 'acknowledge' }), 'sms', options)).toBeUndefined()
  })
})
