import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Known, loadConfig, loadMappings } from '../../src/config/load.ts'
import { checkMapping } from '../../src/sources/generic/check.ts'

const known: Known = {
  sources: ['aws.cloudtrail', 'veeam.vbr'],
  pagers: new Map([
    [
      'pagerduty',
      {
        settings: {
          type: 'object',
          additionalProperties: false,
          required: ['routingKey'],
          properties: { routingKey: { type: 'string', minLength: 32 } },
        },
        secrets: ['routingKey'],
      },
    ],
  ]),
  checkMapping: (mapping, tell) => checkMapping(mapping, ['aws.cloudtrail', 'veeam.vbr'], tell),
  detections: '/opt/lastcopy/detections',
}
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-config-'))
let count = 0

function load(text: string, env: Record<string, string> = {}) {
  const file = join(folder, `${count++}.yml`)
  writeFileSync(file, text)
  return loadConfig({ file, env, cwd: folder, known })
}

function problems(text: string, env: Record<string, string> = {}) {
  const loaded = load(text, env)
  return loaded.ok ? [] : loaded.error.map(({ line, message, hint }) => [line, message, hint])
}

describe('a configuration', () => {
  test('is complete without a file', () => {
    const loaded = loadConfig({ env: {}, cwd: folder, known })
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        site: 'default',
        journal: { kind: 'sqlite', path: join(folder, 'lastcopy.db'), retention: { age: 604_800_000 } },
        store: { path: join(folder, 'lastcopy.alerts.db') },
        topics: { 'audit.aws.cloudtrail': 'aws.cloudtrail', 'audit.veeam.vbr': 'veeam.vbr' },
        web: { host: '127.0.0.1', port: 8480 },
        detections: '/opt/lastcopy/detections',
        paging: {
          repeat: 900_000,
          floor: 'page-now',
          allow: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
        },
      },
    })
  })

  test('cannot be changed after it was read', () => {
    const loaded = load('site: plant-7')
    expect(loaded.ok && Object.isFrozen(loaded.value.journal.retention)).toBe(true)
  })

  test('that is asked for must be there', () => {
    expect(loadConfig({ file: 'nope.yml', env: {}, cwd: folder, known })).toMatchObject({ ok: false })
  })

  test('names every mistake at once, with its line and what was meant', () => {
    const text = 'site: plant-7\njurnal:\n  kind: sqlite\nweb:\n  listen: 127.0.0.1\nlog:\n  level: warning\n'
    expect(problems(text)).toEqual([
      [2, 'jurnal: there is no such setting', 'did you mean journal?'],
      [5, 'web.listen: must be host:port, such as 127.0.0.1:8480', undefined],
      [7, 'log.level: must be one of debug, info, warn, error', 'did you mean warn?'],
    ])
  })

  test.each([
    ['a list', '- a\n', [[1, 'the file: must be a mapping of settings, such as `site: plant-7`', undefined]]],
    ['a number for a text', 'site: 7\n', [[1, 'site: must be a text, not a number', undefined]]],
    ['nothing for a mapping', 'web:\n', [[1, 'web: must be a mapping, not nothing', undefined]]],
    ['a member of the prototype', '__proto__: 1\n', [[1, '__proto__: there is no such setting', expect.any(String)]]],
    [
      'an odd duration',
      'paging:\n  repeat: soon\n',
      [[2, expect.stringContaining('paging.repeat: must be a duration'), undefined]],
    ],
    [
      'an unknown role',
      'roles: [detekt]\n',
      [[1, expect.stringContaining('roles[0]: must be one of'), 'did you mean detect?']],
    ],
    [
      'a Kafka journal without brokers',
      'journal: { kind: kafka }\n',
      [[1, 'journal.kind: a Kafka journal needs brokers', expect.any(String)]],
    ],
    [
      'an unknown source',
      'topics:\n  audit.aws: aws.cloudtrial\n',
      [[2, expect.stringContaining('topics.audit.aws: there is no source'), 'did you mean aws.cloudtrail?']],
    ],
    [
      'a token with an unknown role',
      'web: { tokens: [{ name: a, token: 0123456789abcdef, role: root }] }\n',
      [[1, expect.stringContaining('web.tokens[0].role: must be one of viewer'), undefined]],
    ],
    [
      'a proxy that is no address',
      'web: { proxies: [everybody] }\n',
      [[1, expect.stringContaining('web.proxies[0]'), undefined]],
    ],
    [
      'an unknown pager',
      'pagers:\n  - kind: pagerdutty\n',
      [[2, 'pagers[0].kind: there is no pager "pagerdutty"', 'did you mean pagerduty?']],
    ],
    [
      'a pager without its key',
      'pagers:\n  - kind: pagerduty\n',
      [[2, 'pagers[0].settings.routingKey: is missing', undefined]],
    ],
    [
      'an odd pager setting',
      `pagers:\n  - kind: pagerduty\n    settings:\n      routingKey: ${'a'.repeat(32)}\n      routngKey: x\n`,
      [[5, 'pagers[0].settings.routngKey: there is no such setting', 'did you mean routingKey?']],
    ],
    [
      'ssl of a wrong shape',
      'kafka: { brokers: ["a:1"], ssl: { cart: x } }\n',
      [[1, 'kafka.ssl.cart: there is no such setting', 'did you mean cert?']],
    ],
    [
      'scram without a password',
      'kafka: { brokers: ["a:1"], sasl: { mechanism: plain, username: u } }\n',
      [[1, expect.stringContaining('kafka.sasl.password: is missing'), undefined]],
    ],
    ['the same key twice', 'site: a\nsite: b\n', [[2, expect.stringContaining('no YAML'), undefined]]],
    ['broken YAML', 'site: [a\n', [[2, expect.stringContaining('no YAML'), undefined]]],
  ])('with %s is refused', (_, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  test('takes secrets from the environment and from files, and remembers which', () => {
    writeFileSync(join(folder, 'key'), `${'k'.repeat(32)}\n`)
    const loaded = load(
      'web: { tokens: [{ name: on call, token: "${env:WEB_TOKEN}" }] }\npagers: [{ kind: pagerduty, settings: { routingKey: "${file:key}" } }]\n',
      { WEB_TOKEN: 'abcdefghijklmnopqrst' },
    )
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        web: { tokens: [{ name: 'on call', token: 'abcdefghijklmnopqrst' }] },
        pagers: [{ name: 'pagerduty', settings: { routingKey: 'k'.repeat(32) } }],
        secrets: ['abcdefghijklmnopqrst', 'k'.repeat(32)],
      },
    })
  })

  test('tells a secret that is not there by its name, never by a value', () => {
    expect(problems('site: "${env:SITE_NAM}"\n', { SITE_NAME: 'hidden-value' })).toEqual([
      [1, 'site: the environment has no SITE_NAM', 'did you mean SITE_NAME?'],
    ])
  })

  test('knows text that only looks like a reference', () => {
    expect(load('web: { publicUrl: "https://example.com/$${x}" }')).toMatchObject({
      ok: true,
      value: { web: { publicUrl: 'https://example.com/${x}' } },
    })
  })

  test('is overridden by the environment', () => {
    expect(
      load('site: a\nlog: { level: info }', {
        LASTCOPY_SITE: 'b',
        LASTCOPY_JOURNAL: 'kafka',
        LASTCOPY_KAFKA_BROKERS: 'one:9092, two:9092',
      }),
    ).toMatchObject({
      ok: true,
      value: { site: 'b', journal: { kind: 'kafka' }, kafka: { brokers: ['one:9092', 'two:9092'] } },
    })
  })

  test('tells a slip in the name of an override', () => {
    expect(problems('', { LASTCOPY_SIT: 'b' })).toEqual([
      [undefined, 'the file: LASTCOPY_SIT is no setting', 'did you mean LASTCOPY_SITE?'],
    ])
  })

  test('of hostile size and depth is refused or read, in no time', () => {
    expect(problems(`site: ${'['.repeat(5_000)}`).length).toBeGreaterThan(0)
    expect(
      problems(
        'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c]\n',
      ).length,
    ).toBeGreaterThan(0)
  })
})

describe('consoles that the site describes', () => {
  const mapping =
    'sources:\n  acme.desk:\n    read: generic.json\n    events:\n      - { code: x, action: repository-deleted }\n'
  test('are sources: topics may name them, and without topics each has its own', () => {
    const named = load(`${mapping}topics: { desk: acme.desk }`)
    expect(named).toMatchObject({ ok: true, value: { topics: { desk: 'acme.desk' } } })
    expect(load(mapping)).toMatchObject({
      ok: true,
      value: {
        topics: { 'audit.acme.desk': 'acme.desk' },
        sources: [{ name: 'acme.desk', read: 'generic.json', kind: 'console', fields: {} }],
      },
    })
  })

  test.each([
    [
      mapping.replace('read: generic.json', 'reads: generic.json'),
      'sources.acme.desk.reads: there is no such setting',
      'did you mean read?',
    ],
    [
      mapping.replace('    read: generic.json\n', ''),
      'sources.acme.desk.read: is missing',
      expect.stringContaining('generic.cef'),
    ],
    [
      mapping.replace('generic.json', 'generic.xml'),
      'sources.acme.desk.read: must be one of generic.json, generic.syslog, generic.cef, generic.leef',
      expect.anything(),
    ],
    [
      mapping.replace('repository-deleted', 'repository-delete'),
      'sources.acme.desk.events[0].action: there is no verb "repository-delete"',
      'did you mean repository-deleted?',
    ],
    [
      mapping.replace('acme.desk', 'veeam.vbr'),
      'sources.veeam.vbr: there is a source "veeam.vbr" already',
      expect.stringContaining('acme.console'),
    ],
    [
      mapping.replace('code: x', 'code: 7'),
      'sources.acme.desk.events[0].code: must be a text, not a number',
      undefined,
    ],
    [
      `${mapping}    fields: { adress: at }`,
      'sources.acme.desk.fields.adress: there is no such setting',
      'did you mean address?',
    ],
    [`${mapping}topics: { desk: acme.dest }`, 'topics.desk: there is no source "acme.dest"', 'did you mean acme.desk?'],
  ])('with a mistake are told with the place of it: %s', (text, message, hint) => {
    const told = problems(text)
    expect(told).toContainEqual([expect.any(Number), message, hint])
  })

  test('can be had alone, whatever else is in the file', () => {
    const file = join(folder, 'alone.yml')
    writeFileSync(file, `${mapping}pagers: [{ kind: pagerduty, settings: { routingKey: '\${env:NOT_THERE}' } }]`)
    expect(loadConfig({ file, env: {}, cwd: folder, known }).ok).toBe(false)
    expect(loadMappings({ file, env: {}, cwd: folder, known })).toMatchObject({
      ok: true,
      value: [{ name: 'acme.desk' }],
    })
  })
})

describe('signs of life', () => {
  test('are complete with what they leave out', () => {
    const loaded = load(`
expected: [{ source: veeam.vbr, within: 1h }, { name: nightly, within: 25h, priority: page-now }]
watchers: [{ kind: plain, url: 'https://watch.example.com/secret-path' }]
`)
    expect(loaded.ok && loaded.value.expected).toEqual([
      { name: 'veeam.vbr', source: 'veeam.vbr', within: 3_600_000, priority: 'notify' },
      { name: 'nightly', within: 90_000_000, priority: 'page-now' },
    ])
    expect(loaded.ok && loaded.value.watchers).toMatchObject([{ name: 'plain', kind: 'plain', every: 60_000 }])
    expect(loaded.ok && loaded.value.secrets).toContain('https://watch.example.com/secret-path')
  })
  test('that cannot be are told, each at its place', () => {
    const text = `expected:
  - { within: 1h }
  - { source: veeam.vrb, within: 1h }
  - { name: a, within: 1h }
  - { name: a, within: 2h }
watchers:
  - { kind: plain }
  - { kind: pagerduty, every: 40d }
`
    expect(problems(text).map(([line, message]) => [line, message])).toEqual([
      [2, 'expected[0].name: is missing'],
      [3, 'expected[1].source: there is no source "veeam.vrb"'],
      [7, 'watchers[0].url: is missing'],
      [8, 'watchers[1].every: must lie between 1s and 1d'],
      [8, 'watchers[1].routingKey: is missing'],
      [5, 'expected[3].name: "a" is there twice'],
    ])
  })
})
