// Pushover. Limits, emergency priority, receipts and their callback: pushover.net/api and pushover.net/api/receipts.
import { cut } from '../lib/cut.ts'
import { fail, ok } from '../lib/result.ts'
import type { Hook, Pager } from '../model/pager.ts'
import { answered, markOf, same, textBody } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf, titleOf } from './kit/message.ts'
import { postForm, under } from './kit/send.ts'
import { address, hookUrl, settings, text } from './kit/settings.ts'

export interface PushoverSettings {
  readonly token: string
  readonly user: string
  readonly url?: string
  readonly hookUrl?: string
}

const api = 'https://api.pushover.net'
/** Seconds: rings again every minute, for three hours, which is the longest that Pushover does. */
const ringing = { priority: '2', retry: '60', expire: '10800' }

/** It signs nothing, and calls an address that only it and we know: the mark in it is ours. */
const hook: Hook<PushoverSettings> = {
  read(call, { token }, now) {
    const query = URL.canParse(call.url) ? new URL(call.url).searchParams : new URLSearchParams()
    const dedupKey = query.get('incident') ?? ''
    if (!same(query.get('mark') ?? '', markOf(token, dedupKey)))
      return fail('the mark in the address is not one of ours')
    const body = textBody(call)
    if (!body.ok) return body
    const fields = new URLSearchParams(body.value)
    if (fields.get('acknowledged') !== '1') return ok([])
    const at = Number(fields.get('acknowledged_at') ?? 0) * 1_000
    const by = fields.get('acknowledged_by_device') || fields.get('acknowledged_by') || 'Pushover'
    return ok(answered({ id: fields.get('receipt') ?? '', dedupKey, act: 'acknowledge', by, at: at || undefined }, now))
  },
}

export default {
  name: 'pushover',
  title: 'Pushover',
  about:
    'A push message. Page-now comes as an emergency, which rings every minute, through silent hours, until somebody acknowledges it on the phone; once the alert is answered or resolved elsewhere it stops ringing. Acknowledge on the phone: where `hookUrl` is set Pushover tells us.',
  settings: settings(['token', 'user'], {
    token: text('The application’s token.'),
    user: text('Key of the person or group that is told.'),
    url: address('Another address of the API, for a test.', api),
    hookUrl,
  }),
  secrets: ['token', 'user'],
  request(page, { token, user, url, hookUrl: back }) {
    const base = url ?? api
    if (page.action !== 'trigger')
      return postForm(under(base, `/1/receipts/cancel_by_tag/${page.dedupKey}.json`), { token })
    return postForm(under(base, '/1/messages.json'), {
      token,
      user,
      title: cut(titleOf(page), 250),
      message: messageOf(page, { longest: 1_024, last: [] }),
      timestamp: String(Math.floor(Date.parse(page.decidedAt) / 1_000)),
      ...(page.priority === 'page-now'
        ? { ...ringing, tags: page.dedupKey, ...callback(page.dedupKey, token, back) }
        : { priority: '0' }),
      ...(page.link === undefined || page.link.length > 512 ? {} : { url: page.link, url_title: 'Open the alert' }),
    })
  },
  verdict: (answer) => judge(answer, saidUnder('errors')),
  hook,
} satisfies Pager<PushoverSettings>

const callback = (dedupKey: string, token: string, back: string | undefined): { readonly callback?: string } =>
  back === undefined
    ? {}
    : { callback: `${back}?incident=${encodeURIComponent(dedupKey)}&mark=${markOf(token, dedupKey)}` }
