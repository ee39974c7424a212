// `lastcopy learn`: what it sends, and which words it does not take.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'lastcopy-learn-'))
const bodies: string[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part: Buffer) => {
    body += part
  })
  request.on('end', () => {
    bodies.push(body)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ learned: body.split('\n').length }))
  })
})
beforeAll(() => new Promise<void>((go) => void server.listen(0, '127.0.0.1', go)))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
/** Without blocking this process, which answers. */
const learn = (...args: readonly string[]): Promise<{ readonly status: number | null; readonly stderr: string }> =>
  new Promise((done) => {
    const child = spawn(join(root, 'bin/lastcopy'), ['learn', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', (part: Buffer) => {
      stderr += part
    })
    child.on('close', (status) => done({ status, stderr }))
  })

test('events that name no site go to that of the service', async () => {
  const line = {
    eventVersion: '1.09',
    userIdentity: { type: 'IAMUser', userName: 'ann', accountId: '111122223333' },
    eventTime: '2026-03-02T09:00:00Z',
    eventSource: 'backup.amazonaws.com',
    eventName: 'DeleteBackupVault',
    eventID: '00000000-0000-4000-8000-000000000001',
    requestParameters: { backupVaultName: 'vault' },
  }
  writeFileSync(join(folder, 'a.ndjson'), JSON.stringify(line))
  writeFileSync(join(folder, 'm.json'), JSON.stringify({ records: [{ source: 'aws.cloudtrail', file: 'a.ndjson' }] }))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await learn('m.json', '--url', url)).toEqual({
    status: 0,
    stderr: '1 records read, 0 rejected, 1 events given to memory\n',
  })
  const { event } = JSON.parse(bodies[0] ?? '')
  expect([event.event.action, event.backup.site]).toEqual(['repository-deleted', undefined])
})

const from = ['--from', '2026-03-01T00:00:00Z']
test.each([
  ['nothing', [], 'the manifest, or --topic, is missing'],
  ['both', ['m.json', '--topic', 't', ...from], 'a manifest or --topic, not both'],
  ['a moment without a topic', ['m.json', ...from], '--from goes with --topic'],
  ['no moment', ['--topic', 't'], '--from is missing'],
  ['a moment that is none', ['--topic', 't', '--from', 'monday'], '--from "monday" is no ISO time'],
  ['an end before the beginning', ['--topic', 't', ...from, '--to', '2026-02-01T00:00:00Z'], '--to lies before --from'],
  ['no brokers', ['--topic', 't', ...from, '--source', 'aws.cloudtrail'], 'the configuration names no brokers'],
])('%s is told', async (_, words, expected) => {
  expect(await learn(...words)).toMatchObject({ status: 2, stderr: expect.stringContaining(expected) })
})
