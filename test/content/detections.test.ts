import { expect, test } from 'vitest'
import { ownDetections } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'

test('our own rules are all in use, each with a class, a priority and a runbook of three steps', async () => {
  const { detector, count, problems, runbook } = await loadDetections(ownDetections)
  expect(problems).toEqual([])
  expect(count).toBeGreaterThan(20)
  const lacking = detector.rules.rules.filter(({ meta }) => !meta.lastcopy || runbook(meta.file)?.steps.length !== 3)
  expect(lacking.map(({ meta }) => `${meta.file}: ${meta.title}`)).toEqual([])
})

test('lookups that nobody waits for are dropped unread', async () => {
  const { relevance, sources } = await loadDetections(ownDetections)
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('no aws.cloudtrail')
  for (const code of ['DescribeInstances', 'ListBuckets', 'Decrypt2']) {
    expect([code, relevance.ofGlimpse(source, { code, provider: 'ec2.amazonaws.com' })]).toEqual([code, false])
  }
})
