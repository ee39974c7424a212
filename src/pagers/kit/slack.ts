// What the two ways into Slack share: blocks, the button, and the call that a press of it makes. Forms and signature:
// docs.slack.dev, "Block Kit", "Handling user interaction" and "Verifying requests from Slack".
import { cut } from '../../lib/cut.ts'
import { hashOf } from '../../lib/hash.ts'
import { isObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Page } from '../../model/page.ts'
import type { Hook } from '../../model/pager.ts'
import { answered, hmac, isFresh, jsonOf, same, textAt, textBody } from './call.ts'
import { answerLink, bodyOf, messageOf, take, titleOf } from './message.ts'
import { key } from './settings.ts'

export interface SlackSigned {
  readonly signingSecret?: string
}

export const signingSecret = key(
  'Signing secret of the app: then a message has the button, and the app’s interactivity request URL must be `/hooks/NAME`.',
)

const action = 'lastcopy-acknowledge'
const plain = (text: string, longest: number) => ({ type: 'plain_text', text: cut(text, longest), emoji: false })

/** The message. @param button whether presses of it reach us; else the link stands there, where there is one */
export function slackMessage(page: Page, button: boolean): object {
  const body = bodyOf(page)
  const buttons = buttonsOf(page, button)
  return {
    text: messageOf(page, { longest: 3_000 }),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'section', text: plain(titleOf(page), 3_000) },
      ...(body.length === 0 ? [] : [{ type: 'section', text: plain(body.join('\n'), 3_000) }]),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ],
  }
}

function buttonsOf(page: Page, button: boolean): readonly object[] {
  const answer = answerLink(page)
  const own = { type: 'button', style: 'primary', text: plain(take, 75), action_id: action, value: page.dedupKey }
  return [
    ...(page.action !== 'trigger' ? [] : button ? [own] : []),
    ...(answer === undefined || button
      ? []
      : [{ type: 'button', style: 'primary', text: plain(take, 75), url: answer }]),
    ...(page.link === undefined ? [] : [{ type: 'button', text: plain('Open the alert', 75), url: page.link }]),
  ]
}

export const slackHook: Hook<SlackSigned> = {
  read(call, { signingSecret: secret }, now) {
    if (!secret) return fail('signingSecret is not set, so nothing can be believed')
    const time = call.headers['x-slack-request-timestamp']
    if (!isFresh(time, now)) return fail('x-slack-request-timestamp is missing or lies too far off')
    const signed = Buffer.concat([Buffer.from(`v0:${time}:`), call.body])
    const mine = `v0=${hmac('sha256', secret, signed, 'hex')}`
    if (!same(call.headers['x-slack-signature'] ?? '', mine)) return fail('x-slack-signature does not fit the body')
    const body = textBody(call)
    if (!body.ok) return body
    const payload = jsonOf(new URLSearchParams(body.value).get('payload') ?? '')
    if (!payload.ok) return payload
    const { actions, user } = payload.value
    const pressed = (Array.isArray(actions) ? actions : []).find((one) => textAt(one, 'action_id') === action)
    if (textAt(payload.value, 'type') !== 'block_actions' || !isObject(pressed)) return ok([])
    const dedupKey = textAt(pressed, 'value')
    const id = hashOf('slack', textAt(pressed, 'action_ts'), textAt(user, 'id'), dedupKey)
    const by = textAt(user, 'name') || textAt(user, 'username') || textAt(user, 'id')
    return ok(answered({ id, dedupKey, act: 'acknowledge', by, at: millis(textAt(pressed, 'action_ts')) }, now))
  },
}

const millis = (stamp: string): number | undefined => (stamp === '' ? undefined : Number(stamp) * 1_000)
