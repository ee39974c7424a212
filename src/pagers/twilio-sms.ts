// Text messages by Twilio. Fields and limits: twilio.com/docs/messaging/api/message-resource (1,600 characters) and
// "Receive and reply to messages"; answers: "Twilio's request responses".
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Hook, Pager } from '../model/pager.ts'
import { answered, same } from './kit/call.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { answerLink, messageOf, take } from './kit/message.ts'
import { settings } from './kit/settings.ts'
import { accountSettings, signedForm, type TwilioAccount, toTwilio, twiml } from './kit/twilio.ts'

export interface TwilioSmsSettings extends TwilioAccount {
  readonly replies?: boolean
}

/** Four parts of a text that needs 16 bits a character. */
const longest = 268
/** What stands before the hash in every key of ours. */
const head = /^lastcopy-/

const hook: Hook<TwilioSmsSettings> = {
  read(call, { token, to }, now) {
    const form = signedForm(call, token)
    if (!form.ok) return form
    if (!same(form.value.get('From') ?? '', to))
      return fail('the text came from another number than the one that is told')
    const words = /^\s*(?:1|ack|ok|yes|mine)\W*(?:([0-9a-f]{6,32})\W*)?$/i.exec(form.value.get('Body') ?? '')
    if (!words) return ok([])
    const dedupKey = words[1] === undefined ? '' : `lastcopy-${words[1].toLowerCase()}`
    return ok(answered({ id: form.value.get('MessageSid') ?? '', dedupKey, act: 'acknowledge', by: to }, now))
  },
  reply: (_, told) => ({
    contentType: 'text/xml',
    body: twiml(`<Message>${told.length > 0 ? 'It is yours.' : 'Not understood. Reply 1 to answer.'}</Message>`),
  }),
}

export default {
  name: 'twilio-sms',
  title: 'SMS (Twilio)',
  about:
    'A text message of up to four parts: what happened, what is at stake, the link. It has no key: after a crash between sending and recording it can come twice. 201 says that Twilio took it. Acknowledge by a reply: `1` answers the newest page, `1` and the code in a text that page; give the number `/hooks/NAME` as the webhook for incoming messages and set `replies`. Only the number that is told is heard; a sender’s number can be forged by whoever knows it, so the reply acknowledges and closes nothing.',
  settings: settings(['account', 'token', 'from', 'to'], {
    ...accountSettings,
    replies: {
      type: 'boolean',
      default: false,
      description: 'Replies reach `/hooks/NAME`: the text says how to answer.',
    },
  }),
  secrets: ['token'],
  limits: [{ pages: 1, per: 1_000 }],
  request: (page, given) =>
    toTwilio(given, 'Messages', {
      From: given.from,
      To: given.to,
      Body: messageOf(page, { longest, last: lastOf(page, given) }),
    }),
  verdict: (answer) => judge(answer, saidUnder('message')),
  hook,
} satisfies Pager<TwilioSmsSettings>

/** There is room for one address: the one that answers, where no reply does. */
function lastOf(page: Page, { replies }: TwilioSmsSettings): readonly string[] {
  const answer = answerLink(page)
  const link = page.link === undefined ? [] : [page.link]
  if (page.action !== 'trigger') return link
  if (replies === true) {
    const code = page.dedupKey.startsWith('lastcopy-test-') ? '' : ` ${page.dedupKey.replace(head, '').slice(0, 6)}`
    return [`Reply 1${code} to answer`, ...link]
  }
  return answer === undefined || answer.length > 160 ? link : [`${take}: ${answer}`]
}
