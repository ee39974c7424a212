// The link in a page: shown by GET, answered by POST alone, since mail scanners follow every link; once, for a day.
import type { RequestHandler, Response } from 'express'
import { hashOf } from '../../lib/hash.ts'
import type { IncidentStory } from '../../model/incident.ts'
import { param } from '../alert/api.ts'
import { answerTo } from '../alert/seen.ts'
import type { WebDeps } from '../deps.ts'
import { utc } from '../frame/times.ts'
import { bound } from '../sign-in/bound.ts'
import { answeredPage, answerPolicy, askPage, sayPage } from './page.ts'

const mostInMinute = 60

export const answerLinkRoutes = ({ answers, store, act, zone, now }: WebDeps) => {
  /** What a link leads to; otherwise says why it leads nowhere. */
  const follow = async (token: string, response: Response) => {
    response.set({ 'content-security-policy': answerPolicy, 'x-robots-tag': 'noindex, nofollow, noarchive' })
    const says = answers.link(token)
    if (!says.ok && says.error === 'over')
      return void response
        .status(410)
        .send(sayPage('This link is over', 'It was good for a day. Sign in to Lastcopy to see the alert.'))
    if (!says.ok)
      return void response
        .status(403)
        .send(sayPage('This is no link of ours', 'Open it again from the page that you got: it may have been cut.'))
    const story = await store.incident(says.value.incident)
    if (story?.incident.id !== says.value.incident)
      return void response
        .status(503)
        .set('retry-after', '5')
        .send(sayPage('One moment', 'This page is not known here yet. Try again in some seconds.'))
    return { ...says.value, story, action: hashOf('link', token) }
  }
  const limit = bound(mostInMinute, now)
  return {
    'GET /a/:token': [
      limit,
      async (request, response) => {
        const link = await follow(param(request.params.token), response)
        if (!link) return
        const page = link.story.pages.findLast(({ action }) => action === 'trigger')
        response.send(settled(link, zone) ?? (page ? askPage(page) : over))
      },
    ],
    'POST /a/:token': [
      limit,
      async (request, response) => {
        const link = await follow(param(request.params.token), response)
        if (!link) return
        const before = settled(link, zone)
        if (before !== undefined) return void response.send(before)
        const { incident } = link.story
        const action = await act(
          {
            id: link.action,
            act: 'acknowledge',
            alert: incident.alert,
            via: 'link',
            stage: incident.stage,
            dedupKey: incident.id,
            pager: link.pager,
          },
          {
            who: { kind: 'link', name: `link sent to ${link.pager}` },
            ...(request.ip === undefined ? {} : { from: request.ip }),
          },
        )
        const first = (await answerTo(store, incident.id)) ?? { by: action.by, at: action.at, action: action.id }
        response.send(answeredPage(first, { mine: first.action === action.id, zone }))
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

/** What there is to say when there is nothing to answer: somebody has it, the link was used, or it is over. */
function settled(
  { story: { incident, actions }, action }: { readonly story: IncidentStory; readonly action: string },
  zone: string | undefined,
): string | undefined {
  const { answered, status } = incident
  if (answered) return answeredPage(answered, { mine: answered.action === action, zone })
  if (status === 'over') return over
  const used = actions.find(({ id }) => id === action)
  if (!used) return undefined
  return sayPage('This link was used', `That was ${utc(used.at)}, and nobody has it any more. Answer the newer page.`)
}

const over = sayPage('This is over', 'Nobody needs to answer this page any more. If it got worse, a newer page came.')
