// What a configuration says of Elasticsearch and of the store in it: as the house reads it, and every mistake by its place.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'

const known = { sources: [], pagers: new Map(), checkMapping: () => undefined, detections: '/opt/detections' }
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-config-'))

function load(text: string) {
  const file = join(folder, 'lastcopy.yml')
  writeFileSync(file, text)
  return loadConfig({ file, env: { KEY: 'a-key-of-ours' }, cwd: folder, known })
}

test('it is complete, and its secrets are known', () => {
  const loaded = load(`
store: { kind: elasticsearch }
elasticsearch:
  nodes: [https://es-1.example.com:9200/]
  apiKey: '\${env:KEY}'
  tls: { ca: c, cert: d, key: a-private-key }
`)
  expect(loaded).toMatchObject({
    ok: true,
    value: {
      store: { kind: 'elasticsearch', prefix: 'lastcopy', events: true },
      elasticsearch: {
        nodes: ['https://es-1.example.com:9200'],
        timeout: 10_000,
        tls: { rejectUnauthorized: true },
      },
    },
  })
  expect(loaded.ok && loaded.value.secrets.toSorted()).toEqual(['a-key-of-ours', 'a-private-key'])
})

const nodes = 'nodes: [https://es.example.com:9200]'
test.each([
  ['store: { kind: elasticsearch }', 'store.kind: a store in Elasticsearch needs nodes'],
  [`store: { kind: elasticsearch, path: x }\nelasticsearch: { ${nodes} }`, 'store.path: means nothing'],
  ['store: { replicas: 1 }', 'store.replicas: means nothing for a store in SQLite'],
  ['store: { kind: elasticsearch, prefix: Big }', 'store.prefix'],
  ['elasticsearch: { nodes: [es.example.com] }', 'elasticsearch.nodes[0]: must be a URL'],
  ["elasticsearch: { nodes: ['https://a:secret@es.example.com'] }", 'elasticsearch.nodes[0]: must be a URL'],
  [
    "elasticsearch: { nodes: ['https://es.example.com/?a=b'] }",
    'elasticsearch.nodes[0]: must be the address of a node',
  ],
  ['elasticsearch: { nodes: [] }', 'elasticsearch.nodes'],
  [`elasticsearch: { ${nodes}, apiKey: k, username: a, password: p }`, 'elasticsearch.apiKey: stands beside username'],
  [`elasticsearch: { ${nodes}, username: a }`, 'elasticsearch.password: is missing'],
  [`elasticsearch: { ${nodes}, password: a }`, 'elasticsearch.username: is missing'],
  [`elasticsearch: { ${nodes}, tls: { cert: a } }`, 'elasticsearch.tls.key: is missing beside cert'],
  ['elasticsearch: { nodes: [http://es.example.com], tls: { ca: a } }', 'elasticsearch.tls: means nothing'],
])('%s: %s', (text, message) => {
  const loaded = load(text)
  expect(loaded.ok).toBe(false)
  const told = loaded.ok ? [] : loaded.error.map((problem) => problem.message)
  expect(told.join('\n')).toContain(message)
  expect(told.join('\n')).not.toContain('secret')
})
