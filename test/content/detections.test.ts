import { expect, test } from 'vitest'
import { readCaseFile } from '../../src/content/case-file.ts'
import { runCase } from '../../src/content/cases.ts'
import { caseFiles, ownDetections, rulesOf } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'

test('our own rules are all in use, each with a class, a priority and a runbook of three steps', async () => {
  const { detector, count, problems, runbook } = await loadDetections(ownDetections)
  expect(problems).toEqual([])
  expect(count).toBeGreaterThan(20)
  const lacking = detector.rules.rules.filter(({ meta }) => !meta.lastcopy || runbook(meta.file)?.steps.length !== 3)
  expect(lacking.map(({ meta }) => `${meta.file}: ${meta.title}`)).toEqual([])
})

test('every case of our own rules passes, and every rule has one that makes it fire', async () => {
  const detections = await loadDetections(ownDetections)
  const fired = new Set<string>()
  const failed = caseFiles(ownDetections).flatMap(({ name, path }) => {
    const read = readCaseFile(path)
    if (!read.ok) return [`${name}: ${read.error.join('; ')}`]
    return read.value.cases.flatMap((one) => {
      const result = runCase(read.value, one, detections, rulesOf(name))
      if (one.expect) for (const id of result.fired) fired.add(id)
      return result.differences.map((difference) => `${name}: ${one.name}: ${difference}`)
    })
  })
  expect(failed).toEqual([])
  const silent = detections.detector.rules.rules.filter(({ meta }) => !fired.has(meta.id))
  expect(silent.map(({ meta }) => `${meta.file}: ${meta.title}`)).toEqual([])
})

test('lookups that nobody waits for are dropped unread', async () => {
  const { relevance, sources } = await loadDetections(ownDetections)
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('no aws.cloudtrail')
  for (const code of ['DescribeInstances', 'ListBuckets', 'Decrypt2']) {
    expect([code, relevance.ofGlimpse(source, { code, provider: 'ec2.amazonaws.com' })]).toEqual([code, false])
  }
})
