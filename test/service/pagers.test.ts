import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPage } from '../../src/relay/page.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { openPost } from '../../src/service/post.ts'
import { httpOf } from '../pagers/http.ts'

const now = Date.parse('2026-03-01T02:00:01Z')
const pagers = await loadPagers()

describe('what a pager makes of a page arrives at its provider as it is', () => {
  const arrived: { readonly url: string; readonly type: string; readonly body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => {
      body += part.toString()
    })
    request.on('end', () => {
      arrived.push({ url: request.url ?? '', type: request.headers['content-type'] ?? '', body })
      response.writeHead(202).end('{}')
    })
  })
  const post = openPost({ timeout: 2_000, allow: ['127.0.0.1'] })
  let base = ''
  beforeAll(async () => {
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    post.close()
    server.close()
  })

  const byHttp = [...pagers.values()].filter(({ name }) => !['email', 'syslog'].includes(name))
  test.each(byHttp)('$name', async (pager) => {
    const { required } = pager.settings as { readonly required: readonly string[] }
    const settings = { ...Object.fromEntries(required.map((name) => [name, 'a-value-for-tests'])), url: base }
    const page = testPage('default', now)
    const request = httpOf(pager.request(page, settings, now))
    expect(await post.carry(pager, page, settings, now)).toMatchObject({ verdict: 'accepted' })
    const last = arrived.at(-1)
    if (!pager.next) expect(last?.body).toBe(request.body)
    expect(last?.body).toContain('Lastcopy')
    if (!pager.next) expect(`${base}${last?.url}`).toBe(new URL(request.url).href)
    expect(last?.type).toMatch(/^application\/(json(; charset=utf-8)?|x-www-form-urlencoded)$/)
  })
})
