// `lastcopy doctor` on a machine without brokers: what is well is told as that, each fault has its cure, and nobody is paged.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { sqliteJournal } from '../../src/journal/sqlite/journal.ts'

const root = resolve(import.meta.dirname, '../..')

describe('the doctor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-doctor-'))
  let pager: Server
  let heard = 0
  const addressOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`

  beforeAll(async () => {
    pager = createServer((socket) => {
      socket.on('data', (part) => (heard += part.length))
      socket.on('error', () => undefined)
    })
    await new Promise<void>((go) => pager.listen(0, '127.0.0.1', go))
  })
  afterAll(async () => {
    await new Promise((go) => pager.close(go))
    rmSync(folder, { recursive: true, force: true })
  })

  const config = (more: object = {}): object => ({
    journal: { kind: 'sqlite', path: 'journal.db' },
    pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: `http://${addressOf(pager)}/` } }],
    paging: { allow: ['127.0.0.1'] },
    watchers: [{ name: 'outside', kind: 'plain', url: `http://${addressOf(pager)}/` }],
    web: { listen: '127.0.0.1:1' },
    ...more,
  })
  const diagnose = (settings: object) => {
    const file = join(folder, 'lastcopy.yml')
    writeFileSync(file, stringify(settings))
    return new Promise<{ status: number | null; findings: readonly Finding[]; stderr: string }>((go) => {
      const child = spawn(join(root, 'bin/lastcopy'), ['doctor', '--config', file, '--json'])
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (part) => (stdout += part))
      child.stderr.on('data', (part) => (stderr += part))
      child.once('close', (status) =>
        go({
          status,
          stderr,
          findings: stdout
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as Finding),
        }),
      )
    })
  }
  const wrongOf = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'wrong')

  test('finds nothing wrong where all is well, and says no word to a pager', async () => {
    const journal = sqliteJournal({ path: join(folder, 'journal.db') })
    await journal.open()
    await journal.append([{ topic: 'plain', value: 'a record' }])
    const { status, findings } = await diagnose(config())
    expect(findings.find(({ check }) => check === 'journal')?.what).toContain('belongs to a running service')
    await journal.close()
    expect([status, wrongOf(findings)]).toEqual([0, []])
    const free = await diagnose(config())
    expect(free.findings.find(({ check }) => check === 'journal')?.what).toContain('is whole: 1 records')
    expect(new Set(free.findings.map(({ check }) => check))).toEqual(
      new Set(['config', 'rules', 'journal', 'disk', 'pagers', 'watchers', 'service']),
    )
    expect(heard).toBe(0)
  })

  test('tells of each fault what to do about it', async () => {
    writeFileSync(join(folder, 'damaged.db'), 'this is no database, however long it is'.repeat(100))
    const { status, findings } = await diagnose(
      config({
        journal: { kind: 'sqlite', path: 'damaged.db' },
        kafka: { brokers: ['127.0.0.1:1'] },
        elasticsearch: { nodes: ['http://127.0.0.1:1'], timeout: '2s' },
        store: { kind: 'elasticsearch' },
        paging: { allow: [] },
        watchers: [],
      }),
    )
    expect(status).toBe(1)
    expect(wrongOf(findings).map(({ check }) => check)).toEqual(['journal', 'brokers', 'store', 'pagers'])
    for (const { remedy } of findings.filter(({ state }) => state === 'wrong' || state === 'note'))
      expect(remedy?.length ?? 0).toBeGreaterThan(10)
    expect(findings.find(({ check }) => check === 'pagers')?.remedy).toContain('paging.allow')
    expect(findings.find(({ check }) => check === 'watchers')?.state).toBe('note')
    expect(JSON.stringify(findings)).not.toContain('a-routing-key')
  })

  test('tells mistakes in the configuration as every command does', async () => {
    const { status, stderr } = await diagnose(config({ pager: [] }))
    expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean pagers?')])
  })
})
