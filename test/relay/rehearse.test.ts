import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/config/policy.ts'
import { hour, minute } from '../../src/lib/duration.ts'
import { rehearse, type Told } from '../../src/relay/rehearse.ts'
import { alertOf } from '../store/alert.ts'

const pagers = ['call', 'sms', 'chat']
const text = (repeat: string, more = '') => `
people:
  lead: { channels: [{ pager: call, accepted: 20s, answered: 2m }, sms] }
escalations:
  urgent:
    repeat: ${repeat}
    steps:
      - { notify: [{ person: lead }], wait: 5m }
      - { notify: [{ channels: [chat] }], wait: 5m }
routes:
  - { escalation: urgent }
${more}`

const nine = Date.parse('2026-03-02T21:00:00Z')
const rehearsal = (policyText: string, down: readonly string[] = []) => {
  const read = readPolicy(policyText, 'policy.yml', { pagers, zone: 'Europe/Berlin', floor: 'notify' })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return rehearse({ pagers, policy: read.value.policy, text: {}, steps: () => [] }, new Set(down))
}
const alert = alertOf({ id: 'a', priority: 'page-now', at: '2026-03-02T21:00:00.000Z' })
const rings = (told: readonly Told[]) =>
  told.flatMap((one) =>
    one.type === 'decision' ? [`${(one.wall - nine) / 1_000}s ${one.channel ?? '-'} ${one.reason}`] : [],
  )

describe('a rehearsal', () => {
  test('rings as the service would when nobody answers', () => {
    const { hear, pass } = rehearsal(text('1'))
    expect(rings([...hear({ type: 'alert', alert }, nine), ...pass(nine + 20 * minute)])).toEqual([
      '0s call first',
      '120s sms not-answered',
      '300s chat step',
      '600s call repeat',
      '720s sms not-answered',
      '900s chat step',
      '1200s - escalation-over',
    ])
  })

  test('rings the second channel when the first gives no answer', () => {
    const { hear, pass } = rehearsal(text('0'), ['call'])
    expect(rings([...hear({ type: 'alert', alert }, nine), ...pass(nine + minute)])).toEqual([
      '0s call first',
      '20s sms not-accepted',
    ])
  })

  test('ends when somebody has it, and begins anew when that runs out', () => {
    const { hear, pass } = rehearsal(text('always', 'acknowledgement-lasts: 1h'))
    hear({ type: 'alert', alert }, nine)
    const at = nine + 3 * minute
    const action = { id: 'x', act: 'acknowledge', alert: alert.id, by: 'lead', via: 'console' } as const
    const told = [
      ...hear({ type: 'action', ...action, at: new Date(at).toISOString() }, at),
      ...pass(at + hour + 1_000),
    ]
    expect(rings(told)).toEqual(['120s sms not-answered', '180s - acknowledged', '3780s call acknowledgement-over'])
  })

  test('a clock that nobody needs is not moved', () => {
    expect(rehearsal(text('0')).pass(nine + hour)).toEqual([])
  })
})
