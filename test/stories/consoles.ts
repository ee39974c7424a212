// Three consoles, one attack: a retention cut on a Veeam server, a lock taken off on an array, a key destroyed in the cloud.
// Each step is another account's, and the gap between them is given.
import type { JsonObject } from '../../src/lib/json.ts'
import { at, onKey, quietDays } from './acts.ts'
import { user } from './cloudtrail.ts'
import { play, type Sequence } from './sequence.ts'
import { filerDays, onFiler } from './vendors/filer.ts'
import { jsonLine, type Line } from './vendors/line.ts'
import { consoleSignIn, kept, nights } from './vendors/veeam.ts'

export type Step = 'retention' | 'lock' | 'key'
export const steps: readonly Step[] = ['retention', 'lock', 'key']

const address = '203.0.113.78'
const trail = (records: readonly JsonObject[]): readonly Line[] =>
  records.map((record) => jsonLine('aws.cloudtrail', Date.parse(String(record.eventTime)), record))

const sequence = (gap: number): Sequence => ({
  name: 'three-consoles',
  title: 'Three consoles, nobody sees it whole',
  about: '',
  days: 30,
  life: (days) => [...nights(days), ...filerDays(at, days), ...trail(quietDays(0, days))],
  from: '23:10',
  by: 'retention',
  steps: [
    {
      name: 'retention',
      tells: '`m.stone` keeps two days of what was kept for fourteen.',
      after: [0, 0],
      lines: (t) => [...kept(t, 'ACME\\m.stone', 14, 2)],
    },
    {
      name: 'lock',
      tells: '`t.hoffmann` takes the snapshot lock off the repository’s volume.',
      after: [gap, gap],
      lines: (t) =>
        onFiler(
          t,
          't.hoffmann',
          address,
          'volume modify -vserver svm_bk -volume veeam_repo01 -snapshot-locking-enabled false',
        ),
    },
    {
      name: 'key',
      tells: '`svc-reporting` schedules a key for destruction.',
      after: [gap, gap],
      lines: (t) => trail([onKey(t, user('svc-reporting', address), 'ScheduleKeyDeletion', 'vault-key')]),
    },
  ],
})

/**
 * The three consoles over weeks or months, as lines of all of them.
 * @param gap milliseconds between two steps
 * @param left what the attacker does; all three when not given
 */
export function threeConsoles(gap: number, left: readonly Step[] = steps): readonly Line[] {
  const { lines, start } = play(
    sequence(gap),
    0,
    steps.filter((step) => !left.includes(step)),
  )
  // Veeam tells the address of the sign-in two hours before, and of nothing else.
  const entered = left.includes('retention') ? consoleSignIn(start - 7_200_000, 'ACME\\m.stone', address) : []
  return [...lines, ...entered].sort((one, other) => one.at - other.at)
}
