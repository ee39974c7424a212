import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/netapp.ontap/source.ts'
import { spent } from '../../support/spent.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'
import { entry, eventOf, eventsIn } from './lines.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 2))

describe('asked for and answered are one act', () => {
  const input = 'volume delete -vserver svm1 -volume v1'
  test.each([
    ['Pending', 'unknown', undefined],
    ['Success', 'success', undefined],
    ['Success: [Job 812] Job succeeded: Successful', 'success', undefined],
    ["Error: entry doesn't exist", 'failure', 'NotFound'],
    ["Error :: entry doesn't exist", 'failure', 'NotFound'],
    ['Error: 403', 'failure', '403'],
    ['Error: not authorized for that command', 'failure', 'AccessDenied'],
    ['Error: Missing input: volume', 'failure', 'InvalidInput'],
    [
      'Error: command failed: The security multi-admin-verify request (index 5) requires approval.',
      'failure',
      'ApprovalRequired',
    ],
    ['Error: command failed: volume contains SnapLock files that have not expired', 'failure', 'Locked'],
    ['Error', 'failure', 'Error'],
  ])('%s is %s', (state, outcome, code) => {
    const event = eventOf(input, { state })
    expect([event.event.outcome, event.error?.code]).toEqual([outcome, code])
    expect(event.backup?.act).toBe('na01/8003e90000001e00:8003e90000001f01')
    expect(event.event.action).toBe('repository-deleted')
  })

  test('an entry with one id only has no twin', () => {
    expect(eventOf(input, { ids: '8503ea0000ba6b71' }).backup?.act).toBeUndefined()
  })

  test('a state inside of quotes decides nothing', () => {
    const event = eventOf('volume delete -vserver svm1 -volume v1 -comment "a :: Success"', { state: 'Error: busy' })
    expect(event.event.outcome).toBe('failure')
    const other = eventOf('volume delete -volume v1 -comment "a :: Error: x :: b"')
    expect(other.event.outcome).toBe('success')
  })
})

describe('forms of a line', () => {
  test.each(['[kern_audit:info:2094]', '[kern_audit2094]', '[kern_audit:notice:2094]'])('tagged %s', (tag) => {
    const event = eventOf('vserver stop -vserver svm1', { tag })
    expect([event.event.action, event['@timestamp']]).toEqual(['parent-deleted', '2026-03-02T08:00:00.000Z'])
  })

  const body =
    '8003e900:8003e901 :: na01:ssh :: 192.0.2.10:50122 :: na01:admin :: vserver stop -vserver svm1 :: Success'
  test.each([
    `<190>1 2026-03-02T08:00:00Z na01-02 kern_audit 2094 - - ${body}`,
    `<190>1 2026-03-02T09:00:00+01:00 na01-02 - - - [kern_audit:info:2094] ${body}`,
    `Mon Mar 02 2026 09:00:00 +01:00 [kern_audit:info:2094] ${body}`,
    `0000001c.00000001 000003d1 Mon Mar  2 2026 09:00:00 +01:00 [kern_audit:info:2094] ${body}`,
    `126 <190>Mar  2 09:00:01 na01-02: 0000001c.00000001 000003d1 Mon Mar 02 2026 09:00:00 +01:00 [kern_audit:info:2094] ${body}`,
    JSON.stringify({
      '@timestamp': '2026-03-02T08:00:05Z',
      message: `Mon Mar 02 2026 09:00:00 +01:00 [kern_audit:info:2094] ${body}`,
    }),
  ])('%s', (line) => {
    const [event] = eventsIn(line)
    expect(event?.event.action).toBe('parent-deleted')
    expect(event?.['@timestamp']).toBe('2026-03-02T08:00:00.000Z')
    expect(event?.observer?.name).toBe('na01')
  })

  test.each([
    ['192.0.2.10:50122', '192.0.2.10', 50122],
    ['192.0.2.10:unknown', '192.0.2.10', undefined],
    ['[2001:db8::17]:443', '2001:db8::17', 443],
    ['console', 'console', undefined],
    ['unknown', undefined, undefined],
  ])('from %s', (from, address, port) => {
    const { source: where } = eventOf('volume show', { from })
    expect([where?.address, where?.port]).toEqual([address, port])
  })

  test.each([
    ['na01:admin', 'ssh', 'admin@na01', 'person'],
    ['na01:EXAMPLE\\JDoe:admin', 'ssh', 'jdoe@example', 'person'],
    ['na01:jdoe@corp.example.com', 'http', 'jdoe@corp', 'unknown'],
    ['svm1:vsadmin', 'http', 'vsadmin@na01/svm1', 'unknown'],
    ['na01:svc-harvest:readonly', 'http', 'svc-harvest@na01', 'service'],
    ['svm1:snapcenter', 'ontapi', 'snapcenter@na01/svm1', 'product'],
    ['na01:veeam', 'ssh', 'veeam@na01', 'person'],
    ['na01:fsx-control-plane:admin', 'ssh', 'fsx-control-plane@na01', 'provider'],
    ['na01:system', 'internal', 'system@na01', 'provider'],
    ['na01:root', 'ssh', 'root@na01', 'person'],
  ])('%s by %s is %s, a %s', (who, app, id, kind) => {
    expect(eventOf('volume show', { who, app }).backup?.actor).toMatchObject({ id, kind })
  })
})

describe('messages of EMS', () => {
  const svm = '5e2c1e90-0a11-4c5e-9d3a-00a098d0c001'
  const v = '6f2c1e90-0a11-4c5e-9d3a-00a098d0c101'
  const text = `Anti-ransomware state was changed to "disabled" on volume "v1" (UUID: "${v}") in Vserver "svm1" (UUID: "${svm}").`
  test.each([
    `<13>Mar  1 09:00:00 [na01-02:arw.volume.state:notice]: ${text}`,
    `<13>Mar  1 09:00:00 na01-02 [na01-02:mgwd:arw.volume.state:notice]: ${text}`,
    `<13>Mar  1 09:00:00 na01-02: [na01-02: mgwd: arw.volume.state:notice]: ${text}`,
    `<5>1 2026-03-01T09:00:00Z na01-02 mgwd - arw.volume.state - ${text}`,
    JSON.stringify({
      time: '2026-03-01T09:00:00Z',
      host: 'na01-02',
      ident: 'mgwd',
      msgid: 'arw.volume.state',
      message: text,
    }),
    JSON.stringify({
      node: { name: 'na01-02' },
      index: 7,
      time: '2026-03-01T09:00:00+00:00',
      message: { name: 'arw.volume.state', severity: 'notice' },
      parameters: [
        { name: 'op', value: 'disabled' },
        { name: 'volumeName', value: 'v1' },
        { name: 'volumeUuid', value: v },
        { name: 'vserverName', value: 'svm1' },
      ],
      log_message: 'arw.volume.state: …',
    }),
  ])('%s', (line) => {
    const [event] = eventsIn(line)
    expect(event?.event.code).toBe('arw.volume.state')
    expect(event?.['@timestamp']).toBe('2026-03-01T09:00:00.000Z')
    expect(event?.backup?.resource).toMatchObject({ id: 'na01/svm1/v1', aliases: [v] })
    expect(event?.backup?.change).toMatchObject({ setting: 'anti-ransomware', to: 'off' })
  })

  test.each([
    ['enabled', 'on'],
    ['dry-run', 'dry-run'],
    ['paused', 'off'],
    ['dry-run-paused', 'off'],
    ['disable-in-progress', 'off'],
    ['enable-paused', 'off'],
  ])('a guard that is %s is %s', (state, to) => {
    const [event] = eventsIn(
      `<13>Mar  1 09:00:00 [na01-02:arw.volume.state:notice]: ${text.replace('disabled', state)}`,
    )
    expect(event?.backup?.change?.to).toBe(to)
  })

  test('what the array deletes for room is its own doing', () => {
    const [event] = eventsIn(
      `<14>Mar  1 09:00:00 [na01-02:wafl.volume.snap.autoDelete:info]: Deleting snapshot "daily.1" in volume "v1@vserver:${svm}".`,
    )
    expect(event?.event.action).toBe('recovery-point-deleted')
    expect(event?.backup?.actor?.kind).toBe('provider')
    expect(event?.backup?.resource).toMatchObject({ name: 'daily.1', container: { name: 'v1' } })
  })

  test('a compliance clock that is set says to when', () => {
    const [event] = eventsIn(
      '<13>1 2026-03-01T09:00:00Z na01-02 mgwd - snaplock.sys.compclock.set - The compliance clock was set to Sun Mar 08 09:00:00 UTC 2026.',
    )
    expect(event?.backup?.detail).toMatchObject({ step_seconds: 7 * 86_400, compliance: true })
  })
})

describe('hostile input', () => {
  test.each([
    'nothing of ONTAP',
    'Mar  4 09:30:00 na01-01 mgwd: rotating logs',
    '{"input":7}',
    '{"message":{"name":[]}}',
    '[]',
    '{"a":1}',
  ])('%s is no event', (text) => {
    const reading = read(text)
    expect(reading.ok ? reading.value.events : []).toEqual([])
  })

  test.each([
    ['quotes', entry(`volume delete -volume ${'"'.repeat(100_000)}`)],
    ['segments', entry(' :: '.repeat(100_000))],
    ['options', entry(`volume delete ${'-a b '.repeat(100_000)}`)],
    ['words', entry('volume '.repeat(200_000))],
    ['braces', entry(`PATCH /api/storage/volumes/x : ${'{"a":'.repeat(100_000)}`)],
    ['commas', entry(`PATCH /api/storage/volumes/x : {"a":"${','.repeat(1_000_000)}`)],
    ['queries', entry(`DELETE /api/storage/volumes?${'a=b&'.repeat(100_000)}`)],
    ['tags', entry(`<a-b>${'<c>'.repeat(100_000)}`, { app: 'ontapi' })],
    ['names in EMS', `<13>Mar  1 09:00:00 [na01-02:arw.volume.state:notice]: ${'volume "x" '.repeat(100_000)}`],
    ['brackets', `<13>Mar  1 09:00:00 ${'[a:b.c:'.repeat(100_000)}`],
    ['blanks', `${' '.repeat(5_000_000)}x`],
  ])('a lot of %s is read in no time', (_, text) => {
    const before = spent()
    read(text)
    expect(spent() - before).toBeLessThan(2_000)
  })

  test('any value in an entry of REST is an event or a reject', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (input, user, state) => {
        const reading = read(
          JSON.stringify({
            input,
            user,
            state,
            application: user,
            location: state,
            node: input,
            svm: state,
            timestamp: user,
            session_id: input,
          }),
        )
        return reading.ok || reading.error.reason !== ''
      }),
      { numRuns: 300 },
    )
  })

  test('any text as input, user and state is an event', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = entry(text.replace(/[\n\r]/g, ' '))
        return eventsIn(line).length > 0
      }),
      { numRuns: 500 },
    )
  })
})

const files = realOf('netapp.ontap')

describe.runIf(files.length > 0)('real records', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  test('are all read, each with its time, who and from where', () => {
    expect(rejectsOf(readings)).toEqual([])
    const events = eventsOf(readings)
    expect(
      events.map((one) => [
        one['@timestamp'],
        one.event.code,
        one.event.outcome,
        one.backup?.actor?.id,
        one.source?.ip,
      ]),
    ).toEqual([
      ['2026-07-02T03:17:35.000Z', 'system node systemshell', 'success', 'fsx-control-plane@fsxid', undefined],
      ['2024-10-03T11:36:44.000Z', 'clone-create', 'failure', 'usera@nodea/nodea-esx', '10.10.10.10'],
      ['2024-10-03T17:36:44.000Z', 'qos statistics volume performance show', 'unknown', 'admin@cluster', '0.0.0.0'],
      ['2024-10-03T13:54:02.000Z', 'wafl.scan.done', 'success', 'host itself', undefined],
      ['2026-02-10T11:36:10.000Z', 'secd.conn.auth.failure', 'success', 'cluster itself', undefined],
    ])
  })
})
