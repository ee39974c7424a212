// `lastcopy new` and `lastcopy docs`: a new detection is whole from the first moment, and every detection has its page.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCaseFile } from '../../src/content/case-file.ts'
import { runCase } from '../../src/content/cases.ts'
import { checkFolder } from '../../src/content/check/folder.ts'
import { coverageOf } from '../../src/content/coverage/matrix.ts'
import { loadDetections } from '../../src/content/load.ts'
import { detectionPages } from '../../src/content/pages.ts'
import { scaffold } from '../../src/content/scaffold.ts'

const folder = mkdtempSync(join(tmpdir(), 'lastcopy-new-'))
afterAll(() => rmSync(folder, { recursive: true }))
const wanted = {
  name: 'snapshot_gone',
  title: 'A snapshot was taken away: "by hand"',
  verb: 'recovery-point-deleted',
  class: 'points-deleted',
  priority: 'page-now',
  schemas: '../schemas',
} as const

test('a new detection has nothing to mend, its cases pass, and it wakes nobody yet', async () => {
  for (const [ending, text] of Object.entries(scaffold(wanted))) writeFileSync(join(folder, `x${ending}`), text)
  const detections = await loadDetections(folder)
  expect(checkFolder(detections)).toEqual([])
  expect(detections.paging).toEqual([])
  const read = readCaseFile(join(folder, 'x.test.yml'))
  if (!read.ok) throw new Error(read.error.join())
  expect(read.value.cases.map((one) => runCase(read.value, one, detections, 'x.yml').differences)).toEqual([[], []])

  const pages = detectionPages(detections, coverageOf(detections, new Map()))
  expect([...pages.keys()]).toEqual(['x.md', 'index.md'])
  expect(pages.get('x.md')).toContain('- **Priority**: queue, on trial')
  expect(pages.get('x.md')).toContain('- It happened: queue')
  expect(pages.get('x.md')).toContain('## Who to tell')
})

test('promoted, it has the priority that was asked for', async () => {
  const rule = scaffold(wanted)['.yml'] ?? ''
  writeFileSync(join(folder, 'x.yml'), rule.replace(/^ *staged: true\n/m, ''))
  expect((await loadDetections(folder)).metas[0]?.lastcopy?.priority).toBe('page-now')
})
