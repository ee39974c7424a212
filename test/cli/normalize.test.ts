import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { Event } from '../../src/model/event.ts'
import { record, user } from '../stories/cloudtrail.ts'

const bin = resolve(import.meta.dirname, '../../bin/lastcopy')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-normalize-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const call = (name: string, number = 0): string =>
  JSON.stringify(
    record({ at: '2026-03-02T09:00:00Z', who: user('bob'), call: name, params: { bucketName: `b-${number}` } }),
  )
const one = call('s3 DeleteBucket')
const two = call('kms DisableKey')

const lastcopy = (args: readonly string[], input: string | Buffer = ''): SpawnSyncReturns<string> =>
  spawnSync(bin, args, { encoding: 'utf8', input, maxBuffer: 1 << 28 })
const normalize = (input: string | Buffer, ...more: readonly string[]) => {
  const { status, stdout, stderr } = lastcopy(['normalize', '--source', 'aws.cloudtrail', ...more], input)
  return {
    status,
    events: parsed<Event>(stdout),
    rejects: parsed<{ line: number; reason: string; field?: string }>(stderr),
  }
}
const parsed = <T>(text: string): readonly T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
const codes = ({ events }: { readonly events: readonly Event[] }): readonly string[] =>
  events.map(({ event }) => event.code)
function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('normalize', () => {
  test('writes one document a line, and is content', () => {
    const ran = normalize(`${one}\n${two}\n`)
    expect([ran.status, codes(ran), ran.rejects]).toEqual([0, ['DeleteBucket', 'DisableKey'], []])
  })

  test('drops nothing, not even lookups', () => {
    expect(codes(normalize(`${call('ec2 DescribeInstances')}\n`))).toEqual(['DescribeInstances'])
  })

  test('tells each reject with its line, its reason and its field, goes on, and ends with 1', () => {
    const { eventVersion: _, ...plain } = JSON.parse(one)
    const ran = normalize(`${one}\nhello\n\n${JSON.stringify({ ...plain, eventName: 5 })}\n${two}\n`)
    expect([ran.status, codes(ran)]).toEqual([1, ['DeleteBucket', 'DisableKey']])
    expect(ran.rejects).toEqual([
      { line: 2, reason: 'the record is no JSON' },
      { line: 4, reason: expect.stringContaining('eventName'), field: 'eventName' },
    ])
  })

  test('a record that holds several gives several documents, and its bad parts have its line', () => {
    const ran = normalize(`${one}\n{"Records":[${one},5,${two}]}\n{"Records":[5]}\n`)
    expect(codes(ran)).toEqual(['DeleteBucket', 'DeleteBucket', 'DisableKey'])
    expect(ran.rejects.map(({ line }) => line)).toEqual([2, 3])
  })

  test.each<readonly [string, string | Buffer]>([
    ['laid out over lines', JSON.stringify({ Records: [JSON.parse(one), JSON.parse(two)] }, null, 2)],
    ['laid out with its first bracket not alone', `{"Records": [\n${one},\n${two}\n]}\n`],
    ['behind a byte order mark', `\ufeff[\n${one},\n${two}]`],
    ['gzipped', gzipSync(JSON.stringify({ Records: [JSON.parse(one), JSON.parse(two)] }))],
    ['with Windows line ends', `${one}\r\n${two}\r\n`],
    ['without a line end', `${one}\n${two}`],
  ])('reads a file %s', (name, content) => {
    const ran = normalize('', file(name, content))
    expect([ran.status, codes(ran), ran.rejects]).toEqual([0, ['DeleteBucket', 'DisableKey'], []])
  })

  test('a first line that is cut off is told, and the others keep their numbers', () => {
    const ran = normalize(`${one.slice(0, 80)}\n${two}\n{"a":1}\n`)
    expect(codes(ran)).toEqual(['DisableKey'])
    expect(ran.rejects.map(({ line }) => line)).toEqual([1, 3])
  })

  test('reads stdin by name', () => {
    expect(codes(normalize(one, '-'))).toEqual(['DeleteBucket'])
  })

  test('takes the time of receipt for what carries none', () => {
    const { eventTime: _, ...timeless } = JSON.parse(one)
    const { events } = normalize(JSON.stringify(timeless), '--received', '2026-05-01T00:00:00Z')
    expect(events[0]?.['@timestamp']).toBe('2026-05-01T00:00:00.000Z')
  })

  test.each([
    ['no source', ['normalize'], '--source is missing'],
    ['an unknown source', ['normalize', '--source', 'nonsense'], 'aws.cloudtrail'],
    ['a source of the prototype', ['normalize', '--source', '__proto__'], 'there is no source'],
    ['a time that is none', ['normalize', '--source', 'aws.cloudtrail', '--received', 'soon'], 'no ISO time'],
    ['two files', ['normalize', '--source', 'aws.cloudtrail', 'a', 'b'], 'one file at a time'],
    ['a file that is not there', ['normalize', '--source', 'aws.cloudtrail', '/nowhere/x'], 'cannot be read'],
    ['a folder', ['normalize', '--source', 'aws.cloudtrail', folder], 'cannot be read'],
  ])('%s is wrong usage', (_, args, words) => {
    const { status, stderr, stdout } = lastcopy(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
  })

  test('a gzipped file that breaks off is told, after what could be read', () => {
    const lines = Array.from({ length: 5_000 }, (_, number) => call('s3 DeleteBucket', number)).join('\n')
    const whole = gzipSync(lines)
    const { status, stdout, stderr } = lastcopy([
      'normalize',
      '--source',
      'aws.cloudtrail',
      file('half.gz', whole.subarray(0, Math.floor(whole.length / 2))),
    ])
    expect([status, stdout.length > 0]).toEqual([2, true])
    expect(stderr).toContain('cannot be read')
  })

  test('ends quietly when nobody reads on', () => {
    const many = file('many', `${one}\n`.repeat(20_000))
    const ran = spawnSync(
      'bash',
      ['-c', `"${bin}" normalize --source aws.cloudtrail "${many}" | head -n 1; echo "code \${PIPESTATUS[0]}"`],
      { encoding: 'utf8' },
    )
    expect(ran.stderr).toBe('')
    expect(ran.stdout).toMatch(/^\{.*\}\ncode 0\n$/)
  })

  test('needs the same memory for sixty megabytes as for one', async () => {
    const child = spawn(bin, ['normalize', '--source', 'aws.cloudtrail'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=48' },
    })
    const block = Buffer.from(`${one}\n`.repeat(1_000))
    const blocks = Math.ceil((60 << 20) / block.length)
    const written = (async () => {
      for (let count = 0; count < blocks; count += 1)
        if (!child.stdin.write(block)) await new Promise((go) => child.stdin.once('drain', go))
      child.stdin.end()
    })()
    let documents = 0
    child.stdout.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) documents += 1
    })
    const status = await new Promise((done) => child.once('close', done))
    await written
    expect([status, documents]).toEqual([0, blocks * 1_000])
  })
})

test('sources are listed one a line', () => {
  const { status, stdout } = lastcopy(['sources'])
  expect(status).toBe(0)
  expect(stdout.split('\n')).toContain('aws.cloudtrail')
})
