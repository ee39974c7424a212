// The first five minutes: `lastcopy demo --exit` on a fresh machine, nothing configured.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/service.ts'

interface Expected {
  readonly alerts: readonly { readonly pages: readonly string[] }[]
}

test('the demo shows each page of the forty days with its steps and its time, and ends with the count', () => {
  const ran = spawnSync(join(root, 'bin/lastcopy'), ['demo', '--exit'], { encoding: 'utf8', timeout: 110_000 })
  expect(ran.stderr).toBe('')
  expect(ran.status).toBe(0)
  const boxes = ran.stdout.split('\n').filter((line) => line.startsWith('┌─ PAGE'))
  const { alerts } = JSON.parse(
    readFileSync(join(root, 'samples/stories/forty-days/expected.json'), 'utf8'),
  ) as Expected
  const pages = alerts.flatMap((alert) => alert.pages)
  expect(boxes.length).toBe(pages.length)
  for (const box of boxes) expect(box).toMatch(/day \d+, \d+ \w+ \d\d:\d\d UTC .+ after the record/)
  expect(ran.stdout.match(/│ 1\. /g)?.length).toBe(pages.length)
  expect(ran.stdout).toContain(`${pages.length} pages`)
})
