import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { loadSource } from '../../../src/content/sources.ts'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import type { Event } from '../../../src/model/event.ts'
import type { Reading } from '../../../src/model/source.ts'

const received = Date.parse('2026-03-02T10:00:10Z')
const at = '2026-03-02T10:00:05.000Z'

async function read(name: string, value: Json | Uint8Array): Promise<Reading> {
  const source = await loadSource(name)
  if (!source) throw new Error(`no source ${name}`)
  const bytes =
    value instanceof Uint8Array ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  return source.read(bytes, received)
}
const eventsOf = async (name: string, value: Json | Uint8Array): Promise<readonly Event[]> => {
  const reading = await read(name, value)
  return reading.ok ? reading.value.events : []
}
const reasonsOf = async (name: string, value: Json | Uint8Array): Promise<readonly string[]> => {
  const reading = await read(name, value)
  return reading.ok ? reading.value.rejects.map(({ reason }) => reason) : [reading.error.reason]
}

const vault = {
  time: '2026-03-02T09:00:01Z',
  type: 'response',
  auth: { display_name: 'ldap-mwolf', entity_id: '7d1f1c0e-0000-4000-8000-000000000001', token_type: 'service' },
  request: {
    id: '5a000000-0000-4000-8000-000000000001',
    operation: 'delete',
    path: 'transit/keys/veeam-repo',
    remote_address: '203.0.113.20',
  },
  response: {},
} satisfies JsonObject
const json = JSON.stringify(vault)
const beat = { type: 'filebeat', version: '8.15.0', name: 'collector-1' }
const log = { file: { path: '/var/log/remote.log' }, offset: 123 }
const filebeat = (message: string): JsonObject => ({
  '@timestamp': at,
  agent: beat,
  log,
  message,
  host: { name: 'collector-1' },
})
const rsyslog = (msg: string): JsonObject => ({
  msg,
  hostname: 'vault-01',
  syslogtag: 'vault[812]:',
  timereported: 'Mar  2 09:00:01',
})

describe('agents around agents', () => {
  test.each<readonly [string, Json, readonly string[]]>([
    ['Filebeat around rsyslog around JSON', filebeat(JSON.stringify(rsyslog(json))), ['filebeat', 'rsyslog']],
    ['… behind a cookie', filebeat(JSON.stringify(rsyslog(` @cee: ${json}`))), ['filebeat', 'rsyslog']],
    [
      'Filebeat around a line with JSON behind its header',
      filebeat(`<134>Mar  2 09:00:01 vault-01 vault[812]: ${json}`),
      ['filebeat', 'syslog'],
    ],
    [
      'rsyslog around such a line',
      rsyslog(`<134>1 2026-03-02T09:00:01Z vault-01 vault 812 - - ${json}`),
      ['rsyslog', 'syslog'],
    ],
    [
      'a header around an agent',
      `<134>Mar  2 09:00:01 relay vector: ${JSON.stringify({ message: json, source_type: 'file', timestamp: at })}`,
      ['syslog', 'vector'],
    ],
    [
      'Event Hubs around Kafka Connect around Fluent Bit',
      { records: [{ schema: {}, payload: JSON.stringify({ date: 1_772_445_605, log: json }) }] },
      ['event-hubs', 'kafka-connect', 'fluent-bit'],
    ],
    [
      'a container around an agent around a container',
      {
        log: `${JSON.stringify(filebeat(JSON.stringify({ log: json, stream: 'stdout', time: at })))}\n`,
        stream: 'stderr',
        time: at,
      },
      ['docker', 'filebeat', 'docker'],
    ],
    [
      'OpenTelemetry that took the JSON apart',
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { kvlistValue: { values: kvOf(vault) } } }] }] }] },
      ['opentelemetry'],
    ],
  ])('%s', async (_, value, carriers) => {
    const events = await eventsOf('hashicorp.vault', value)
    expect(events.map(({ event, source, backup }) => [event.code, source?.ip, backup?.carriers])).toEqual([
      ['delete', '203.0.113.20', carriers],
    ])
  })

  test('a record of which only the text stood inside keeps that text', async () => {
    const spaced = JSON.stringify(vault, null, 1)
    const [event] = await eventsOf('hashicorp.vault', filebeat(spaced))
    expect([event?.event.original, event?.event.created]).toEqual([spaced, at])
  })

  test('several in one, and each bad one is told', async () => {
    const value = [
      filebeat(json),
      filebeat('no JSON'),
      { records: [{ message: json }, 5, null] },
      filebeat(`${json}\n${json}`),
    ]
    const reading = await read('hashicorp.vault', value)
    expect(reading.ok && reading.value.events).toHaveLength(4)
    expect(reading.ok && reading.value.rejects.map(({ part }) => part)).toEqual([1, 3, 4])
  })
})

/** As OpenTelemetry writes an object. */
function kvOf(value: JsonObject): readonly Json[] {
  return Object.entries(value).map(([key, held]) => ({
    key,
    value: typeof held === 'string' ? { stringValue: held } : { kvlistValue: { values: kvOf(held as JsonObject) } },
  }))
}

const message = 'Accepted publickey for mwolf from 203.0.113.20 port 51544 ssh2: ED25519 SHA256:abc'
const epoch = Date.parse('2026-03-02T10:00:00Z')

describe('a header that an agent took apart is the line’s', () => {
  test.each<readonly [string, Json]>([
    [
      'rsyslog',
      {
        msg: ` ${message}`,
        hostname: 'repo01',
        programname: 'sshd',
        procid: '412',
        timereported: '2026-03-02T10:00:00+00:00',
      },
    ],
    [
      'rsyslog, as it writes by default',
      { msg: message, hostname: 'repo01', syslogtag: 'sshd[412]:', timereported: 'Mar  2 10:00:00' },
    ],
    [
      'syslog-ng',
      { MESSAGE: message, HOST: 'repo01', PROGRAM: 'sshd', PID: '412', DATE: 'Mar  2 10:00:00', PRIORITY: 'info' },
    ],
    [
      'NXLog',
      {
        Message: message,
        Hostname: 'repo01',
        SourceName: 'sshd',
        ProcessID: '412',
        EventTime: '2026-03-02 10:00:00',
        SourceModuleType: 'im_udp',
      },
    ],
    [
      'the journal',
      {
        MESSAGE: message,
        _HOSTNAME: 'repo01',
        SYSLOG_IDENTIFIER: 'sshd',
        _PID: '412',
        __REALTIME_TIMESTAMP: `${epoch}000`,
      },
    ],
    [
      'the journal, in bytes',
      {
        MESSAGE: [...Buffer.from(message)],
        _HOSTNAME: 'repo01',
        SYSLOG_IDENTIFIER: 'sshd',
        __REALTIME_TIMESTAMP: `${epoch}000`,
      },
    ],
    [
      'Filebeat',
      {
        '@timestamp': '2026-03-02T10:00:00.000Z',
        message,
        agent: beat,
        log: { syslog: { hostname: 'repo01', appname: 'sshd' } },
        process: { name: 'sshd', pid: 412 },
      },
    ],
    [
      'Vector',
      {
        message,
        hostname: 'repo01',
        appname: 'sshd',
        procid: 412,
        timestamp: '2026-03-02T10:00:00Z',
        source_type: 'syslog',
      },
    ],
    ['Fluent Bit', { date: epoch / 1000, host: 'repo01', ident: 'sshd', pid: '412', message }],
    ['GELF', { version: '1.1', host: 'repo01', short_message: message, timestamp: epoch / 1000, program: 'sshd' }],
    [
      'Kafka Connect',
      { schema: {}, payload: { message, hostname: 'repo01', appName: 'sshd', processId: '412', date: epoch } },
    ],
    [
      'OpenTelemetry',
      {
        resourceLogs: [
          {
            resource: { attributes: [{ key: 'host.name', value: { stringValue: 'repo01' } }] },
            scopeLogs: [
              {
                logRecords: [
                  {
                    timeUnixNano: `${epoch}000000`,
                    body: { stringValue: message },
                    attributes: [{ key: 'appname', value: { stringValue: 'sshd' } }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    [
      'Loki',
      { streams: [{ stream: { hostname: 'repo01', app_name: 'sshd' }, values: [[`${epoch}000000`, message]] }] },
    ],
    [
      'Filebeat around rsyslog',
      filebeat(
        JSON.stringify({ msg: message, hostname: 'repo01', syslogtag: 'sshd[412]:', timereported: 'Mar  2 10:00:00' }),
      ),
    ],
    [
      'Filebeat around rsyslog that left the host out',
      {
        ...filebeat(JSON.stringify({ msg: message, syslogtag: 'sshd[412]:', timereported: 'Mar  2 10:00:00' })),
        host: { name: 'repo01' },
      },
    ],
  ])('%s', async (_, value) => {
    const found = await eventsOf('linux.syslog', value)
    expect(
      found.map((event) => [
        event['@timestamp'],
        event.host?.name,
        event.user?.name,
        event.source?.ip,
        event.event.action,
      ]),
    ).toEqual([['2026-03-02T10:00:00.000Z', 'repo01', 'mwolf', '203.0.113.20', 'sign-in']])
  })
})

const xml = (id: number): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>\n<System>\n<EventID>${id}</EventID>\n<TimeCreated SystemTime='2026-03-02T09:30:00Z'/>\n<Channel>Security</Channel>\n<Computer>vbr01.example.com</Computer>\n</System>\n<EventData>\n<Data Name='TargetUserName'>mwolf</Data>\n</EventData>\n</Event>`
const flat = (text: string): string => text.replaceAll('\n', '')

describe('events in XML', () => {
  test.each<readonly [string, Json]>([
    ['laid out over lines', `${xml(4720)}\n${xml(4726)}`],
    ['on one line', `<Events>${flat(xml(4720))}${flat(xml(4726))}</Events>`],
    ['in a list that is laid out', `<Events>\n${xml(4720)}\n${xml(4726)}\n</Events>`],
    ['in an agent’s text', filebeat(`${flat(xml(4720))}\n${flat(xml(4726))}`)],
    ['laid out in an agent’s text', filebeat(`${xml(4720)}\n${xml(4726)}`)],
    [
      'each in one of a batch',
      [{ event: xml(4720), sourcetype: 'XmlWinEventLog', time: 1 }, { raw_event: flat(xml(4726)) }],
    ],
  ])('%s', async (_, value) => {
    const found = await eventsOf('windows.security', value)
    expect(found.map(({ event, host }) => [event.code, host?.name])).toEqual([
      ['4720', 'vbr01.example.com'],
      ['4726', 'vbr01.example.com'],
    ])
  })
})

describe('notices that a file was written hold no record, and say so', () => {
  const s3 = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'b' }, object: { key: 'k' } },
  }
  test.each<readonly [string, Json]>([
    ['of S3', { Records: [s3] }],
    [
      'of S3 in SNS in SQS',
      { Body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ Records: [s3] }) }) },
    ],
    ['of Azure', [{ eventType: 'Microsoft.Storage.BlobCreated', data: {}, dataVersion: '', eventTime: at }]],
    ['of Google', { kind: 'storage#object', bucket: 'b', name: 'k' }],
  ])('%s', async (_, value) => {
    for (const name of ['okta.system', 'hashicorp.vault', 'linux.syslog'])
      expect((await reasonsOf(name, value)).join()).toContain('notice that a file was written')
  })
})

describe('hostile forms stay bounded', () => {
  const within = async (milliseconds: number, value: Json | Uint8Array): Promise<readonly string[]> => {
    const begun = performance.now()
    const reasons = await reasonsOf('hashicorp.vault', value)
    expect(performance.now() - begun).toBeLessThan(milliseconds)
    return reasons
  }
  test('an agent in an agent in an agent, without end', async () => {
    let text = '{}'
    for (let level = 0; level < 16; level += 1) text = JSON.stringify({ message: text })
    expect(await within(15_000, text)).toHaveLength(1)
    const lists = `${'[{"records":'.repeat(190)}${json}${'}]'.repeat(190)}`
    expect(await within(15_000, lists)).toHaveLength(1)
    expect(await within(15_000, `${'{"message":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toHaveLength(1)
    expect(await within(15_000, { message: `${'['.repeat(100_000)}${']'.repeat(100_000)}` })).toHaveLength(1)
  })

  test('many small bombs are one large one', async () => {
    const bomb = gzipSync(Buffer.alloc(33 << 20, 0x20)).toString('base64')
    const reasons = await within(15_000, { records: Array.from({ length: 40 }, () => ({ data: bomb })) })
    expect(reasons).toEqual(['what is packed inside cannot be unfolded, or unfolds to more than 64 MiB'])
  })

  test('more parts than any shipper sends', async () => {
    const reasons = await within(15_000, `[${'{},'.repeat(400_000)}{}]`)
    expect(reasons).toEqual(['the record has more than 100000 parts'])
  })

  test('any value in place of any that a form has', async () => {
    const strangers: readonly Json[] = [
      null,
      5,
      true,
      '',
      'x',
      [],
      [[null]],
      {},
      { message: {} },
      '{',
      '[',
      `${'A'.repeat(20)}==`,
    ]
    const names = [
      'Records',
      'records',
      'events',
      'logEvents',
      'messageType',
      'detail',
      'detail-type',
      'awslogs',
      'kinesis',
      'Sns',
      'Message',
      'Body',
      'body',
      'message',
      'receivedMessages',
      'specversion',
      'data',
      'schema',
      'payload',
      'op',
      'after',
      'before',
      'resourceLogs',
      'streams',
      'value',
      'preview',
      'result',
      'agent',
      'beat',
      '@metadata',
      'winlog',
      'event',
      'log',
      'host',
      'MESSAGE',
      '__REALTIME_TIMESTAMP',
      'structured-data',
      'QueryResultRows',
      'eventJson',
      'Events',
      '__proto__',
      'constructor',
    ]
    const own = (name: string, value: Json): JsonObject =>
      JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as JsonObject
    for (const name of names)
      for (const value of strangers)
        for (const other of ['message', 'schema', 'detail', 'op', 'messageId']) {
          const record = JSON.stringify({ ...own(other, 'x'), ...own(name, value) })
          for (const source of ['hashicorp.vault', 'linux.syslog', 'windows.security']) await reasonsOf(source, record)
        }
    expect(({} as JsonObject).message).toBeUndefined()
  })
})
