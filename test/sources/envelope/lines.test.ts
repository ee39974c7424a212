import { expect, test } from 'vitest'
import { readerOf } from '../../../src/sources/kit/reading.ts'

/** Hosts and messages of the lines that a reader of lines finds in a record. */
function linesOf(record: unknown): readonly (readonly [host: string | undefined, message: string])[] {
  const found: (readonly [string | undefined, string])[] = []
  const read = readerOf({
    isRecord: (value) => value.vendor === true,
    object: () => ({ ok: false, error: { reason: 'an object' } }),
    line: ({ syslog }) => {
      found.push([syslog.host, syslog.message])
      return { ok: false, error: { reason: 'a line' } }
    },
  })
  read(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)), 0)
  return found
}

const line = '<14>1 2026-03-02T09:00:00Z h app - - - [INF] [a=1 b="c\\" d="e"]'

test.each([
  ['a line whose message begins with brackets', line, ['h', '[INF] [a=1 b="c\\" d="e"]']],
  ['brackets without a header', '[INF] [a=1]', [undefined, '[INF] [a=1]']],
  ['what Filebeat says of the log beside the line', { message: line, log: { file: { path: '/x' } } }, ['h', '[INF]']],
  ['the line in event.original', { event: { original: line, code: '1' }, message: 'told' }, ['h', '[INF]']],
  [
    'a header that an agent took apart',
    { message: '[INF] [a=1]', log: { syslog: { hostname: 'h', appname: 'app' } } },
    ['h', '[INF] [a=1]'],
  ],
])('%s', (_, record, [host, message = '']) => {
  const found = linesOf(record)
  expect(found).toHaveLength(1)
  expect(found[0]?.[0]).toBe(host)
  expect(found[0]?.[1]).toContain(message)
})

test('lines of brackets in one record are parted at their ends', () => {
  expect(linesOf('[a=1 b="c\\"]\n[a=2]')).toHaveLength(2)
})

test('a record inside goes before a line around it', () => {
  expect(linesOf({ message: 'something happened', data: { vendor: true } })).toEqual([])
})

test('a line that its vendor says goes on is one with the one before', () => {
  const messages: string[] = []
  const read = readerOf({
    continues: (line, before) => !line.startsWith('DATE:') && before.startsWith('DATE:'),
    line: ({ syslog }) => {
      messages.push(syslog.message)
      return { ok: false, error: { reason: 'a line' } }
    },
  })
  read(Buffer.from('DATE: 1\nUSER: x\nDATE: 2\nUSER: y\n'), 0)
  expect(messages).toEqual(['DATE: 1\nUSER: x', 'DATE: 2\nUSER: y'])
})
