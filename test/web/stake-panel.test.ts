// The clock of what is at stake: it runs, or it ran out.
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { stakePanel } from '../../src/web/alert/stake.ts'

const due = Date.UTC(2026, 3, 10)
const alert = {
  stake: { copies: [], left: 0, until: { at: new Date(due).toISOString(), why: 'the key is destroyed' } },
} as unknown as Alert
const clock = (now: number) => /<dt>([^<]+)<\/dt>/.exec(String(stakePanel(alert, now, undefined)?.html))?.[1]

describe('what is left', () => {
  test('until a moment that is still to come', () => expect(clock(due - 1000)).toBe('Until'))
  test('and a moment that has passed is no promise', () => expect(clock(due + 1000)).toBe('Time ran out'))
})
