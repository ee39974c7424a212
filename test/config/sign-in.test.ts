// What a configuration says of second factors and of an OpenID provider: as the house reads it, and every mistake by its place.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'

const known = { sources: [], pagers: new Map(), checkMapping: () => undefined, detections: '/opt/detections' }
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-config-'))
const key = 'a key of at least thirty-two characters'

function load(text: string) {
  const file = join(folder, 'lastcopy.yml')
  writeFileSync(file, text)
  return loadConfig({ file, env: { SECRET: 'a-secret-of-the-client' }, cwd: folder, known })
}
const kafka = 'journal: { kind: kafka }\nkafka: { brokers: [localhost:9092] }\n'
const oidc = (more: string, roles = '{ admin: [backup-admins] }'): string =>
  `oidc: { issuer: 'https://login.example.com', clientId: lastcopy, roles: ${roles}, breakGlass: [emergency]${more} }`

test('it is complete, and its secrets are known', () => {
  const loaded = load(`
web:
  publicUrl: https://lastcopy.example.com/
  factorKey: ${key}
  secondFactor: engineer
  ${oidc(", clientSecret: '${env:SECRET}'")}
`)
  expect(loaded).toMatchObject({
    ok: true,
    value: {
      web: {
        publicUrl: 'https://lastcopy.example.com',
        secondFactor: 'engineer',
        oidc: {
          label: 'OpenID Connect',
          scopes: ['profile'],
          nameClaim: 'preferred_username',
          roleClaim: 'groups',
          roles: { admin: ['backup-admins'] },
          breakGlass: ['emergency'],
        },
      },
    },
  })
  expect(loaded.ok && loaded.value.secrets.toSorted()).toEqual(['a-secret-of-the-client', key].toSorted())
})

test('left out, there is no provider, and a second factor is everybody’s own choice', () => {
  const loaded = load('site: hamburg')
  expect(loaded.ok && [loaded.value.web.oidc, loaded.value.web.secondFactor]).toEqual([undefined, undefined])
})

test.each([
  ['web: { secondFactor: nobody }', 'web.secondFactor'],
  ['web: { factorKey: short }', 'web.factorKey'],
  [`${kafka}web: { secondFactor: admin }`, 'web.secondFactor: needs web.factorKey'],
  [`${kafka}web: { publicUrl: 'https://x.example.com', ${oidc('')} }`, 'web.oidc: needs web.factorKey'],
  [`web: { ${oidc('')} }`, 'web.oidc: needs web.publicUrl'],
  [
    `web: { publicUrl: 'https://x.example.com', ${oidc('').replace('https://login', 'http://login')} }`,
    'web.oidc.issuer: must begin with https',
  ],
  [`web: { publicUrl: 'https://x.example.com', ${oidc('', '{}')} }`, 'web.oidc.roles: gives nobody a role'],
  [`web: { publicUrl: 'https://x.example.com', ${oidc('', '{ owner: [x] }')} }`, 'web.oidc.roles'],
  [`web: { publicUrl: 'https://x.example.com', ${oidc('').replace('[emergency]', '[]')} }`, 'web.oidc.breakGlass'],
  [`web: { publicUrl: 'https://x.example.com', ${oidc('').replace('[emergency]', '[Ann]')} }`, 'web.oidc.breakGlass'],
])('%s: %s', (text, message) => {
  const loaded = load(text)
  const told = loaded.ok ? [] : loaded.error.map((problem) => problem.message)
  expect(
    told.some((one) => one.startsWith(message)),
    told.join('; '),
  ).toBe(true)
})

test('a provider on this machine may do without HTTPS', () => {
  const local = oidc('').replace('https://login.example.com', 'http://127.0.0.1:8080/realms/ops')
  expect(load(`web: { publicUrl: 'http://localhost:8480', ${local} }`)).toMatchObject({ ok: true })
})
