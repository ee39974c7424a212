import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/azure.keyvault/source.ts'
import { eventsOf } from '../samples.ts'

const eventOf = (operationName: string, more: JsonObject = {}, properties: JsonObject = {}) =>
  eventsOf([
    source.read(
      Buffer.from(
        JSON.stringify({
          time: '2026-03-02T09:00:00Z',
          category: 'AuditEvent',
          operationName,
          resultType: 'Success',
          resultSignature: 'OK',
          resourceId: '/SUBSCRIPTIONS/S-1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/ACMEKEYS',
          identity: { claim: { oid: 'O-1', upn: 'mara@acme.example.com' } },
          properties: { id: 'https://acmekeys.vault.azure.net/keys/seal', httpStatusCode: 200, ...properties },
          ...more,
        }),
      ),
      0,
    ),
  ])[0]

describe('the outcome', () => {
  test.each<[string, JsonObject, JsonObject, string]>([
    ['Success with 403 is a refusal', {}, { httpStatusCode: 403 }, 'failure'],
    [
      'Success that says Forbidden without a code is a refusal',
      { resultSignature: 'Forbidden' },
      { httpStatusCode: null },
      'failure',
    ],
    [
      'the code counts more than the word beside it',
      { resultSignature: 'Forbidden' },
      { httpStatusCode: 200 },
      'success',
    ],
    ['a code as text', {}, { httpStatusCode: '404' }, 'failure'],
    ['Success alone', { resultSignature: null }, { httpStatusCode: null }, 'success'],
  ])('%s', (_, more, properties, outcome) => {
    expect(eventOf('KeyPurge', more, properties)?.event.outcome).toBe(outcome)
  })
})

describe('a key', () => {
  test.each([
    'https://acmekeys.vault.azure.net/keys/Seal',
    'https://acmekeys.vault.azure.net/keys/seal/0123456789abcdef0123456789abcdef',
    'https://acmekeys.vault.azure.net/deletedkeys/seal',
  ])('has one id: %s', (id) => {
    expect(eventOf('KeyDelete', {}, { id })?.backup?.resource?.id).toBe('https://acmekeys.vault.azure.net/keys/seal')
  })

  test.each<[string, JsonObject, string]>([
    ['KeyDelete', {}, 'key-destruction-scheduled'],
    ['KeyPurge', {}, 'key-destruction-scheduled'],
    ['KeyRecover', {}, 'key-destruction-cancelled'],
    ['KeyUpdate', { keyProperties: { attributes: { enabled: false } } }, 'key-disabled'],
    ['KeyUpdate', { keyProperties: { attributes: { exp: 5 } } }, 'other'],
    ['KeyRotate', {}, 'key-rotated'],
    ['KeyUnwrap', {}, 'key-used'],
    ['KeyGet', {}, 'read'],
    ['KeyListDeleted', {}, 'read'],
    ['VaultDelete', {}, 'key-destruction-scheduled'],
    ['VaultPatch', { properties: { enablePurgeProtection: false } }, 'key-disabled'],
    ['VaultPatch', { properties: { enableSoftDelete: true, softDeleteRetentionInDays: 90 } }, 'guard-changed'],
    ['VaultPatch', { addedAccessPolicyEntries: [{}] }, 'key-policy-changed'],
    ['Authentication', {}, 'other'],
    ['toString', {}, 'other'],
  ])('%s %j is %s', (operation, properties, action) => {
    expect(eventOf(operation, {}, properties)?.event.action).toBe(action)
  })
})
