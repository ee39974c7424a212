// Text messages by Twilio. Fields and limits: twilio.com/docs/messaging/api/message-resource (1,600 characters); answers: "Twilio's request responses".
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { messageOf } from './kit/message.ts'
import { basic, postForm, under } from './kit/send.ts'

export interface TwilioSettings {
  readonly account: string
  readonly token: string
  readonly from: string
  readonly to: string
  readonly url?: string
}

const api = 'https://api.twilio.com'
/** Four parts of a text that needs 16 bits a character. */
const longest = 268

export default {
  name: 'twilio-sms',
  title: 'SMS (Twilio)',
  about:
    'A text message of up to four parts: what happened, what is at stake, the link. It has no key: after a crash between sending and recording it can come twice. 201 says that Twilio took it.',
  settings: {
    type: 'object',
    required: ['account', 'token', 'from', 'to'],
    additionalProperties: false,
    properties: {
      account: { type: 'string', minLength: 1, description: 'Account SID (`AC…`).' },
      token: { type: 'string', minLength: 1, description: 'The account’s auth token.' },
      from: { type: 'string', minLength: 1, description: 'A number of the account, as `+12025550100`.' },
      to: { type: 'string', minLength: 1, description: 'The number that is told, with its country.' },
      url: { type: 'string', format: 'uri', default: api, description: 'Another region’s address of the API.' },
    },
  },
  secrets: ['token'],
  request: (page, { account, token, from, to, url }) =>
    postForm(
      under(url ?? api, `/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`),
      { From: from, To: to, Body: messageOf(page, { longest }) },
      basic(account, token),
    ),
  verdict: (answer) => judge(answer, saidUnder('message')),
} satisfies Pager<TwilioSettings>
