// A clock that was stepped is told by the second record in a row that carries the new time, also by one that nothing else could use.
import { expect, test } from 'vitest'
import { strays } from '../../src/pipeline/astray.ts'
import { at } from '../stories/acts.ts'
import { tellLines } from '../stories/tell.ts'
import { executed, syslog, unit } from '../stories/vendors/linux.ts'

const minute = 60_000
const day = 86_400_000

test.each([
  ['that follow one another', [0, 1, 2], undefined, []],
  ['of one that ran ahead', [0, 1, 9000, 2, 3], undefined, [2]],
  ['of a clock that was stepped: two tell of it', [0, 1, 9000, 2, 9001, 3, 9002], undefined, [2, 4]],
  ['of a file that was quiet: it goes on', [0, 1, 900, 901, 902], undefined, [2, 3]],
  ['that came before they happened', [0, 9000, 9001, 9002], 1, [1, 2]],
])('of records %s', (_, times, received, found) => {
  const isStray = strays()
  const told = times.map((time) => isStray(time * minute, received === undefined ? undefined : received * minute))
  expect(told.flatMap((one, index) => (one ? [index] : []))).toEqual(found)
})

test('records that nothing else could use tell of it, and one alone does not', async () => {
  const start = at(20, '10:00')
  const life = [
    unit(at(0), 'repo01', 'Started', 'veeamtransport.service - Veeam Data Mover'),
    ...Array.from({ length: 18 }, (_, date) =>
      executed(at(date, '01:40'), 'repo01', 'unset', 'chattr', '+i', `/backup/veeam/job1-${date}.vbk`),
    ).flat(),
  ]
  const said = (when: number, host: string) => syslog(when, host, 'CRON[77]', '(root) CMD (/usr/bin/true)')
  const others = Array.from({ length: 20 }, (_, index) => said(start + index * 2 * minute, 'web07'))
  const stepped = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...said(start + 60 * day + index * minute, 'repo01'),
      at: start + 5 * minute + index * 3 * minute,
    }))
  const told = async (count: number) => {
    const lines = [...life, ...others, ...stepped(count)].sort((one, other) => one.at - other.at)
    return (await tellLines(lines)).alerts
  }
  expect(await told(1)).toEqual([])
  expect(await told(2)).toEqual(['page-now clock-changed repo01 '])
})
