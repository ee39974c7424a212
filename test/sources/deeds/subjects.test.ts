import { expect, test } from 'vitest'
import { addressIn, subjectIn } from '../../../src/sources/deeds/told.ts'

test.each([
  ["admin has deleted policy 'x'.", 'admin', "deleted policy 'x'."],
  ["User 'admin' on host nsr01 deleted pool 'x'", 'admin', "deleted pool 'x'"],
  ['jdoe@example.com changed the schedule', 'jdoe@example.com', 'changed the schedule'],
  ['ACME\\jdoe removed a job', 'ACME\\jdoe', 'removed a job'],
  ["Policy 'x' was deleted by user admin.", 'admin', "Policy 'x' was deleted"],
  ['admin logged out.', 'admin', 'logged out.'],
  ['Login failed for user admin from 203.0.113.9', 'admin', 'Login failed'],
  ["User 'helper' was deleted", undefined, "User 'helper' was deleted"],
  ['Backup of vm01 failed', undefined, 'Backup of vm01 failed'],
  ['', undefined, ''],
])('%s', (text, who, rest) => {
  expect(subjectIn(text)).toEqual({ ...(who === undefined ? {} : { who }), rest })
})

test.each([
  ['logged in from 192.0.2.4.', '192.0.2.4'],
  ['from host [2001:db8::7]', '2001:db8::7'],
  ['from the console', undefined],
])('%s', (text, address) => {
  expect(addressIn(text)).toBe(address)
})
