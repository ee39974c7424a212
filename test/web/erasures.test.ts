// One person's data, erased on request: through the API, on the store and the audit log as they are.
import { afterEach, expect, test } from 'vitest'
import { auditVerifier } from '../../src/people/verify.ts'
import { alertOf } from '../store/alert.ts'
import { serve, type TestServer } from './server.ts'

let server: TestServer
afterEach(() => server.close())

const alerts = [
  alertOf({ id: 'done', status: 'closed' }),
  alertOf({ id: 'open' }),
  alertOf({
    id: 'other',
    status: 'closed',
    summary: 'By somebody else',
    actor: { id: 'x', name: 'x', kind: 'person', addresses: [], agents: [] },
    evidence: [],
  }),
]

const post = async (names: readonly string[], dryRun = 'no') => {
  const answer = await fetch(`${server.url}/api/erasures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await server.token('admin', 'jonas')}` },
    body: JSON.stringify({ names, dryRun }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const page = async (): Promise<string> =>
  (
    await fetch(`${server.url}/audit`, {
      headers: { authorization: `Bearer ${await server.token('engineer', 'lena')}` },
    })
  ).text()
const signedIn = (): Promise<void> =>
  server.people.note(
    { act: 'alert-note', record: true, on: { kind: 'alert', id: 'done' }, words: 'asked maria.k' },
    {
      who: { kind: 'account', name: 'maria.k', role: 'analyst' },
      from: '203.0.113.9',
    },
  )

test('what is done loses the name, what is open keeps it and is told, and the chain holds', async () => {
  server = await serve(alerts)
  await signedIn()
  await server.store.put([
    {
      type: 'action',
      action: {
        type: 'action',
        id: 'n',
        act: 'note',
        alert: 'done',
        by: 'jonas',
        at: '2026-03-01T03:00:00.000Z',
        text: 'Maria.K it was',
      },
    },
  ])
  const would = await post(['maria.k'], 'yes')
  expect(would).toMatchObject({ status: 200, body: { alerts: 1, told: 2, entries: 1, standing: ['open'] } })
  expect((await server.store.get('done'))?.actor.name).toBe('maria.k')

  expect(await page()).toContain('maria.k')

  const { body } = await post(['maria.k'])
  expect(body).toMatchObject({ alerts: 1, told: 2, entries: 1, standing: ['open'] })
  const left = [await server.store.get('done'), await server.store.history('done'), await server.entries()]
  expect(JSON.stringify(left).toLowerCase()).not.toContain('maria.k')
  expect((await server.store.get('done'))?.actor.name).toBe(body.pseudonym)
  expect((await server.store.find({ limit: 9, text: 'maria.k' })).alerts.map(({ id }) => id)).toEqual(['open'])
  expect((await server.store.find({ limit: 9, text: String(body.pseudonym) })).total).toBe(1)

  const entries = await server.entries()
  const verifier = auditVerifier(server.people.head())
  expect([...entries.flatMap((entry) => verifier.take(entry)), ...verifier.end().findings]).toEqual([])
  expect(entries.filter(({ personal }) => personal === undefined)).toHaveLength(1)
  expect(entries.find(({ act }) => act === 'personal-data-erased')).toMatchObject({
    detail: { pseudonym: body.pseudonym, alerts: 1, standing: 1, entries: [expect.any(Number)] },
  })
  const shown = await page()
  expect(shown).toContain('personal-data-erased')
  expect(shown).not.toContain('maria.k')
  expect(await post(['maria.k'])).toMatchObject({ body: { alerts: 0, entries: 0, standing: ['open'] } })
})

test('whoever has an account here is removed first, and a word of two letters is no name', async () => {
  server = await serve([])
  expect(await post(['jonas'])).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining('lastcopy user remove') },
  })
  expect(await post(['mk'])).toMatchObject({ status: 400 })
  expect(await post([])).toMatchObject({ status: 400 })
})
