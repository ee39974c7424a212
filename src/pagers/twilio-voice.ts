// A phone call by Twilio that reads the page out and asks for a key. Fields and limits: twilio.com/docs/voice/api/call-resource
// (TwiML of 4,000 characters) and twilio.com/docs/voice/twiml, "Gather" and "Say".

import { cut } from '../lib/cut.ts'
import { ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Hook, Pager } from '../model/pager.ts'
import { answered } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { titleOf } from './kit/message.ts'
import { hookUrl, settings } from './kit/settings.ts'
import { accountSettings, signedForm, type TwilioAccount, toTwilio, twiml, xml } from './kit/twilio.ts'

export interface TwilioVoiceSettings extends TwilioAccount {
  readonly hookUrl?: string
}

const hook: Hook<TwilioVoiceSettings> = {
  read(call, { token, to }, now) {
    const form = signedForm(call, token)
    if (!form.ok) return form
    if (form.value.get('Digits') !== '1') return ok([])
    const dedupKey = new URL(call.url).searchParams.get('incident') ?? ''
    return ok(answered({ id: form.value.get('CallSid') ?? '', dedupKey, act: 'acknowledge', by: to }, now))
  },
  reply: (_, told) => ({
    contentType: 'text/xml',
    body: twiml(`<Say>${told.length > 0 ? 'It is yours. Goodbye.' : 'This was not answered. Goodbye.'}</Say>`),
  }),
}

export default {
  name: 'twilio-voice',
  title: 'Phone call (Twilio)',
  about:
    'A call that reads the page out, twice. It has no key: after a crash between sending and recording it can come twice. 201 says that Twilio took it, not that anybody picked up. Acknowledge by pressing 1, where `hookUrl` is set; a mailbox presses nothing. Nobody is called to be told that it is answered or over.',
  settings: settings(['account', 'token', 'from', 'to'], { ...accountSettings, hookUrl }),
  secrets: ['token'],
  limits: [{ pages: 1, per: 1_000 }],
  request: (page, given) =>
    page.action === 'trigger'
      ? toTwilio(given, 'Calls', { From: given.from, To: given.to, Timeout: '30', Twiml: spoken(page, given) })
      : undefined,
  verdict: (answer) => judge(answer, saidUnder('message')),
  hook,
} satisfies Pager<TwilioVoiceSettings>

function spoken(page: Page, { hookUrl: back }: TwilioVoiceSettings): string {
  const say = (text: string): string => `<Say>${xml(text)}</Say>`
  const told = say(`This is Lastcopy. ${cut(titleOf(page), 400)}.`)
  if (back === undefined) return twiml(`${told}<Pause length="1"/>${told}`)
  const action = xml(`${back}?incident=${encodeURIComponent(page.dedupKey)}`)
  const gather = `<Gather input="dtmf" numDigits="1" timeout="8" method="POST" action="${action}">`
  const asked = `${gather}${told}${say('Press 1 if you have it.')}</Gather>`
  return twiml(`${asked}${asked}${say('Nobody answered. The next one is called.')}`)
}
