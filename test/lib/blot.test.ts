import { expect, test } from 'vitest'
import { blotter } from '../../src/lib/blot.ts'

const { blot, names } = blotter(['maria.k', 'maria.k@example.com', 'ACME\\maria'], 'erased-1')

test.each([
  ['a whole word, in any case', 'Maria.K changed it', 'erased-1 changed it'],
  ['a part of an address of a resource', 'arn:aws:iam::1:user/maria.k', 'arn:aws:iam::1:user/erased-1'],
  ['the longer name before the shorter that it holds', 'by maria.k@example.com', 'by erased-1'],
  ['a name with a sign that means something, as JSON has it', '{"user":"ACME\\\\maria"}', '{"user":"erased-1"}'],
  ['no part of another name', 'annamaria.k and maria.kolb', 'annamaria.k and maria.kolb'],
])('takes out %s', (_, before, after) => {
  expect(blot(before)).toBe(after)
  expect(names(before)).toBe(before !== after)
})

test('goes into lists and objects, and leaves keys and other values', () => {
  expect(blot({ 'maria.k': [1, null, { by: 'maria.k' }] })).toEqual({ 'maria.k': [1, null, { by: 'erased-1' }] })
})
