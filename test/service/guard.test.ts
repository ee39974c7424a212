import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPage } from '../../src/relay/page.ts'
import { openGuard, type Resolve } from '../../src/service/out/guard.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { openPost } from '../../src/service/post.ts'

const houses = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']
const now = Date.parse('2026-03-01T02:00:01Z')
const webhook = (await loadPagers()).get('webhook')
if (!webhook) throw new Error('there is no webhook')

describe('an address', () => {
  test.each([
    ...['127.0.0.1', '127.8.9.10', '0.0.0.0', '169.254.169.254', '168.63.129.16', '100.100.100.200', '224.0.0.1'],
    ...['255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', 'fd00:ec2::254', 'fec0::1'],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:169.254.169.254',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ],
  ])('%s is closed where only the private networks are open', (address) =>
    expect(openGuard(houses).refusal(address)).toContain(address),
  )
  test.each(['10.1.2.3', '172.31.0.1', '192.168.1.1', 'fd12:3456::1', '::ffff:10.0.0.1'])(
    '%s is open as a private one, and closed when nothing is named',
    (address) => {
      expect(openGuard(houses).refusal(address)).toBeUndefined()
      expect(openGuard([]).refusal(address)).toContain('paging.allow')
    },
  )
  test.each(['203.0.113.7', '198.51.100.1', '2001:db8::1', '64:ff9b::cb00:7107', '172.32.0.1', '100.128.0.1'])(
    '%s is open to everybody',
    (address) => expect(openGuard([]).refusal(address)).toBeUndefined(),
  )
  test('is opened by the network that holds it, the cloud’s own only by its own name', () => {
    expect(openGuard(['127.0.0.0/8']).refusal('127.0.0.1')).toBeUndefined()
    expect(openGuard(['0.0.0.0/0']).refusal('127.0.0.1')).toBeUndefined()
    expect(openGuard(['0.0.0.0/0']).refusal('169.254.169.254')).toBeDefined()
    expect(openGuard(['100.64.0.0/10']).refusal('100.100.100.200')).toBeDefined()
    expect(openGuard(['169.254.1.0/24']).refusal('169.254.1.7')).toBeUndefined()
    expect(openGuard(['::1']).refusal('::1')).toBeUndefined()
  })
})

describe('a webhook', () => {
  const asked: string[] = []
  let server: Server
  let port = 0
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end()
      else response.writeHead(200).end()
    })
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  const carried = async (url: string, allow: readonly string[] = houses, resolve?: Resolve) => {
    asked.length = 0
    const post = openPost({ timeout: 2_000, allow, ...(resolve ? { resolve } : {}) })
    const settings = { url: url.replace('PORT', String(port)), secret: 'a-secret-of-the-pager' }
    const judged = await post.carry(webhook, testPage('default', now), settings, now)
    post.close()
    return judged
  }
  const turning =
    (...addresses: readonly string[]): Resolve =>
    (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )

  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::1]:PORT/',
    'http://0.0.0.0:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://user:word@pager.example.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
    'data:text/plain,x',
  ])('to %s is refused, and nobody was asked', async (url) => {
    expect((await carried(url)).verdict).toBe('refused')
    expect(asked).toEqual([])
  })
  test('reaches what is allowed', async () => {
    expect((await carried('http://localhost:PORT/in', ['127.0.0.1', '::1'])).verdict).toBe('accepted')
    expect(asked).toEqual(['/in'])
  })
  test('is not led on by a redirection', async () => {
    expect(await carried('http://127.0.0.1:PORT/away', ['127.0.0.1'])).toMatchObject({
      verdict: 'refused',
      detail: '302',
    })
    expect(asked).toEqual(['/away'])
  })
  test('is not led into the house by a name that turns after it was looked at', async () => {
    const found = await carried('http://pager.example.com:PORT/', houses, turning('127.0.0.1'))
    expect(found).toEqual({
      verdict: 'refused',
      detail: '127.0.0.1 is not an address that pages may go to; paging.allow opens it',
      unsent: true,
    })
    expect((await carried('http://pager.example.com:PORT/', houses, turning('::1', 'fe80::1'))).verdict).toBe('refused')
    expect(asked).toEqual([])
  })
  test('goes to those of a name’s addresses that are open', async () => {
    const found = await carried(
      'http://pager.example.com:PORT/',
      ['127.0.0.1'],
      turning('169.254.169.254', '127.0.0.1'),
    )
    expect(found.verdict).toBe('accepted')
  })
  test('is tried again where the name is not known just now', async () => {
    const nobody: Resolve = (_name, _options, done) => done(Object.assign(new Error('?'), { code: 'ENOTFOUND' }), [])
    expect(await carried('http://pager.example.com/', houses, nobody)).toEqual({
      verdict: 'retry',
      detail: 'ENOTFOUND',
      unsent: true,
    })
  })
})
