// A drill from the command line: the stopwatch goes on through a kill -9, and what it measured is in the analysis of the service.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Drill } from '../../src/model/drill.ts'
import type { Survival } from '../../src/model/posture.ts'
import { makeService, root, type ServiceProcess } from '../support/service.ts'
import { until } from '../support/until.ts'

let service: ServiceProcess
beforeAll(async () => {
  service = await makeService({ estate: join(root, 'samples/estates/hybrid/estate.yaml') })
  await service.start()
  await service.ready()
})
afterAll(() => service?.clean())

const lastcopy = (...args: readonly string[]): Promise<{ code: number | null; out: string; said: string }> =>
  new Promise((done, fail) => {
    const child = spawn(join(root, 'bin/lastcopy'), [...args, '--url', service.url])
    const [out, said]: [string[], string[]] = [[], []]
    child.stdout.on('data', (text: Buffer) => out.push(text.toString()))
    child.stderr.on('data', (text: Buffer) => said.push(text.toString()))
    child.on('error', fail)
    child.on('close', (code) => done({ code, out: out.join(''), said: said.join('') }))
  })
const survival = async (): Promise<Survival> => (await (await fetch(`${service.url}/api/posture`)).json()) as Survival
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

test('a full scenario on the stopwatch', async () => {
  expect((await survival()).proof?.full).toMatchObject({ overdue: true })
  expect((await survival()).findings.map(({ kind, on }) => `${kind} ${on}`)).toContain('drill-overdue the estate')

  const start = ['drill', 'start', '--kind', 'full', '--set', 'ERP', '--set', 'Mail', '--scenario', 'Hall 1 is gone']
  const odd = await lastcopy(...start, '--set', 'Mails', '--runbook', 'R-7', '--written-by', 'backup administration')
  expect([odd.code, odd.said]).toEqual([2, expect.stringContaining('did you mean Mail?')])
  const who = ['--runbook', 'R-7, version 12', '--written-by', 'backup administration', '--executed-by', 'night shift']
  const when = ['--decided', ago(9), '--lost', ago(10), '--copy', 'ERP on tape']
  const started = await lastcopy(...start, ...who, ...when)
  expect(started.code).toBe(0)
  const { id } = JSON.parse(started.out) as Drill

  expect((await lastcopy('drill', 'step', id, 'clean hypervisor', '--at', ago(6))).code).toBe(0)
  await service.kill()
  await service.start()
  await service.ready()
  const again = await lastcopy('drill', 'step', id, 'clean hypervisor')
  expect([again.code, again.said]).toEqual([2, expect.stringContaining('noted already')])
  const serves = ['drill', 'step', id, 'orders can be entered', '--serves', 'ERP', '--at', ago(3), '--point', ago(22)]
  const step = await lastcopy(...serves)
  expect(step.said).toContain('ERP bore load after 6 h, with 12 h of data lost')

  const finished = await lastcopy('drill', 'finish', id, '--end', 'served', '--point', ago(20))
  expect(finished.code).toBe(0)
  expect((JSON.parse(finished.out) as Drill).steps.map(({ name }) => name)).toEqual([
    'clean hypervisor',
    'orders can be entered',
    'Mail bears load',
  ])

  const after = await until(survival, ({ proof }) => proof?.full.overdue === false)
  expect(after.proof?.sets.map(({ name, rto, rpo }) => [name, rto?.hours, rto?.kept, rpo?.hours])).toEqual([
    ['ERP', 6, true, 12],
    ['Mail', 9, true, 10],
  ])
  expect(after.proof?.tiers).toMatchObject([{ tier: 'it', rto: { hours: 9, of: 'Mail' }, unmeasured: [] }])
  expect(after.copies.find(({ name }) => name === 'ERP on tape')?.verified?.good).toBe(true)
  expect(after.findings.filter(({ kind }) => kind === 'drill-overdue')).toEqual([])

  await service.kill()
  await service.start()
  await service.ready()
  expect((await survival()).proof?.drills).toEqual(after.proof?.drills)
  const told = await lastcopy('survive')
  expect(told.out).toContain('tier it: takes 9 h (Mail')
  const audit = await (await fetch(`${service.url}/api/audit`)).text()
  for (const act of ['drill-start', 'drill-step', 'drill-finish']) expect(audit).toContain(`"${act}"`)
})
