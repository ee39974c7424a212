import { describe, expect, test } from 'vitest'
import type { AlertInput, PageHistory } from '../../src/model/page.ts'
import { decidePage } from '../../src/relay/decide.ts'
import { alertOf } from '../store/alert.ts'

const start = Date.parse('2026-03-01T02:00:00Z')
const never: PageHistory = { pages: 0, acknowledged: false }
const paged: PageHistory = {
  pages: 1,
  acknowledged: false,
  lastPagedAt: new Date(start).toISOString(),
  lastStage: 1,
  lastPriority: 'page-now',
}
const decide = (alert: Partial<AlertInput>, history: PageHistory, floor: 'page-now' | 'notify' = 'page-now') =>
  decidePage(alertOf(alert), history, floor).reason

describe('an alert', () => {
  test('pages at once when it is loud and nobody was told', () => expect(decide({}, never)).toBe('first'))
  test('is quiet below the floor', () => {
    expect(decide({ priority: 'notify' }, never)).toBe('below-floor')
    expect(decide({ priority: 'queue' }, never)).toBe('below-floor')
  })
  test('is loud at a floor that was lowered', () =>
    expect(decide({ priority: 'notify' }, never, 'notify')).toBe('first'))
  test('says nothing new to whoever was told, or has it', () => {
    expect(decide({}, paged)).toBe('already-paged')
    expect(decide({}, { ...paged, acknowledged: true })).toBe('acknowledged')
  })
  test('pages again at once when it gets worse, acknowledged or not', () => {
    expect(decide({ stage: 2 }, paged)).toBe('worse')
    expect(decide({ stage: 2 }, { ...paged, acknowledged: true })).toBe('worse')
  })
  test('that was quiet pages for the first time when it rises', () => {
    expect(decide({}, { ...paged, lastPriority: 'notify' })).toBe('worse')
  })
  test('resolves its incident once, and only one that there is', () => {
    expect(decide({ status: 'resolved' }, paged)).toBe('resolved')
    expect(decide({ status: 'resolved' }, { ...paged, resolved: true })).toBe('closed')
    expect(decide({ status: 'closed' }, never)).toBe('closed')
  })
  test('that comes back after its resolution pages again', () => {
    expect(decide({}, { ...paged, resolved: true })).toBe('worse')
  })
})
