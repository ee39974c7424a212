// What a configuration says of the ways in: as the house reads it, and every mistake by its place.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'

const known = {
  sources: ['samba.audit', 'netapp.ontap'],
  pagers: new Map(),
  checkMapping: () => undefined,
  detections: '/opt/detections',
}
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-config-'))

function load(text: string) {
  const file = join(folder, 'lastcopy.yml')
  writeFileSync(file, text)
  return loadConfig({ file, env: { KEY: 'a-private-key-of-ours' }, cwd: folder, known })
}

test('it is complete, with names, absolute paths and numbers', () => {
  const loaded = load(`
intake:
  tokens: [{ name: nas, token: a-token-of-the-nas }]
  signatures: [{ name: hook, secret: a-secret-of-the-hook, header: X-Hub-Signature-256 }]
  syslog:
    - { transport: udp, listen: '0.0.0.0:514', senders: [{ from: [192.0.2.0/24], source: netapp.ontap }] }
    - { transport: tls, listen: '[::]:6514', source: samba.audit, maxMessage: 1MB, tls: { cert: c, key: '\${env:KEY}' } }
  http: [{ listen: '0.0.0.0:8088' }]
  files: [{ name: samba, paths: [logs/*.log], source: samba.audit }]
  stdin: { source: samba.audit }
`)
  expect(loaded).toMatchObject({
    ok: true,
    value: {
      roles: ['intake', 'normalize', 'detect', 'page', 'project', 'console'],
      intake: {
        maxBody: 64 << 20,
        tokens: [{ name: 'nas', sources: [] }],
        signatures: [{ name: 'hook', header: 'x-hub-signature-256' }],
        syslog: [
          { name: 'syslog-udp-514', host: '0.0.0.0', port: 514, maxMessage: 256 << 10, idle: 3_600_000 },
          { name: 'syslog-tls-6514', host: '::', port: 6514, maxMessage: 1 << 20, unfinished: 30_000 },
        ],
        http: [{ name: 'http-8088', port: 8088 }],
        files: [{ name: 'samba', paths: [join(folder, 'logs/*.log')], begin: 'start', format: 'lines' }],
        stdin: { source: 'samba.audit' },
      },
    },
  })
  expect(loaded.ok && loaded.value.secrets.toSorted()).toEqual([
    'a-private-key-of-ours',
    'a-secret-of-the-hook',
    'a-token-of-the-nas',
  ])
})

test.each([
  ['an unknown source', 'stdin: { source: samba.audits }', 'stdin.source: there is no source "samba.audits"'],
  [
    'a source that no topic takes',
    'stdin: { source: netapp.ontap }',
    'stdin.source: no topic takes records of netapp.ontap',
  ],
  ['a sourcetype of none', 'sourcetypes: { "a:b": x }', 'sourcetypes.a:b: there is no source "x"'],
  [
    'a token for none',
    'tokens: [{ name: a, token: aaaaaaaaaaaaaaaa, sources: [x] }]',
    'tokens[0].sources[0]: there is',
  ],
  [
    'TLS without a certificate',
    'syslog: [{ transport: tls, listen: "a:1", source: samba.audit }]',
    'syslog[0].tls: is missing',
  ],
  [
    'a certificate without TLS',
    'syslog: [{ transport: tcp, listen: "a:1", source: samba.audit, tls: { cert: c, key: k } }]',
    'syslog[0].tls: means nothing for the transport tcp',
  ],
  [
    'clients without an authority',
    'http: [{ listen: "a:1", tls: { cert: c, key: k, requireClient: true } }]',
    'http[0].tls.ca: is missing',
  ],
  ['nobody to be heard', 'syslog: [{ transport: udp, listen: "a:1" }]', 'syslog[0].source: is missing'],
  [
    'a network that is none',
    'syslog: [{ transport: udp, listen: "a:1", senders: [{ from: [192.0.2.0/33], source: samba.audit }] }]',
    'syslog[0].senders[0].from[0]: "192.0.2.0/33" is no address',
  ],
  [
    'the same name twice',
    'files: [{ name: a, paths: [x], source: samba.audit }, { name: a, paths: [y], source: samba.audit }]',
    'files[1].name: "a" is there twice',
  ],
  [
    'an odd transport',
    'syslog: [{ transport: relp, listen: "a:1", source: samba.audit }]',
    'syslog[0].transport: must be one of udp, tcp, tls',
  ],
  ['no paths', 'files: [{ name: a, paths: [], source: samba.audit }]', 'files[0].paths'],
])('%s is told', (_, text, words) => {
  const loaded = load(`topics: { audit.samba: samba.audit }\nintake:\n  ${text}\n`)
  const messages = loaded.ok ? [] : loaded.error.map(({ message }) => message)
  expect(messages).toEqual([expect.stringContaining(`intake.${words}`)])
})
