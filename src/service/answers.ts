// Answers that come without an account: what providers call with, links in pages, and tests of whether pages arrive.
import { randomBytes } from 'node:crypto'
import { fail } from '../lib/result.ts'
import type { Config } from '../model/config.ts'
import type { Journal } from '../model/journal.ts'
import type { Page } from '../model/page.ts'
import type { TestRecord } from '../model/self-test.ts'
import type { AlertStore } from '../model/store.ts'
import { topics } from '../model/wire.ts'
import { acknowledgeLink, openLink } from '../relay/link.ts'
import { channelsOfTest } from '../relay/test-page.ts'
import type { Readiness, WebDeps } from '../web/deps.ts'
import type { Channel } from './courier.ts'
import { pagingOf } from './dispatch.ts'
import { makeHooks } from './hooks.ts'
import { linkKeyOf } from './link-key.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { People } from './people.ts'

export interface AnswersParts {
  readonly channels: readonly Channel[]
  readonly store: AlertStore
  readonly journal: Pick<Journal, 'append'>
  readonly people: Pick<People, 'recordOf'>
  readonly act: WebDeps['act']
  readonly metrics: Pick<Metrics, 'hook'>
  readonly log: Logger
  ready(): Promise<Readiness>
  now(): number
}

export interface Answers {
  readonly web: WebDeps['answers']
  /** The address that acknowledges a page; undefined where there is no key to seal it. */
  link(page: Page, pager: string, baseUrl: string): string | undefined
}

/** @throws when the key of links cannot be read or made */
export function makeAnswers(config: Config, parts: AnswersParts): Answers {
  const { channels, store, journal, people, act, metrics, log, ready, now } = parts
  const key = linkKeyOf(config)
  if (!key && channels.length > 0)
    log.warn('pages carry no link to acknowledge by: with the journal in Kafka that needs web.linkKey')
  const hook = makeHooks({
    channels,
    store,
    site: config.site,
    act,
    append: (record) => journal.append([record]),
    behind: async () => (await ready()).stages.some(({ name, state }) => name === 'project' && state !== 'running'),
    observe: metrics.hook,
    now,
  })
  return {
    web: {
      async hook(pager, call, from) {
        const taken = await hook(pager, call, from)
        if (taken?.why !== undefined)
          log.warn({ pager, from, why: taken.why }, 'a call from a provider was not believed')
        return taken
      },
      link: (token) => (key ? openLink(token, key, now()) : fail('forged')),
      pagers: () => channelsOfTest(pagingOf(config, channels), config.site, now()),
      ...(config.paging.policy?.domainController && { domainController: config.paging.policy.domainController }),
      async test(by) {
        const at = new Date(now()).toISOString()
        const id = `test-${randomBytes(8).toString('hex')}`
        const record: TestRecord = { type: 'test', id, site: config.site, by: by.who.name, at }
        const on = { kind: 'page', id }
        await journal.append([
          { topic: topics.selfTest, key: config.site, value: JSON.stringify(record) },
          people.recordOf({ act: 'page-test', record: true, on }, by),
        ])
        return record
      },
    },
    link: (page, pager, baseUrl) => key && acknowledgeLink(page, pager, { key, baseUrl }),
  }
}
