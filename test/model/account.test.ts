// One account, however its vendor writes it.
import { expect, test } from 'vitest'
import { accountId } from '../../src/model/account.ts'

test.each([
  ['ACME\\JDoe', undefined, 'jdoe@acme'],
  ['jdoe@acme.example.com', undefined, 'jdoe@acme'],
  ['CN=jdoe,OU=Backup,DC=acme,DC=example,DC=com', undefined, 'jdoe@acme'],
  ['CN=Doe\\, Jane,OU=Backup,DC=acme,DC=com', undefined, 'doe, jane@acme'],
  ['jdoe', 'acme.example.com', 'jdoe@acme'],
  ['admin', 'na01', 'admin@na01'],
  ['.\\admin', 'vbr01', 'admin@vbr01'],
  ['root', '192.0.2.7', 'root@192.0.2.7'],
  ['jdoe', undefined, 'jdoe'],
  ['\\jdoe', undefined, 'jdoe'],
  ['', undefined, ''],
])('%j in %j is %j', (name, realm, id) => {
  expect(accountId(name, realm)).toBe(id)
})
