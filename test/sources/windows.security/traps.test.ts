import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/windows.security/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const first = (value: Json | string) => eventsOf([read(value)])[0]
const subject = { SubjectUserName: 'mwolf', SubjectDomainName: 'ACME', SubjectLogonId: '0x1A' }
const flat = (EventID: Json, more: JsonObject = {}) => ({
  EventID,
  Channel: 'Security',
  Hostname: 'vbr01.acme.example.com',
  SourceName: 'Microsoft-Windows-Security-Auditing',
  EventTime: '2026-03-02T09:00:00Z',
  ...subject,
  ...more,
})

describe('one event in the forms of every shipper', () => {
  const data = { ...subject, TargetUserName: 'svc2', TargetDomainName: 'VBR01' }
  const xml = `<Event xmlns='x'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4720</EventID><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T09:00:00.1234567Z'/><Channel>Security</Channel><Computer>vbr01.acme.example.com</Computer></System><EventData>${Object.entries(
    data,
  )
    .map(([name, value]) => `<Data Name='${name}'>${value}</Data>`)
    .join('')}</EventData></Event>`
  test.each([
    [
      'Winlogbeat 7',
      {
        '@timestamp': '2026-03-02T09:00:00Z',
        event: { code: 4720 },
        winlog: { event_id: 4720, channel: 'Security', computer_name: 'vbr01.acme.example.com', event_data: data },
      },
    ],
    [
      'Winlogbeat 8',
      {
        '@timestamp': '2026-03-02T09:00:00Z',
        event: { code: '4720' },
        winlog: { event_id: '4720', channel: 'security', computer_name: 'vbr01.acme.example.com', event_data: data },
      },
    ],
    ['NXLog', flat(4720, { ...data })],
    ['NXLog behind a header', `<14>Mar  2 09:00:00 wec01 ${JSON.stringify(flat(4720, { ...data }))}`],
    ['XML', xml],
    ['XML laid out over lines', xml.replaceAll('><', '>\n<')],
    ['XML in what an agent wrote', { '@timestamp': '2026-03-02T09:00:00Z', message: xml }],
    [
      'an evtx tool',
      {
        Event: {
          System: {
            EventID: { '#text': 4720 },
            Channel: 'Security',
            Computer: 'vbr01.acme.example.com',
            TimeCreated: { '#attributes': { SystemTime: '2026-03-02T09:00:00Z' } },
          },
          EventData: data,
        },
      },
    ],
  ])('%s', (_, record) => {
    expect(first(record)).toMatchObject({
      event: { code: '4720', action: 'user-added', outcome: 'success' },
      host: { name: 'vbr01.acme.example.com' },
      backup: {
        actor: { id: 'mwolf@acme', kind: 'person', session: 'vbr01.acme.example.com 0x1a' },
        detail: { local: true },
      },
      user: { target: { id: 'svc2@vbr01' } },
    })
  })

  test('cut short keeps what is whole', () => {
    const cut = first(xml.slice(0, xml.indexOf('svc2') + 2))
    expect(cut?.event.code).toBe('4720')
    expect(cut?.backup?.actor?.id).toBe('mwolf@acme')
    expect(read(xml.slice(0, 60)).ok).toBe(false)
  })
})

describe('an event', () => {
  test.each([
    [-(2 ** 63) + 0x20000000000000, 'success'],
    ['0x8010000000000000', 'failure'],
    [['Succès de l’audit'], 'success'],
    [['Échec de l’audit'], 'failure'],
    ['Überwachung erfolgreich', 'success'],
    [null, 'success'],
  ])('with keywords %j is a %s', (Keywords, outcome) => {
    expect(first(flat(4726, { Keywords, TargetUserName: 'x' }))?.event.outcome).toBe(outcome)
  })

  test.each([
    ['S-1-5-32-544', 'Administrateurs', 'admin-added'],
    ['S-1-5-21-1-2-3-512', 'Domänen-Admins', 'admin-added'],
    ['S-1-5-32-555', 'Remote Desktop Users', 'role-granted'],
  ])('puts somebody into %s (%s): %s', (TargetSid, TargetUserName, action) => {
    expect(
      first(flat(4732, { TargetSid, TargetUserName, TargetDomainName: 'Builtin', MemberSid: 'S-1-5-21-9' }))?.event
        .action,
    ).toBe(action)
  })

  test('has its own time, put right by when it was taken', () => {
    const at = (EventTime: string, taken: string) =>
      first(flat(4726, { EventTime, '@timestamp': taken }))?.['@timestamp']
    expect(at('2020-09-14 08:05:52', '2020-09-14T12:05:54Z')).toBe('2020-09-14T12:05:52.000Z')
    expect(at('2020-09-14 12:05:52', '2020-09-14T12:05:54Z')).toBe('2020-09-14T12:05:52.000Z')
    expect(at('2020-09-01 08:05:52', '2020-09-14T12:05:54Z')).toBe('2020-09-01T08:05:52.000Z')
  })

  test('is of the host, and not of who collected it', () => {
    expect(first(flat(4726, { host: 'wec01', TargetUserName: 'x' }))?.host?.name).toBe('vbr01.acme.example.com')
  })

  test('tells by how much a clock was set', () => {
    const event = first(
      flat(4616, { PreviousTime: '2026-03-02T09:00:00.1234567Z', NewTime: '2026-03-03T09:00:01.1234567Z' }),
    )
    expect(event?.backup?.detail?.step_seconds).toBe(86_401)
  })

  test('is decided by its number, whatever a file is called', () => {
    expect(first(flat(6416))?.event.action).toBe('other')
  })

  test.each([
    ['no event', { a: 1 }],
    ['a number alone', { EventID: 1 }],
    ['words', 'hello'],
    ['XML of something else', '<Other/>'],
    ['an event without a number', '<Event><System></System></Event>'],
  ])('is refused: %s', (_, record) => {
    expect(read(record).ok).toBe(false)
  })

  test('of any shape throws nothing and is over soon', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string(),
        fc.constantFrom(4624, 4688, 4732, 4616, 4719, 4662, 4663),
        (one, text, id) => {
          read(
            flat(id, {
              CommandLine: text,
              TargetUserName: one as Json,
              Keywords: one as Json,
              MemberName: text,
              AccessMask: one as Json,
            }),
          )
          read({
            winlog: {
              event_id: id,
              channel: 'Security',
              event_data: one as Json,
              user_data: one as Json,
              keywords: one as Json,
            },
            event: one as Json,
          })
          read(
            `<Event><System><EventID>${id}</EventID></System><EventData><Data Name='x'>${text}</Data></EventData></Event>`,
          )
        },
      ),
      { numRuns: 300, examples: [[[JSON.parse('{"toString":{}}')], '', 4624]] },
    )
    const before = process.cpuUsage().user
    read(`<Event><System><EventID>1</EventID></System><EventData>${"<Data Name='".repeat(50_000)}`)
    read(`<Event>${'<System '.repeat(50_000)}`)
    read(
      flat(4104, {
        Channel: 'x',
        SourceName: 'Microsoft-Windows-PowerShell',
        ScriptBlockText: 'vssadmin '.repeat(50_000),
        Message: `${'A b: '.repeat(20_000)}`,
      }),
    )
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000)
  })
})

const files = realOf('windows.security')
test.runIf(files.length > 0)('real events are all read', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  expect(eventsOf(readings).length).toBeGreaterThan(80)
})
