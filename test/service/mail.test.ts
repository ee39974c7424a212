import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import type { Page } from '../../src/model/page.ts'
import { pageOf } from '../../src/relay/page.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { openPost } from '../../src/service/post.ts'
import { alertOf } from '../store/alert.ts'
import { makeAuthority } from '../support/certificates.ts'
import { type MailMood, type MailServer, type MailServerOptions, startMailServer } from '../support/smtp-server.ts'

const now = Date.parse('2026-03-01T02:00:01Z')
const authority = makeAuthority('an authority')
const certificate = authority.issue('mail.example.com')
const email = (await loadPagers()).get('email')
if (!email) throw new Error('there is no e-mail')
const people = { from: 'lastcopy@example.com', to: ['first@example.com', 'second@example.com'] }
const password = 'a-password-of-the-mail'
const page = (part: Partial<Page> = {}): Page => ({
  ...pageOf(alertOf(), 'first', { baseUrl: 'https://lastcopy.example.com', steps: ['One.'], before: 0, now, stage: 1 }),
  ...part,
})

describe('a message by SMTP', () => {
  let server: MailServer | undefined
  afterEach(() => server?.close())
  const told = async (
    options: MailServerOptions,
    settings: Readonly<Record<string, Json>>,
    { mood = 'accept', part = {}, allow = ['127.0.0.1'], timeout = 2_000 }: Told = {},
  ) => {
    await server?.close()
    server = await startMailServer(options)
    server.mood = mood
    const post = openPost({ timeout, allow })
    const all = { host: '127.0.0.1', port: server.port, ...people, ...settings }
    const judged = await post.carry(email, page(part), all, now)
    post.close()
    return { judged, mail: server.mails[0], said: server.said, mails: server.mails }
  }
  interface Told {
    readonly mood?: MailMood
    readonly part?: Partial<Page>
    readonly allow?: readonly string[]
    readonly timeout?: number
  }
  const open = { security: 'none' }
  const login = ['lastcopy', password] as const
  const withTls = { security: 'tls', ca: authority.cert, user: 'lastcopy', password }

  test('is taken in the open where that is set, with every recipient', async () => {
    const { judged, mail } = await told({}, open)
    expect(judged).toEqual({ verdict: 'accepted', detail: '250 2.0.0 taken as 1' })
    expect(mail).toMatchObject({ ...people, secure: false })
    expect(mail?.text).toContain('Subject: BACKUP UNDER ATTACK?')
    expect(mail?.text).toContain('1. One.')
  })
  test('goes by TLS, and signs in', async () => {
    const { judged, mail } = await told({ certificate, tls: true, login }, withTls)
    expect(judged.verdict).toBe('accepted')
    expect(mail).toMatchObject({ secure: true, user: 'lastcopy' })
  })
  test('goes by STARTTLS, and signs in behind it alone', async () => {
    const { judged, mail, said } = await told({ certificate, login }, { ...withTls, security: 'starttls' })
    expect(judged.verdict).toBe('accepted')
    expect(mail).toMatchObject({ secure: true, user: 'lastcopy' })
    expect(said.findIndex((line) => line.startsWith('AUTH'))).toBeGreaterThan(said.indexOf('STARTTLS'))
  })
  test('goes nowhere when STARTTLS is demanded and not offered', async () => {
    const { judged, mails, said } = await told({ login }, { ...withTls, security: 'starttls' })
    expect(judged.verdict).not.toBe('accepted')
    expect(mails).toEqual([])
    expect(said.join(' ')).not.toContain('AUTH')
  })
  test('goes nowhere when the certificate is a stranger’s', async () => {
    const { judged, mails } = await told({ certificate, tls: true }, { security: 'tls' })
    expect(judged.verdict).toBe('retry')
    expect(mails).toEqual([])
  })
  test.each([
    ['later', 'retry', /^451 /],
    ['no', 'refused', /^550 /],
    ['one-recipient', 'accepted', /1 of 2 recipients were refused/],
    ['drop-after-data', 'retry', /./],
  ] as const)('of a server that says %s is %s', async (mood, verdict, detail) => {
    const { judged } = await told({}, open, { mood })
    expect(judged.verdict).toBe(verdict)
    expect(judged.detail).toMatch(detail)
  })
  test('waits for no server that says nothing', async () => {
    const started = performance.now()
    expect((await told({}, open, { mood: 'hang', timeout: 300 })).judged.verdict).toBe('retry')
    expect(performance.now() - started).toBeLessThan(1_500)
  })
  test('is refused with the wrong password, which nobody repeats', async () => {
    const { judged } = await told({ certificate, tls: true, login }, { ...withTls, password: 'another-password' })
    expect(judged.verdict).toBe('refused')
    expect(judged.detail).toContain('535')
    expect(judged.detail).not.toContain('another-password')
  })
  test('goes to no closed address', async () => {
    const { judged, said } = await told({}, open, { allow: [] })
    expect(judged).toMatchObject({ verdict: 'refused', detail: expect.stringContaining('paging.allow') })
    expect(said).toEqual([])
  })
  test('of one incident is one thread, and keeps its name when it is sent again', async () => {
    const idOf = (text = '') => /^Message-ID: (.*)$/im.exec(text)?.[1]
    const first = (await told({}, open)).mail?.text
    expect(idOf((await told({}, open)).mail?.text)).toBe(idOf(first))
    const next = (await told({}, open, { part: { id: 'another', reason: 'repeat' } })).mail?.text ?? ''
    expect(idOf(next)).not.toBe(idOf(first))
    expect(next).toContain(`In-Reply-To: ${idOf(first)}`)
    expect(next).toMatch(new RegExp(`References:\\s+${idOf(first)}`))
  })
  test('gets no header and no recipient from a name', async () => {
    const evil = 'x\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>'
    const { mail, mails, said } = await told({}, open, { part: { summary: evil } })
    expect(mails.length).toBe(1)
    expect(mail?.to).toEqual(people.to)
    expect(mail?.text.split('\n\n')[0]).not.toMatch(/^Bcc:/im)
    expect(said.filter((line) => line.startsWith('MAIL')).length).toBe(1)
  })
})
