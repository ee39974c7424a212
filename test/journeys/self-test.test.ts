// How long it takes from a record to a provider's acceptance, measured by self-tests on the embedded default and shown in the metrics.
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeService, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

const tests = Number(process.env.LASTCOPY_SELF_TESTS ?? 100)
const secret = `whsec_${Buffer.from('a secret for webhooks that is long').toString('base64')}`

describe('a self-test', () => {
  let service: ServiceProcess
  let provider: Server
  beforeAll(async () => {
    provider = createServer((asked, response) => {
      asked.resume().on('end', () => response.writeHead(202).end())
    })
    await new Promise<void>((go) => provider.listen(0, '127.0.0.1', go))
    const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    service = await makeService({
      pagers: [{ kind: 'webhook', name: 'desk', settings: { url, secret } }],
      paging: { allow: ['127.0.0.1'] },
    })
    await service.start()
    await service.ready()
  })
  afterAll(async () => {
    await service?.clean()
    provider?.closeAllConnections()
    await new Promise((done) => provider?.close(done))
  })

  /** One address may not ask for many tests in a minute, so each test comes from another one of this machine. */
  const ask = (round: number): Promise<number> =>
    new Promise((done, failed) => {
      const from = { method: 'POST', localAddress: `127.0.1.${1 + (round % 250)}` }
      request(`${service.url}/api/pages/test`, from, (response) => {
        response.resume().on('end', () => done(response.statusCode ?? 0))
      })
        .on('error', failed)
        .end()
    })
  /** How many ways from record to acceptance took at most so long. */
  const took = async (label: string): Promise<number> => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    const line = metrics.split('\n').find((one) => one.startsWith(`lastcopy_page_seconds_${label}`)) ?? ''
    return Number(line.split(' ').at(-1) || 0)
  }

  test('reaches the provider within two seconds, 99 times of 100', async () => {
    for (let round = 1; round <= tests; round += 1) {
      expect(await ask(round)).toBe(202)
      await until(
        () => took('count'),
        (count) => count >= round,
      )
    }
    const within = await took('bucket{le="2"')
    expect(within / tests).toBeGreaterThanOrEqual(0.99)
  })
})
