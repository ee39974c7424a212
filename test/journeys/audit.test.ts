// One chain whoever asks and whoever dies: two consoles on one Kafka, one of them killed while people work; and one on SQLite.
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditVerifier } from '../../src/people/verify.ts'
import { type Broker, startBroker } from '../services/kafka.ts'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const password = 'correct horse 42'

describe.each(['sqlite', 'kafka'] as const)('the audit log with the journal in %s', (kind) => {
  let broker: Broker | undefined
  const consoles: ServiceProcess[] = []

  beforeAll(async () => {
    broker = kind === 'kafka' ? await startBroker() : undefined
    const journal = kind === 'sqlite' ? { kind } : { kind, replication: 1, partitions: 2 }
    const kafka = broker ? { kafka: { brokers: [broker.address] } } : {}
    for (let made = 0; made < (kind === 'kafka' ? 2 : 1); made += 1)
      consoles.push(await makeService({ roles: ['console'], journal, ...kafka }))
    for (const one of consoles) await one.start()
    for (const one of consoles) await one.ready(120_000)
  })
  afterAll(async () => {
    for (const one of consoles) await one.clean()
    await broker?.stop()
  })

  const post = (at: ServiceProcess, path: string, body: object, bearer?: string): Promise<Response> =>
    fetch(`${at.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
    })
  const get = (at: ServiceProcess, path: string, bearer: string): Promise<Response> =>
    fetch(`${at.url}${path}`, { headers: { authorization: `Bearer ${bearer}` } })

  test('is one chain, holds all that was answered, and every console knows the same', async () => {
    const [first, last] = [consoles[0], consoles.at(-1)]
    if (!first || !last) throw new Error('no console')
    const code = await until(
      () => /"code":"([^"]+)"/.exec(first.log())?.[1],
      (seen) => seen !== undefined,
    )
    const made = await post(first, '/api/first-run', { code, name: 'ann', password })
    expect(made.status).toBe(200)
    // The other console lets in whom this one made, as soon as it has read so.
    const { session } = await until(
      async () => (await (await post(last, '/api/sign-in', { name: 'ann', password })).json()) as { session?: string },
      (seen) => seen.session !== undefined,
    )
    const bearer = session ?? ''

    const done = new Set<string>()
    let working = true
    const work = consoles.map(async (one, index) => {
      for (let step = 0; working; step += 1) {
        const answer = await post(one, '/api/tokens', { name: `t ${index} ${step}`, role: 'viewer' }, bearer).catch(
          () => undefined,
        )
        if (answer?.status === 201) done.add(((await answer.json()) as { id: string }).id)
        await wait(20)
      }
    })
    for (let kill = 0; kill < 2; kill += 1) {
      await wait(2_500)
      await first.kill()
      await wait(300)
      await first.start()
    }
    await first.ready(120_000)
    await wait(1_500)
    working = false
    await Promise.all(work)

    const tokensAt = async (one: ServiceProcess) =>
      ((await (await get(one, '/api/tokens', bearer)).json()) as { tokens: readonly { id: string }[] }).tokens
        .map(({ id }) => id)
        .sort()
    const known = await until(
      () => tokensAt(first),
      (seen) => [...done].every((id) => seen.includes(id)),
    )
    for (const one of consoles) expect(await tokensAt(one)).toEqual(known)
    expect(done.size).toBeGreaterThan(10)

    const head = (await (await get(last, '/api/audit/head', bearer)).json()) as { seq: number; hash: string }
    const text = await (await get(last, '/api/audit', bearer)).text()
    const verifier = auditVerifier(head)
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { act: string; personal: { on?: { id: string } } })
    const findings = entries.flatMap((entry) => verifier.take(entry))
    expect([...findings, ...verifier.end().findings]).toEqual([])
    const added = new Set(entries.filter(({ act }) => act === 'token-add').map(({ personal }) => personal.on?.id))
    expect([...done].filter((id) => !added.has(id))).toEqual([])
    expect(text).not.toContain('scrypt')
    for (const one of consoles) expect(one.log()).not.toMatch(/lct_|lcs_|scrypt|correct horse/)
  })
})
