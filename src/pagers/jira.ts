// Tickets in Jira Cloud, one an incident. Forms: developer.atlassian.com, "Jira Cloud platform REST API v3": search, issues, comments,
// transitions; "Webhooks" for their signature; "Rate limiting" for 429.

import { cut } from '../lib/cut.ts'
import { hashOf } from '../lib/hash.ts'
import { isObject } from '../lib/json.ts'
import { fail, ok } from '../lib/result.ts'
import type { Page } from '../model/page.ts'
import type { Answered, Hook, HttpAnswer, HttpRequest, Pager } from '../model/pager.ts'
import { answered, hmac, jsonBody, same, textAt } from './kit/call.ts'
import { judge, parsed, saidUnder } from './kit/judge.ts'
import { messageOf, titleOf } from './kit/message.ts'
import { basic, postJson, under } from './kit/send.ts'
import { address, key, settings, text } from './kit/settings.ts'

export interface JiraSettings {
  readonly url: string
  readonly user: string
  readonly token: string
  readonly project: string
  readonly issueType?: string
  readonly webhookSecret?: string
}

const hook: Hook<JiraSettings> = {
  read(call, { webhookSecret }, now) {
    if (!webhookSecret) return fail('webhookSecret is not set, so nothing can be believed')
    const mine = `sha256=${hmac('sha256', webhookSecret, call.body, 'hex')}`
    if (!same(call.headers['x-hub-signature'] ?? '', mine)) return fail('x-hub-signature does not fit the body')
    const body = jsonBody(call)
    if (!body.ok) return body
    const { issue, user, changelog, timestamp } = body.value
    const fields = isObject(issue) ? issue.fields : undefined
    const labels = isObject(fields) && Array.isArray(fields.labels) ? fields.labels.map(String) : []
    const dedupKey = labels.find((label) => /^lastcopy-[0-9a-f]{32}$/.test(label))
    const act = actOf(changelog, textAt(fields, 'status', 'statusCategory', 'key'))
    if (dedupKey === undefined || act === undefined) return ok([])
    const id = textAt(changelog, 'id') || hashOf('jira', textAt(issue, 'key'), act, textAt(body.value, 'timestamp'))
    const at = typeof timestamp === 'number' ? timestamp : undefined
    return ok(answered({ id, dedupKey, act, by: textAt(user, 'displayName'), at }, now))
  },
}

/** Who takes the ticket or begins with it has answered. */
function actOf(changelog: unknown, category: string): Answered['act'] | undefined {
  const items = isObject(changelog) && Array.isArray(changelog.items) ? changelog.items : []
  const moved = items.some((item) => textAt(item, 'field') === 'status')
  if (moved && category === 'done') return 'resolve'
  if (moved && category === 'new') return 'unacknowledge'
  const taken = items.some((item) => textAt(item, 'field') === 'assignee' && textAt(item, 'to') !== '')
  return (moved && category === 'indeterminate') || taken ? 'acknowledge' : undefined
}

export default {
  name: 'jira',
  title: 'Jira (tickets)',
  about:
    'A ticket for each incident, found again by its label; a repeat, an answer and the end are comments, and the end moves it to a status of the category “done” where its workflow has a way there. Jira’s search lags by seconds: after a crash between sending and recording a ticket can come twice. It wakes nobody: put a pager beside it. Acknowledge there: whoever takes the ticket or moves it to a status “in progress” has answered; add a webhook for “issue updated” to `/hooks/NAME` with a secret, and give it here.',
  settings: settings(['url', 'user', 'token', 'project'], {
    url: address('The site, such as `https://NAME.atlassian.net`.'),
    user: text('E-mail address of the account that writes.'),
    token: text('That account’s API token.'),
    project: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{1,30}$', description: 'Key of the project.' },
    issueType: { type: 'string', minLength: 1, default: 'Task', description: 'Name of the kind of ticket.' },
    webhookSecret: key('Secret of the webhook.'),
  }),
  secrets: ['token', 'webhookSecret'],
  silent: true,
  request: (page, given) =>
    toJira(given, '/search/jql', {
      jql: `project = "${given.project}" AND labels = "${page.dedupKey}" ORDER BY created ASC`,
      fields: ['status'],
      expand: 'transitions',
      maxResults: 1,
    }),
  next(page, given, answers) {
    const [issue] = listOf(answers[0], 'issues')
    const id = textAt(issue, 'key')
    if (answers.length === 1)
      return id !== ''
        ? toJira(given, `/issue/${encodeURIComponent(id)}/comment`, { body: documentOf(page) })
        : page.action === 'trigger'
          ? toJira(given, '/issue', { fields: fieldsOf(page, given) })
          : undefined
    const way = id !== '' && answers.length === 2 && page.action === 'resolve' ? doneOf(issue) : undefined
    return way === undefined
      ? undefined
      : toJira(given, `/issue/${encodeURIComponent(id)}/transitions`, { transition: { id: way } })
  },
  verdict: (answer) => judge(answer, saidUnder('errorMessages')),
  hook,
} satisfies Pager<JiraSettings>

const toJira = ({ url, user, token }: JiraSettings, path: string, body: object): HttpRequest =>
  postJson(under(url, `/rest/api/3${path}`), body, { accept: 'application/json', ...basic(user, token) })

const fieldsOf = (page: Page, { project, issueType }: JiraSettings): object => ({
  project: { key: project },
  issuetype: { name: issueType ?? 'Task' },
  summary: cut(titleOf(page), 250),
  labels: ['lastcopy', page.dedupKey],
  description: documentOf(page),
})

/** Atlassian Document Format: a paragraph a line, so nothing in a text is markup. */
const documentOf = (page: Page): object => ({
  type: 'doc',
  version: 1,
  content: messageOf(page, { longest: 20_000 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
})

const listOf = (answer: HttpAnswer | undefined, name: string): readonly unknown[] => {
  const list = answer === undefined || 'error' in answer ? undefined : parsed(answer.body)[name]
  return Array.isArray(list) ? list : []
}

/** The way to a status that counts as done; none where it is there already. */
function doneOf(issue: unknown): string | undefined {
  const { fields, transitions } = isObject(issue) ? issue : {}
  if (textAt(fields, 'status', 'statusCategory', 'key') === 'done' || !Array.isArray(transitions)) return undefined
  const way = transitions.find((one) => textAt(one, 'to', 'statusCategory', 'key') === 'done')
  return textAt(way, 'id') || undefined
}
