// Microsoft Teams by a workflow that posts what a webhook receives. Form and limit (28 KB): learn.microsoft.com,
// "Create incoming webhooks with Workflows" and "Connectors: Microsoft Teams".
import { cut } from '../lib/cut.ts'
import type { Pager } from '../model/pager.ts'
import { judge, saidUnder } from './kit/judge.ts'
import { answerLink, bodyOf, take, titleOf } from './kit/message.ts'
import { postJson } from './kit/send.ts'
import { addressOnly } from './kit/settings.ts'

export interface TeamsSettings {
  readonly url: string
}

const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })

export default {
  name: 'teams',
  title: 'Microsoft Teams (Workflows webhook)',
  about:
    'A card in a channel, by the workflow “Post to a channel when a webhook request is received”. 202 says that the workflow took it, not that it was posted. A repeat is a further card. Acknowledge by its button, which opens the link.',
  settings: addressOnly('The workflow’s address, with its signature. Who has it can post.'),
  secrets: ['url'],
  silent: true,
  limits: [{ pages: 4, per: 1_000 }],
  request(page, { url }) {
    const answer = answerLink(page)
    const actions = [
      ...(answer === undefined ? [] : [{ type: 'Action.OpenUrl', title: take, url: answer }]),
      ...(page.link === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Open the alert', url: page.link }]),
    ]
    return postJson(url, {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              block(cut(titleOf(page), 1_500), { weight: 'Bolder', size: 'Medium' }),
              ...bodyOf(page).map((line) => block(cut(line, 1_500))),
            ],
            ...(actions.length === 0 ? {} : { actions }),
          },
        },
      ],
    })
  },
  verdict: (answer) => judge(answer, saidUnder('message')),
} satisfies Pager<TeamsSettings>
