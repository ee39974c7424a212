import { describe, expect, test } from 'vitest'
import { parseSyslog } from '../../../src/sources/envelope/syslog.ts'

const received = Date.UTC(2026, 2, 2, 12)
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString()

/** What a line says, short: time, host, app, process, message. */
const told = (line: string, at = received) => {
  const { time, host, app, process, message } = parseSyslog(line, at)
  return [iso(time), host, app, process, message]
}

describe('a syslog line', () => {
  test.each([
    [
      'RFC 5424',
      '<34>1 2026-03-02T09:00:00.003Z mymachine su 77 ID47 - failed for lonvick',
      ['2026-03-02T09:00:00.003Z', 'mymachine', 'su', '77', 'failed for lonvick'],
    ],
    [
      'RFC 5424 with nothing but its time',
      '<34>1 2026-03-02T09:00:00+02:00 - - - - -',
      ['2026-03-02T07:00:00.000Z', undefined, undefined, undefined, ''],
    ],
    [
      'RFC 5424 without a priority, as it lies in a file',
      '1 2026-03-02T09:00:00Z host app - - - hello',
      ['2026-03-02T09:00:00.000Z', 'host', 'app', undefined, 'hello'],
    ],
    [
      'RFC 5424 with two blanks behind the version',
      '<134>1  2026-03-02T09:00:00Z host app - - - hello',
      ['2026-03-02T09:00:00.000Z', 'host', 'app', undefined, 'hello'],
    ],
    [
      'counted octets and a line end',
      '58 <34>1 2026-03-02T09:00:00Z host app - - - hello\r\n',
      ['2026-03-02T09:00:00.000Z', 'host', 'app', undefined, 'hello'],
    ],
    [
      'RFC 3164',
      '<13>Mar  2 09:00:00 host sshd[412]: hello',
      ['2026-03-02T09:00:00.000Z', 'host', 'sshd', '412', 'hello'],
    ],
    [
      'without a host',
      'Mar  2 09:00:00 sshd[412]: hello',
      ['2026-03-02T09:00:00.000Z', undefined, 'sshd', '412', 'hello'],
    ],
    [
      'a relay that doubles the host',
      '<14>Oct 3 11:36:46 host: host: 0000001e message',
      ['2025-10-03T11:36:46.000Z', 'host', 'host', undefined, '0000001e message'],
    ],
    [
      'a year in front of the time',
      '<13>Mar  2 2024 09:00:00 host app: hello',
      ['2024-03-02T09:00:00.000Z', 'host', 'app', undefined, 'hello'],
    ],
    [
      'a year and a zone behind it',
      '<13>Mar  2 09:00:00 2024 host app: hello',
      ['2024-03-02T09:00:00.000Z', 'host', 'app', undefined, 'hello'],
    ],
    [
      'an ISO time in the old form',
      '<13>2026-03-02T09:00:00.5+01:00 host app[1]: hello',
      ['2026-03-02T08:00:00.500Z', 'host', 'app', '1', 'hello'],
    ],
    ['a priority and nothing else', '<13>hello', [undefined, undefined, undefined, undefined, 'hello']],
    [
      'a bracket behind the time',
      '<13>Mar  2 09:00:00 [node-01:a.b:notice]: hello',
      ['2026-03-02T09:00:00.000Z', undefined, undefined, undefined, '[node-01:a.b:notice]: hello'],
    ],
    [
      'no header',
      'type=SYSCALL msg=audit(1:2): x',
      [undefined, undefined, undefined, undefined, 'type=SYSCALL msg=audit(1:2): x'],
    ],
    ['nothing', '', [undefined, undefined, undefined, undefined, '']],
  ])('%s', (_, line, expected) => {
    expect(told(line)).toEqual(expected)
  })

  test.each([
    ['on New Year', 'Dec 31 23:59:58', '2026-01-01T00:00:02Z', '2025-12-31T23:59:58.000Z'],
    ['a little ahead of us at New Year', 'Jan  1 00:00:05', '2025-12-31T23:59:59Z', '2026-01-01T00:00:05.000Z'],
    ['a leap day', 'Feb 29 10:00:00', '2026-03-02T00:00:00Z', '2024-02-29T10:00:00.000Z'],
    ['half a year late', 'Oct  1 10:00:00', '2026-03-02T00:00:00Z', '2025-10-01T10:00:00.000Z'],
    ['a day that no month has', 'Feb 30 10:00:00', '2026-03-02T00:00:00Z', undefined],
  ])('finds the year that is left out: %s', (_, stamp, at, expected) => {
    expect(iso(parseSyslog(`<13>${stamp} host app: x`, Date.parse(at)).time)).toBe(expected)
  })

  test('reads structured data with escapes, and leaves what is malformed in the message', () => {
    const head = '<34>1 2026-03-02T09:00:00Z h a - - '
    expect(parseSyslog(`${head}[x@1 a="say \\"hi\\"" b="c\\]"][y c="d"] m`, received)).toMatchObject({
      data: { 'x@1': { a: 'say "hi"', b: 'c]' }, y: { c: 'd' } },
      message: 'm',
    })
    expect(parseSyslog(`${head}[x a="unended`, received).message).toBe('[x a="unended')
    expect(parseSyslog(`${head}[INF] hello`, received).message).toContain('hello')
  })

  test('of any bytes is one line with a message, in time that does not grow with its squares', () => {
    const long = `${'<13>Mar  2 09:00:00 host '}${'[a="'.repeat(50_000)}`
    const before = process.cpuUsage().user
    expect(parseSyslog(long, received).host).toBe('host')
    expect(parseSyslog(`<34>1 2026-03-02T09:00:00Z h a - - ${'[a b="\\"'.repeat(50_000)}`, received).app).toBe('a')
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000)
  })
})
