import { describe, expect, test } from 'vitest'
import { eventsOf } from '../samples.ts'
import { eventOf, line, only, read, readJson, received, userInfo } from './records.ts'

const block = (code: number, fields: string): string => `[categoryId=0 instanceId=${code} ${fields}`
const tail =
  'VbrHostName="vbr-01.example.com" VbrVersion="13.1.0.411" Version="1" Description="Done by ACME\\a.weber."]'
const origin = '[origin enterpriseId="31023"]'

describe('the header', () => {
  test.each([
    [
      'of 13.1, with a level',
      `<12>1 2026-03-02T09:00:00.319641+00:00 vbr-01 Veeam_MP - - ${origin} [WRN] ${block(1, tail)}`,
      '2026-03-02T09:00:00.319Z',
      'vbr-01',
      'warning',
    ],
    [
      'of 13.0, without one',
      `1 2026-03-02T02:00:00.938788-07:00 VBR-01 Veeam_MP - - ${origin} ${block(1, tail)}`,
      '2026-03-02T09:00:00.938Z',
      'vbr-01',
      undefined,
    ],
    [
      'of 12.1, with its time in front',
      `2026-03-02T10:00:00.182677+01:00 <12> VBR-01 Veeam_MP  ${block(1, 'Version="1" Description="x"]')}`,
      '2026-03-02T09:00:00.182Z',
      'vbr-01',
      'warning',
    ],
    [
      'of RFC 3164, from a relay',
      `<14>Mar  2 09:00:00 vbr-01 Veeam_MP: ${origin} ${block(1, tail)}`,
      '2026-03-02T09:00:00.000Z',
      'vbr-01',
      'info',
    ],
    [
      'with counted octets',
      `999 <11>1 2026-03-02T09:00:00Z vbr-01 Veeam_MP - - ${origin} [ERR] ${block(1, tail)}\r\n`,
      '2026-03-02T09:00:00.000Z',
      'vbr-01',
      'error',
    ],
    ['without any', `[WRN] ${block(1, tail)}`, new Date(received).toISOString(), 'vbr-01', 'warning'],
    [
      'with a day that no calendar has',
      `1 2025-11-31T10:00:00.000000+00:00 VBR-01 Veeam_MP - - ${origin} ${block(1, tail)}`,
      '2025-12-01T10:00:00.000Z',
      'vbr-01',
      undefined,
    ],
  ])('%s', (_, text, time, server, level) => {
    const event = only(text)
    expect(event['@timestamp']).toBe(time)
    expect(event.observer?.name).toBe(server)
    expect((event.veeam as { vbr: { level?: string } }).vbr.level).toBe(level)
  })

  test('its block is no structured data, so it is not lost with it', () => {
    expect(only(line(28200, { RepositoryID: 'r', RepositoryName: 'R' })).backup?.resource?.name).toBe('R')
  })

  test('a program without a block is told as text', () => {
    const event = only(
      `<14>1 2026-03-02T09:00:00Z vbr-01 Veeam_Backup - - ${origin} [INF] Session x (Incremental) has been completed.`,
    )
    expect([event.event.code, event.event.action, event.message]).toEqual([
      'Veeam_Backup',
      'other',
      'Session x (Incremental) has been completed.',
    ])
  })

  test('numbers outside the catalogue are kept', () => {
    const event = only(
      `<12>1 2026-03-02T09:00:00Z vbr-01 Veeam_Backup - - ${origin} [WRN] [categoryId=0 instanceId=42 Message="Cannot delete."]`,
    )
    expect([event.event.code, event.event.provider, event.message]).toEqual(['42', 'Veeam_Backup', 'Cannot delete.'])
  })

  test.each([
    ['', 'is empty'],
    ['this is no line of the product', 'no line of Veeam'],
    ['<14>1 2026-03-02T09:00:00Z h sshd - - - Accepted password for x', 'no line of Veeam'],
    ['{"a":1}', 'no event of the Windows log'],
    [`<14>1 2026-03-02T09:00:00Z h Veeam_MP - - ${origin} [categoryId=x instanceId=y A="b"]`, 'no number'],
  ])('what is none of the product is rejected: %s', (text, reason) => {
    const reading = read(text)
    if (text === '') return
    expect(reading.ok ? reading.value.rejects[0]?.reason : reading.error.reason).toContain(reason)
  })
})

describe('what carries a line', () => {
  const event = line(28200, { RepositoryID: 'r', RepositoryName: 'R', UserName: 'ACME\\m.stone' })
  const bare = event.slice(event.indexOf('[INF]'))

  test.each([
    ['Splunk', JSON.stringify({ event, time: 1, host: 'relay' })],
    [
      'Filebeat',
      JSON.stringify({ '@timestamp': '2026-03-02T08:00:09Z', message: event, log: { file: { path: '/x' } } }),
    ],
    [
      'Elastic Agent',
      JSON.stringify({
        '@timestamp': '2026-03-02T08:00:00.120Z',
        message: bare,
        log: { syslog: { appname: 'Veeam_MP', hostname: 'vbr-01' } },
      }),
    ],
    [
      'Vector',
      JSON.stringify({ appname: 'Veeam_MP', hostname: 'vbr-01', message: bare, timestamp: '2026-03-02T08:00:00.120Z' }),
    ],
    ['Fluent Bit', JSON.stringify({ date: 1772438400.12, ident: 'Veeam_MP', host: 'vbr-01', message: bare })],
    [
      'rsyslog',
      JSON.stringify({
        msg: ` ${bare}`,
        programname: 'Veeam_MP',
        hostname: 'vbr-01',
        timereported: '2026-03-02T09:00:00.120431+01:00',
      }),
    ],
    [
      'Azure’s agent',
      JSON.stringify({
        TimeGenerated: '2026-03-02T08:00:00.120Z',
        Computer: 'vbr-01',
        ProcessName: 'Veeam_MP',
        SyslogMessage: bare,
      }),
    ],
    ['Kafka Connect', JSON.stringify({ schema: {}, payload: event })],
    ['a relay with a header of its own', `<13>Mar  2 09:00:07 relay ${event}`],
    ['a relay that keeps half of it', `<14>Mar  2 09:00:07 vbr-01 ${event.replace('<14>', '')}`],
  ])('%s', (_, text) => {
    const found = only(text)
    expect(found['@timestamp']).toBe('2026-03-02T08:00:00.120Z')
    expect([found.event.code, found.event.provider, found.observer?.name]).toEqual(['28200', 'Veeam_MP', 'vbr-01'])
    expect(found.backup?.actor?.id).toBe('m.stone@acme')
  })

  test('a message that was broken into lines is one', () => {
    const [first, ...others] = eventsOf([read(line(42, {}, 'Failed:\n   at System.IO\nEnd of trace'))])
    expect(others).toEqual([])
    expect(first?.message).toBe('Failed:\n   at System.IO\nEnd of trace')
  })
})

describe('the one who acts', () => {
  test.each([
    ['UserFullInfo', { UserFullInfo: userInfo('ACME\\m.stone'), UserName: 'ACME\\other' }, 'm.stone@acme'],
    ['InitiatorFullInfo', { InitiatorFullInfo: userInfo('ACME\\m.stone') }, 'm.stone@acme'],
    ['InitiatorName', { InitiatorName: 'ACME\\m.stone' }, 'm.stone@acme'],
    ['InitiatorUserName', { InitiatorUserName: 'm.stone@acme.example.com' }, 'm.stone@acme'],
    ['UserName, where the rest is blank', { UserFullInfo: ' ', UserName: 'ACME\\m.stone' }, 'm.stone@acme'],
    ['param6, as 12.1 has it', { param1: '0', param6: 'LAB-PC\\jdoe' }, 'jdoe@lab-pc'],
    ['param3, of refused deletes', { param3: 'ACME\\m.stone', param4: '0' }, 'm.stone@acme'],
    ['FriendlyName, local to the server', { FriendlyName: 'veeamadmin' }, 'veeamadmin@vbr-01'],
  ])('stands in %s', (_, fields, id) => {
    expect(eventOf(31000, fields).backup?.actor).toMatchObject({ id, kind: 'person' })
  })

  test.each([
    ["Restore point for VM 'x' has been removed by user ACME\\m.stone.", 'm.stone@acme'],
    ["Restore point for VM 'x by user SYSTEM' has been removed by user ACME\\alice.johnson.", 'alice.johnson@acme'],
    ["Restore point for VM 'x' has been removed by user ACME\\Mary Stone.", 'mary stone@acme'],
    ["Restore point for VM 'x' has been removed by user example.com\\jdoe.", 'jdoe@example'],
  ])('stands in the sentence only: %s', (text, id) => {
    expect(eventOf(10050, { OibID: '1', VmName: 'x' }, text).backup?.actor).toMatchObject({ id, kind: 'person' })
  })

  test.each([
    ['SYSTEM as bare text', { UserFullInfo: 'SYSTEM' }, 'x'],
    ['SYSTEM as XML', { UserFullInfo: userInfo('SYSTEM', 4) }, 'x'],
    ['NT AUTHORITY\\SYSTEM', { UserFullInfo: userInfo('NT AUTHORITY\\SYSTEM') }, 'x'],
    ['.\\SYSTEM', {}, 'Restore point has been removed by user .\\SYSTEM.'],
    ['SYSTEM in the sentence', {}, 'Restore point has been removed by user SYSTEM.'],
  ])('is the product itself: %s', (_, fields, text) => {
    expect(eventOf(10050, { OibID: '1', ...fields }, text).backup?.actor).toEqual({
      id: 'system@vbr-01',
      name: 'SYSTEM',
      kind: 'product',
    })
  })

  test('is left out where nobody is named', () => {
    expect(eventOf(25700, {}, 'Hypervisor host has been deleted').backup?.actor).toBeUndefined()
    expect(eventOf(10010, { OibID: '1' }).backup?.actor?.kind).toBe('product')
  })

  test('is no person where an automation is called so', () => {
    expect(eventOf(28200, { UserName: 'ACME\\svc-veeam' }).backup?.actor?.kind).toBe('service')
    expect(eventOf(28200, { UserName: 'ACME\\VBR02$' }).backup?.actor?.kind).toBe('service')
    expect(eventOf(28200, { UserName: 'ACME\\roboti.lucia' }).backup?.actor?.kind).toBe('person')
  })
})

describe('addresses', () => {
  test.each([
    [{ Endpoint: '203.0.113.78:56164' }, '203.0.113.78', 56164],
    [{ Endpoint: '[::1]:52182' }, '::1', 52182],
    [{ SourceIpAddress: '198.51.100.15' }, '198.51.100.15', undefined],
    [{ SourceIpAddress: 'not-an-ip' }, undefined, undefined],
  ])('%j', (fields, ip, port) => {
    expect([eventOf(44002, fields).source?.ip, eventOf(44002, fields).source?.port]).toEqual([ip, port])
  })
})

describe('one act under several numbers', () => {
  test.each([
    [210, 40210],
    [290, 40290],
  ])('%i and %i share their act', (one, other) => {
    const [first, second] = [one, other].map((code) => eventOf(code, { JobSessionID: 's-1', Result: '0' }))
    expect(first?.backup?.act).toBe(second?.backup?.act)
    expect(first?.event.id).not.toBe(second?.event.id)
  })

  test('four eyes that are approved away and gone', () => {
    const approved = eventOf(42403, { Operation: 'Disable four-eyes authorization', OperationId: '103' })
    expect(approved.backup?.act).toBe(eventOf(42401).backup?.act)
  })
})

describe('points', () => {
  const point = { OibID: 'o-1', VmRef: 'vm-1', VmName: 'erp-db-01', StorageSize: '1' }

  test('lie in their repository and are of their machine', () => {
    expect(eventOf(10050, { ...point, RepositoryID: 'R-1' }).backup).toMatchObject({
      resource: { id: 'vbr-01/o-1', container: { type: 'repository', id: 'vbr-01/r-1' } },
      related: [{ type: 'vm', id: 'vbr-01/vm-1', name: 'erp-db-01' }],
    })
  })

  test('that retention takes from no repository were expired', () => {
    const gone = { ...point, StorageSize: '0', RepositoryID: '00000000-0000-0000-0000-000000000000' }
    expect(eventOf(10050, { ...gone, UserFullInfo: 'SYSTEM' }).backup?.detail).toEqual({ expired: true })
    expect(eventOf(10050, { ...gone, UserFullInfo: userInfo('ACME\\m.stone') }).backup?.detail).toBeUndefined()
    expect(eventOf(10050, { ...point, UserFullInfo: 'SYSTEM' }).backup?.detail).toBeUndefined()
  })

  test('that a repository did not let go are told apart by connection', () => {
    const refused = (port: number) =>
      eventOf(41800, {
        EventType: 'UnsuccessfulAttemptToDeleteBackup',
        Endpoint: `203.0.113.78:${port}`,
        UserName: 'ACME\\m.stone',
      })
    expect(refused(1).event.outcome).toBe('failure')
    expect(refused(1).error?.code).toBe('UnsuccessfulAttemptToDeleteBackup')
    expect(refused(1).backup?.resource?.id).not.toBe(refused(2).backup?.resource?.id)
    expect(refused(1).backup?.resource?.id).toBe(refused(1).backup?.resource?.id)
  })
})

test('a server is one, with and without its domain, and two have their own default repository', () => {
  const on = (host: string): string | undefined =>
    only(
      `1 2026-03-02T09:00:00Z h Veeam_MP - - ${origin} ${block(28200, `RepositoryID="88788f9e" VbrHostName="${host}" Version="1" Description="x"]`)}`,
    ).backup?.resource?.id
  expect(on('VBR-01')).toBe(on('vbr-01.example.com'))
  expect(on('vbr-02.example.com')).not.toBe(on('vbr-01.example.com'))
})

describe('the Windows log and the REST API', () => {
  const xml = '<changes><object id="1" name="ACME\\x" assignedRoleName="Veeam Backup Administrator" /></changes>'
  const slots = ['1', 'ACME\\x', '0', '0', xml, 'ACME\\m.stone', userInfo('ACME\\m.stone')]
  const named = Object.fromEntries(slots.map((value, index) => [`param${index + 1}`, value]))
  const Message = 'User or group ACME\\x has been added.'

  test.each([
    [
      'Winlogbeat',
      {
        '@timestamp': '2026-03-02T09:00:00Z',
        winlog: {
          channel: 'Veeam Backup',
          provider_name: 'Veeam MP',
          event_id: '31200',
          computer_name: 'vbr-01.example.com',
          event_data: named,
        },
        message: Message,
      },
    ],
    [
      'NXLog',
      {
        EventTime: '2026-03-02T10:00:00.000000+01:00',
        Hostname: 'vbr-01',
        EventID: 31200,
        SourceName: 'Veeam MP',
        Channel: 'Veeam Backup',
        Message,
        ...named,
      },
    ],
    [
      'Fluent Bit',
      {
        TimeGenerated: '2026-03-02 10:00:00 +0100',
        ComputerName: 'vbr-01',
        EventID: 31200,
        SourceName: 'Veeam MP',
        StringInserts: slots,
        Message,
      },
    ],
    [
      'Azure’s agent',
      {
        TimeGenerated: '2026-03-02T09:00:00Z',
        Computer: 'vbr-01',
        EventID: 31200,
        Source: 'Veeam MP',
        EventLog: 'Veeam Backup',
        EventData: { Data: slots },
        RenderedDescription: Message,
      },
    ],
  ])('%s', (_, record) => {
    const [event] = eventsOf([readJson(record)])
    expect(event?.['@timestamp']).toBe('2026-03-02T09:00:00.000Z')
    expect([event?.event.code, event?.event.action]).toEqual(['31200', 'admin-added'])
    expect(event?.backup).toMatchObject({
      actor: { id: 'm.stone@acme' },
      resource: { name: 'ACME\\x' },
      detail: { role: 'Veeam Backup Administrator' },
    })
    expect(event?.observer?.name).toBe('vbr-01')
  })

  test.each([
    ['Approved', 'Disable four-eyes authorization', 'four-eyes-changed', 'success'],
    ['Pending', 'Disable four-eyes authorization', 'four-eyes-changed', 'unknown'],
    ['Rejected', 'Delete backup VM01', 'recovery-point-deleted', 'failure'],
    ['Approved', 'Delete backup VM01', 'recovery-point-deleted', 'unknown'],
  ])('an authorization request that is %s: %s', (State, Name, action, outcome) => {
    const request = {
      VbrHostName: 'vbr1',
      State,
      Id: 'b-1',
      Name,
      CreationTime: '2026-03-02T09:00:00.718',
      CreatedBy: 'ACME\\m.stone',
      ExpirationTime: '2026-03-03T09:00:00.718',
      ProcessedBy: 'VBR1\\Administrator',
    }
    for (const form of [
      request,
      Object.fromEntries(
        Object.entries(request).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
      ),
    ]) {
      const [event] = eventsOf([readJson([form])])
      expect([event?.event.action, event?.event.outcome, event?.backup?.actor?.id]).toEqual([
        action,
        outcome,
        'm.stone@acme',
      ])
      expect(event?.['@timestamp']).toBe('2026-03-02T09:00:00.718Z')
    }
  })
})
