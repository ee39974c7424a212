// What the journal tells of an alert's pages, for tests: the page, an attempt at it, an act, with any part replaced.
import type { Delivery, Page } from '../../src/model/page.ts'
import type { Action } from '../../src/model/wire.ts'

export const pageOf = (part: Partial<Page> = {}): Page => ({
  id: 'p1',
  dedupKey: 'lastcopy-0123456789abcdef',
  alert: 'a1',
  stage: 1,
  reason: 'first',
  action: 'trigger',
  priority: 'page-now',
  at: '2026-03-01T02:00:00.000Z',
  decidedAt: '2026-03-01T02:00:01.000Z',
  summary: 'BACKUP UNDER ATTACK? Retention of backup-prod cut from 35 to 1 days',
  text: {
    headline: 'Retention of backup-prod cut from 35 to 1 days by maria.k, 2026-03-01 02:00 UTC',
    stake: 'Copies will expire sooner, or can be deleted now.',
    steps: ['Call the backup administrator.', 'Put the retention back.', 'Block the account.'],
  },
  details: {},
  ...part,
})

export const deliveryOf = (part: Partial<Delivery> = {}): Delivery => ({
  page: 'p1',
  dedupKey: 'lastcopy-0123456789abcdef',
  alert: 'a1',
  pager: 'pagerduty',
  attempt: 1,
  at: '2026-03-01T02:00:01.100Z',
  verdict: 'accepted',
  detail: '202: Event processed',
  tookMs: 80,
  ...part,
})

export const actionOf = (part: Partial<Action> = {}): Action => ({
  type: 'action',
  id: 'act-1',
  act: 'acknowledge',
  alert: 'a1',
  by: 'ann',
  at: '2026-03-01T02:05:00.000Z',
  ...part,
})
