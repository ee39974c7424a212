// Three consoles, one attack: a retention cut on a Veeam server, a lock taken off on an array, a key destroyed in the cloud.
// Each step is another account's, and the gap between them is given.
import type { JsonObject } from '../../src/lib/json.ts'
import { at, onKey, quietDays } from './acts.ts'
import { user } from './cloudtrail.ts'
import { inOrder } from './tell.ts'
import { ordinaryDays, retentionCut, type Told } from './veeam.ts'

export type Step = 'retention' | 'lock' | 'key'
export const steps: readonly Step[] = ['retention', 'lock', 'key']

/** Records of each source, in order of time. */
export interface Consoles {
  readonly 'veeam.vbr': readonly string[]
  readonly 'netapp.ontap': readonly string[]
  readonly 'aws.cloudtrail': readonly JsonObject[]
}

const day = 86_400_000
/** Days of ordinary life before the first step. */
const ordinary = 30
const address = '203.0.113.78'
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** Asked for, and two seconds later done, as the audit log of a cluster writes it. */
function asked(when: number, session: number, peer: string, who: string, command: string): readonly Told[] {
  return [
    { at: when, state: 'Pending' },
    { at: when + 2000, state: 'Success' },
  ].map(({ at: moment, state }) => {
    const date = new Date(moment)
    const month = months[date.getUTCMonth()] ?? ''
    const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
    const weekday = date.toUTCString().slice(0, 3)
    const header = `<190>${month} ${String(date.getUTCDate()).padStart(2)} ${clock} na01-02: na01-02: 0000001c.0000000d 0000319d`
    const stamp = `${weekday} ${month} ${two(date.getUTCDate())} ${date.getUTCFullYear()} ${clock} +00:00`
    const place = `8003e9${session.toString(16).padStart(10, '0')}:8003e9${(session + 1).toString(16).padStart(10, '0')}`
    return {
      at: moment,
      line: `${header} ${stamp} [kern_audit:info:2094] ${place} :: ${peer} :: ${who} :: ${command} :: ${state}`,
    }
  })
}

const anna = 'na01:EXAMPLE\\a.weber:admin'
const filerDays = (days: number): readonly Told[] => [
  ...asked(
    at(0, '07:00'),
    2,
    'na01:ssh :: 192.0.2.21:50122',
    anna,
    'volume create -vserver svm_bk -volume veeam_repo01 -aggregate aggr2 -size 20TB -snapshot-locking-enabled true',
  ),
  ...Array.from({ length: days }, (_, number) =>
    asked(
      at(number, '02:00'),
      100 + 2 * number,
      'na01:internal :: internal',
      'na01:system',
      'snapmirror update -destination-path svm_dr:projects_dst',
    ),
  ).flat(),
]

/**
 * The three consoles over weeks or months.
 * @param gap milliseconds between two steps
 * @param left what the attacker does; all three when not given
 */
export function threeConsoles(gap: number, left: readonly Step[] = steps): Consoles {
  const first = at(ordinary, '23:10')
  const days = ordinary + Math.ceil((2 * gap) / day) + 2
  const retention = retentionCut(first, 'ACME\\m.stone', address)
  const lock = asked(
    first + gap,
    90_000,
    `na01:ssh :: ${address}:60411`,
    'na01:EXAMPLE\\t.hoffmann:admin',
    'volume modify -vserver svm_bk -volume veeam_repo01 -snapshot-locking-enabled false',
  )
  const key = [onKey(first + 2 * gap, user('svc-reporting', address), 'ScheduleKeyDeletion', 'vault-key')]
  const done = <Of>(step: Step, records: readonly Of[]): readonly Of[] => (left.includes(step) ? records : [])
  return {
    'veeam.vbr': written([...ordinaryDays(days), ...done('retention', retention)]),
    'netapp.ontap': written([...filerDays(days), ...done('lock', lock)]),
    'aws.cloudtrail': inOrder([...quietDays(0, days), ...done('key', key)]),
  }
}

const written = (told: readonly Told[]): readonly string[] =>
  [...told].sort((one, other) => one.at - other.at).map(({ line }) => line)

/** When a record of the story happened, in epoch milliseconds. */
export function timed(record: unknown): number {
  if (typeof record !== 'string') return Date.parse(String((record as JsonObject).eventTime))
  const filer = /\w{3} (\w{3} \d\d \d{4} [\d:]+) \+00:00/.exec(record)?.[1]
  return Date.parse(filer === undefined ? (record.split(' ')[1] ?? '') : `${filer} UTC`)
}
