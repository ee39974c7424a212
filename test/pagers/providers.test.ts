import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/lib/json.ts'
import type { Page } from '../../src/model/page.ts'
import { pageOf } from '../../src/relay/page.ts'
import { loadPagers } from '../../src/service/pagers.ts'
import { alertOf } from '../store/alert.ts'
import { httpOf } from './http.ts'

const pagers = await loadPagers()
const now = Date.parse('2026-03-01T02:00:01Z')
const page = (part: Partial<Page> = {}): Page => ({
  ...pageOf(alertOf(), 'first', { baseUrl: 'https://lastcopy.example.com', steps: ['One.'], before: 0, now, stage: 1 }),
  ...part,
})
const resolved: Partial<Page> = { action: 'resolve', reason: 'resolved' }
const found = (name: string) => {
  const pager = pagers.get(name)
  if (!pager) throw new Error(`there is no pager ${name}`)
  return pager
}
const sent = (name: string, settings: Readonly<Record<string, Json>>, part: Partial<Page> = {}) => {
  const { url, headers, body } = httpOf(found(name).request(page(part), settings, now))
  const form = headers['content-type']?.includes('form')
  return { url, headers, body: form ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body) }
}

describe('Jira Service Management', () => {
  const settings = { apiKey: 'a-key' }
  test('gets an alert of the highest priority under the incident’s key', () => {
    expect(sent('jsm', settings)).toMatchObject({
      url: 'https://api.atlassian.com/jsm/ops/integration/v2/alerts',
      headers: { authorization: 'GenieKey a-key' },
      body: { alias: page().dedupKey, priority: 'P1', source: 'Lastcopy' },
    })
  })
  test('closes it by that key, in Opsgenie too', () => {
    const { url } = sent('jsm', { ...settings, url: 'https://api.eu.opsgenie.com/' }, resolved)
    expect(url).toBe(`https://api.eu.opsgenie.com/v2/alerts/${page().dedupKey}/close?identifierType=alias`)
  })
  test('gets as many facts as it takes, and no more', () => {
    const details = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`fact ${at}`, 'x'.repeat(2_000)]))
    expect(JSON.stringify(sent('jsm', settings, { details }).body.details).length).toBeLessThan(8_000)
  })
})

describe('Pushover', () => {
  const settings = { token: 'app', user: 'team' }
  test('rings every minute for page-now, and once for less', () => {
    expect(sent('pushover', settings).body).toMatchObject({ priority: '2', retry: '60', tags: page().dedupKey })
    expect(sent('pushover', settings, { priority: 'notify' }).body).toMatchObject({ priority: '0' })
  })
  test('stops ringing when the incident is resolved', () => {
    const { url, body } = sent('pushover', settings, resolved)
    expect(url).toBe(`https://api.pushover.net/1/receipts/cancel_by_tag/${page().dedupKey}.json`)
    expect(body).toEqual({ token: 'app' })
  })
})

describe('Telegram', () => {
  test('says in its answer how long to wait', () => {
    const body = JSON.stringify({ ok: false, description: 'Too Many Requests', parameters: { retry_after: 14 } })
    expect(found('telegram').verdict({ status: 429, headers: {}, body })).toEqual({
      verdict: 'retry',
      detail: '429 Too Many Requests',
      retryAfter: '14',
    })
  })
})

describe('Alertmanager', () => {
  const settings = { url: 'https://alertmanager.example.com/base/' }
  test('gets an alert that stands for a day', () => {
    const { url, body } = sent('alertmanager', settings)
    expect(url).toBe('https://alertmanager.example.com/base/api/v2/alerts')
    expect(body).toMatchObject([
      { labels: { alertname: 'Lastcopy', severity: 'critical' }, endsAt: '2026-03-02T02:00:01.000Z' },
    ])
  })
  test('gets the same labels when it is resolved, and its end', () => {
    const [first] = sent('alertmanager', settings).body
    const [last] = sent('alertmanager', settings, resolved).body
    expect(last.labels).toEqual(first.labels)
    expect(last.endsAt).toBe('2026-03-01T02:00:01.000Z')
  })
})

describe('ServiceNow', () => {
  test('gets one event for each state of an incident', () => {
    const settings = { url: 'https://example.service-now.com', user: 'lastcopy', password: 'a-word' }
    const record = (part?: Partial<Page>) => sent('servicenow', settings, part).body.records[0]
    expect(record()).toMatchObject({ severity: '1', resolution_state: 'New', message_key: page().dedupKey })
    expect(record()).toMatchObject({ time_of_event: '2026-03-01 02:00:01' })
    expect(record(resolved)).toMatchObject({ resolution_state: 'Closing', message_key: page().dedupKey })
  })
})

describe('channels without a key', () => {
  test.each([
    ['first', /^BACKUP UNDER ATTACK/],
    ['worse', /^WORSE: BACKUP UNDER ATTACK/],
    ['repeat', /^NOBODY HAS ANSWERED: BACKUP UNDER ATTACK/],
    ['resolved', /^RESOLVED: (?!BACKUP UNDER ATTACK)/],
  ] as const)('are told in the first word that a page is %s', (reason, opening) => {
    const part = { reason, action: reason === 'resolved' ? ('resolve' as const) : ('trigger' as const) }
    for (const name of ['mattermost', 'slack'])
      expect(sent(name, { url: 'https://chat.example.com/hook' }, part).body.text).toMatch(opening)
  })
  test('keep what follows together where the channel has threads', () => {
    const { url, body } = sent('google-chat', { url: 'https://chat.example.com/hook?key=a&token=b' })
    expect(url).toBe(
      'https://chat.example.com/hook?key=a&token=b&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
    )
    expect(body.thread).toEqual({ threadKey: page().dedupKey })
  })
  test('mention nobody, whatever a copy is called', () => {
    const name = '@everyone <!channel> <users/all> [x](https://evil.example.com) \u202e'
    const alert = { ...alertOf(), summary: `Retention of ${name} cut`, title: name }
    const evil = pageOf(alert, 'first', { steps: [], before: 0, now, stage: 1 })
    for (const kind of ['slack', 'teams', 'google-chat', 'mattermost', 'discord', 'telegram']) {
      const settings = { url: 'https://chat.example.com/hook', token: 't', chat: '1' }
      const told = httpOf(found(kind).request(evil, settings, now)).body
      expect(told).not.toMatch(/@everyone|<!channel>|<users|\]\(https|\u202e/)
    }
    expect(sent('discord', { url: 'https://chat.example.com/hook' }).body.allowed_mentions).toEqual({ parse: [] })
  })
})

describe('PagerDuty', () => {
  const settings = { routingKey: 'a-key' }
  test('is told who has it, and that it is over, under the incident’s key alone', () => {
    for (const action of ['acknowledge', 'resolve'] as const)
      expect(sent('pagerduty', settings, { action }).body).toEqual({
        routing_key: 'a-key',
        dedup_key: page().dedupKey,
        event_action: action,
      })
  })
  test('shows link and picture', () => {
    const { body } = sent('pagerduty', { ...settings, image: 'https://example.com/map.png' })
    expect(body.links).toEqual([{ href: page().link, text: 'Open the alert' }])
    expect(body.images).toEqual([{ src: 'https://example.com/map.png', alt: 'Lastcopy' }])
  })
  test('gets what wakes nobody as a change event, where that is wanted', () => {
    const quiet = { priority: 'queue' as const }
    const { url, body } = sent('pagerduty', { ...settings, changes: true }, quiet)
    expect(url).toBe('https://events.pagerduty.com/v2/change/enqueue')
    expect(body).toMatchObject({ routing_key: 'a-key', payload: { summary: expect.any(String) } })
    expect(body).not.toHaveProperty('event_action')
    expect(sent('pagerduty', settings, quiet).url).toBe('https://events.pagerduty.com/v2/enqueue')
    expect(found('pagerduty').request(page({ ...quiet, ...resolved }), { ...settings, changes: true }, now)).toBe(
      undefined,
    )
  })
})

describe('Jira', () => {
  const settings = { url: 'https://example.atlassian.net', user: 'a@example.com', token: 't', project: 'OPS' }
  const answers = (issues: readonly object[], more: readonly object[] = []) =>
    [{ issues }, ...more].map((body) => ({ status: 200, headers: {}, body: JSON.stringify(body) }))
  const ticket = (category: string, ways: readonly string[]) => ({
    key: 'OPS-7',
    fields: { status: { statusCategory: { key: category } } },
    transitions: ways.map((key, at) => ({ id: String(at + 1), to: { statusCategory: { key } } })),
  })
  const next = (part: Partial<Page>, given: ReturnType<typeof answers>) => {
    const request = found('jira').next?.(page(part), settings, given)
    return request && httpOf(request).url.replace('https://example.atlassian.net/rest/api/3', '')
  }
  test('is asked first whether the incident has a ticket', () => {
    const { url, body } = sent('jira', settings)
    expect(url).toBe('https://example.atlassian.net/rest/api/3/search/jql')
    expect(body.jql).toContain(`labels = "${page().dedupKey}"`)
  })
  test('gets one ticket an incident: what follows is a comment', () => {
    expect(next({}, answers([]))).toBe('/issue')
    expect(next({ reason: 'repeat' }, answers([ticket('new', ['done'])]))).toBe('/issue/OPS-7/comment')
    expect(next({ reason: 'repeat' }, answers([ticket('new', ['done'])], [{}]))).toBe(undefined)
  })
  test('is told the end, and moved where its workflow has a way', () => {
    const given = (category: string, ways: readonly string[]) => next(resolved, answers([ticket(category, ways)], [{}]))
    expect(given('indeterminate', ['new', 'done'])).toBe('/issue/OPS-7/transitions')
    expect(given('indeterminate', ['new'])).toBe(undefined)
    expect(given('done', ['done'])).toBe(undefined)
  })
  test('gets no ticket for what is over already', () => expect(next(resolved, answers([]))).toBe(undefined))
  test('is no crash whatever it answers', () => {
    for (const body of ['', 'null', '[]', '{"issues":{}}', '{"issues":[null]}', '{"issues":[{"key":{}}]}'])
      expect(next({}, [{ status: 200, headers: {}, body }])).toBe('/issue')
  })
})

describe('a phone call', () => {
  const settings = { account: 'AC1', token: 't', from: '+12025550100', to: '+12025550111' }
  const spoken = (part: Partial<Page>, more: Readonly<Record<string, Json>> = {}) =>
    sent('twilio-voice', { ...settings, ...more }, part).body.Twiml
  test('asks for a key where a key can be heard', () => {
    const hookUrl = 'https://lastcopy.example.com/hooks/phone'
    expect(spoken({}, { hookUrl })).toContain(`action="${hookUrl}?incident=${page().dedupKey}"`)
    expect(spoken({})).not.toContain('Gather')
  })
  test('reads out no markup', () =>
    expect(spoken({ summary: '</Say><Dial>+12025550199</Dial><Say>&' })).not.toMatch(/<Dial>|&[^a-z]/))
})

test('Slack refuses with 200', () => {
  const judged = (body: object) => found('slack-app').verdict({ status: 200, headers: {}, body: JSON.stringify(body) })
  expect(judged({ ok: true }).verdict).toBe('accepted')
  expect(judged({ ok: false, error: 'channel_not_found' })).toEqual({
    verdict: 'refused',
    detail: '200 channel_not_found',
  })
  expect(judged({ ok: false, error: 'ratelimited' }).verdict).toBe('retry')
})
