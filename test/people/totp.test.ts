// Codes of apps against the vectors of RFC 6238, and what is sealed against whoever has not the key.
import { describe, expect, test } from 'vitest'
import { openText, sealText } from '../../src/people/sealed.ts'
import { totpAddress, totpSecret, totpStep } from '../../src/people/totp.ts'

describe('a code of an app', () => {
  const secret = totpSecret(Buffer.from('12345678901234567890'))

  test.each([
    ['1970-01-01T00:00:59Z', '287082', 1],
    ['2005-03-18T01:58:29Z', '081804', 37_037_036],
    ['2005-03-18T01:58:31Z', '050471', 37_037_037],
    ['2009-02-13T23:31:30Z', '005924', 41_152_263],
    ['2033-05-18T03:33:20Z', '279037', 66_666_666],
    ['2603-10-11T11:33:20Z', '353130', 666_666_666],
  ])('at %s is %s, of step %i', (at, code, step) => {
    expect(totpStep(secret, code, Date.parse(at))).toBe(step)
  })

  test('is good half a minute before and after, and says which step it is of', () => {
    const at = Date.parse('2005-03-18T01:58:31Z')
    expect(totpStep(secret, '081804', at)).toBe(37_037_036)
    expect(totpStep(secret, '081804', at + 30_000)).toBeUndefined()
    expect(totpStep(secret, '050471', at - 30_000)).toBe(37_037_037)
    expect(totpStep(secret, '050 471', at)).toBe(37_037_037)
  })

  test.each(['', '5047', '0504711', '05047a', '０５０４７１', '-50471'])('%s is none', (code) => {
    expect(totpStep(secret, code, Date.parse('2005-03-18T01:58:31Z'))).toBeUndefined()
  })

  test('has an address that apps read', () => {
    expect(totpAddress(secret, 'ann', 'Lastcopy')).toMatch(/^otpauth:\/\/totp\/Lastcopy:ann\?.*secret=GEZDGNBVGY3TQOJQ/)
  })
})

describe('what is sealed', () => {
  const seal = { key: Buffer.alloc(32, 1), purpose: 'totp', bound: 'ann' }
  const nonce = Buffer.alloc(12, 2)

  test('opens with the same key, for the same purpose and owner, and shows nothing', () => {
    const sealed = sealText('a secret', seal, nonce)
    expect(openText(sealed, seal)).toBe('a secret')
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret')
  })

  test.each([
    ['another key', { ...seal, key: Buffer.alloc(32, 3) }],
    ['another purpose', { ...seal, purpose: 'step' }],
    ['another owner', { ...seal, bound: 'bob' }],
  ])('opens with %s for nobody', (_, other) => {
    expect(openText(sealText('a secret', seal, nonce), other)).toBeUndefined()
  })

  test('opens for nobody once any bit of it is changed, or it is cut', () => {
    const sealed = Buffer.from(sealText('a secret', seal, nonce), 'base64url')
    for (let at = 0; at < sealed.length; at += 1) {
      const bent = Buffer.from(sealed)
      bent[at] = (bent[at] ?? 0) ^ 1
      expect(openText(bent.toString('base64url'), seal)).toBeUndefined()
      expect(openText(sealed.subarray(0, at).toString('base64url'), seal)).toBeUndefined()
    }
  })
})
