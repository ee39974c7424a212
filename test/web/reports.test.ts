// Reports from the running service: alerts with the time to answer as the store has it, who may take one, and what is said of mistakes.
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadEstate } from '../../src/config/estate.ts'
import { outsideSources } from '../../src/content/sources.ts'
import { survive } from '../../src/posture/survive.ts'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

const file = resolve(import.meta.dirname, '../../samples/estates', join('hybrid', 'estate.yaml'))
const loaded = loadEstate(file, outsideSources())
if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
const estate = loaded.value

describe('reports', () => {
  let server: TestServer
  let viewer: string
  let without: TestServer

  beforeAll(async () => {
    const survival = survive(estate, [], { at: '2026-03-01T02:05:00.000Z', drills: [] })
    const posture = {
      estate,
      names: { sets: ['ERP', 'Mail'], copies: [] },
      survival: async () => ({ ok: true, value: survival }) as const,
      former: () => [],
    }
    const inMonth = { openedAt: '2026-02-11T10:00:00.000Z', at: '2026-02-11T10:00:00.000Z' }
    const after = { openedAt: '2026-03-01T01:00:00.000Z', at: '2026-03-01T01:00:00.000Z' }
    server = await serve([alertOf({ id: 'in-month', ...inMonth }), alertOf({ id: 'later', ...after })], { posture })
    without = await serve([])
    viewer = await server.token('viewer')
    await server.store.put([
      {
        type: 'action',
        action: {
          type: 'action',
          id: 'act-1',
          act: 'acknowledge',
          alert: 'in-month',
          by: 'ann',
          at: '2026-02-11T10:12:00.000Z',
        },
      },
    ])
  })
  afterAll(async () => {
    await server.close()
    await without.close()
  })

  const get = (path: string, token = viewer, from = server): Promise<Response> =>
    fetch(`${from.url}${path}`, { headers: { authorization: `Bearer ${token}` } })

  test('tell alerts of the month and of no other, with the hash of their export', async () => {
    const html = await (await get('/api/reports/auditor?month=2026-02')).text()
    expect(html.replace(/<[^>]+>/g, ' ')).toMatch(/2026-02-11 10:00/)
    expect(html).not.toContain('2026-03-01 01:00')
    const sealed = (await (await get('/api/alerts/in-month/export')).json()) as { sha256: string }
    expect(html).toContain(sealed.sha256)
  })

  test('come as HTML whose style alone is taken, as PDF, and as evidence', async () => {
    const html = await get('/reports/board?month=2026-02')
    expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/)
    const pdf = await get('/api/reports/board?month=2026-02&as=pdf')
    expect(pdf.headers.get('content-disposition')).toBe('attachment; filename="lastcopy-board-2026-02.pdf"')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const lines = (await (await get('/api/reports/auditor?month=2026-02&as=ndjson')).text()).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { what: string }).what)).toContain('alert')
  })

  test('are entries in the audit log, with the hash over their evidence', async () => {
    await get('/api/reports/board?month=2026-02')
    const entry = (await server.entries()).findLast(({ act }) => act === 'report-export')
    expect(entry?.detail).toMatchObject({ as: 'html', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test.each([
    ['/api/reports/nobody?month=2026-02', 404],
    ['/api/reports/board?month=May', 400],
    ['/api/reports/board?month=2026-04', 400],
    ['/api/reports/board?month=2026-02&as=docx', 400],
  ])('%s is answered with %i and why', async (path, status) => {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(((await answer.json()) as { error: string }).error).not.toBe('')
  })

  test('need an estate', async () => {
    expect((await get('/api/reports/board?month=2026-02', await without.token('viewer'), without)).status).toBe(404)
  })
})
