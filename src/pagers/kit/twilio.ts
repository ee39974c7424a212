// What texts and calls by Twilio share: the account, and the signature of what it calls back with
// (twilio.com/docs/usage/security, "Validating requests").
import { fail, ok, type Result } from '../../lib/result.ts'
import type { HookCall, HttpRequest } from '../../model/pager.ts'
import { hmac, same, textBody } from './call.ts'
import { basic, postForm, under } from './send.ts'
import { address, text } from './settings.ts'

export interface TwilioAccount {
  readonly account: string
  readonly token: string
  readonly from: string
  readonly to: string
  readonly url?: string
}

const api = 'https://api.twilio.com'

export const accountSettings = {
  account: text('Account SID (`AC…`).'),
  token: text('The account’s auth token; it also signs what Twilio calls back with.'),
  from: text('A number of the account, as `+12025550100`.'),
  to: text('The number that is told, with its country.'),
  url: address('Another region’s address of the API.', api),
}

/** A POST to a resource of the account. */
export const toTwilio = (
  { account, token, url }: TwilioAccount,
  resource: string,
  fields: Readonly<Record<string, string>>,
): HttpRequest =>
  postForm(
    under(url ?? api, `/2010-04-01/Accounts/${encodeURIComponent(account)}/${resource}.json`),
    fields,
    basic(account, token),
  )

/** The form that Twilio sent, once its signature is found good. */
export function signedForm(call: HookCall, token: string): Result<URLSearchParams, string> {
  const body = textBody(call)
  if (!body.ok) return body
  const form = new URLSearchParams(body.value)
  const fields = [...form].map(([name, value]) => name + value)
  const given = call.headers['x-twilio-signature'] ?? ''
  const signed = (url: string) => same(given, hmac('sha1', token, url + sorted(form, fields), 'base64'))
  return addressesOf(call.url).some(signed)
    ? ok(form)
    : fail('x-twilio-signature does not fit the address and the body')
}

/** Names and values without anything between them, in the order of the names. */
const sorted = (form: URLSearchParams, fields: readonly string[]): string => {
  const names = [...form.keys()]
  const order = names.map((name, at) => ({ name, at }))
  order.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at))
  return order.map(({ at }) => fields[at]).join('')
}

/** Twilio signs with or without the port, whichever it called by. */
function addressesOf(url: string): readonly string[] {
  if (!URL.canParse(url)) return [url]
  const { protocol, port, host, hostname } = new URL(url)
  const other = port === '' ? `${hostname}:${protocol === 'https:' ? 443 : 80}` : hostname
  return [url, url.replace(`//${host}`, `//${other}`)]
}

/** An answer in TwiML (twilio.com/docs/voice/twiml). */
export const twiml = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export const xml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
