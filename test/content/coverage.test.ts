// `lastcopy coverage`: a cell is shown by a case that passed or by a sample, and never by a tag.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coverageOf } from '../../src/content/coverage/matrix.ts'
import { type Shown, shownBy } from '../../src/content/coverage/samples.ts'
import { coveragePage, coverageText, navigatorLayer } from '../../src/content/coverage/tell.ts'
import { ownDetections } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'

const template = await loadDetections(join(ownDetections, '_template'))
const lifecycle = (days: number, at: string): string =>
  JSON.stringify({
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: at,
    eventID: `e-${at}`,
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketLifecycle',
    recipientAccountId: '111122223333',
    requestParameters: {
      bucketName: 'nightly-backup',
      LifecycleConfiguration: { Rule: { ID: 'expire', Status: 'Enabled', Filter: '', Expiration: { Days: days } } },
    },
  })
const cloudtrail = template.sources.get('aws.cloudtrail')
if (!cloudtrail) throw new Error('no aws.cloudtrail')
const shownIn = (lines: readonly string[]): Shown => shownBy(cloudtrail, lines, template, 0)

describe('the matrix', () => {
  test('shows what passing cases made fire', () =>
    expect(coverageOf(template, new Map())).toMatchObject({
      ran: 3,
      failed: 0,
      cells: [{ source: 'aws.cloudtrail', class: 'protection-weakened', priority: 'page-now', cases: 1, samples: 0 }],
      gaps: [],
    }))

  test('adds what samples lead to, in the order of their times', () => {
    const samples = shownIn([lifecycle(1, '2026-03-20T09:00:00Z'), lifecycle(35, '2026-01-20T09:00:00Z')])
    expect(samples.alerts.map(({ line, alert }) => [line, alert.priority])).toEqual([[1, 'page-now']])
    expect(coverageOf(template, new Map([['aws.cloudtrail', samples]])).cells).toMatchObject([{ cases: 1, samples: 1 }])
  })

  test('names the verbs that a source tells and nothing shows', () => {
    const { gaps } = coverageOf(template, new Map([['minio.audit', shownIn([lifecycle(35, '2026-01-20T09:00:00Z')])]]))
    expect(gaps).toEqual([{ source: 'minio.audit', class: 'protection-weakened', verbs: ['retention-changed'] }])
  })
})

describe('is told', () => {
  const coverage = coverageOf(template, new Map())
  test('as text', () => expect(coverageText(coverage)).toMatch(/^aws\.cloudtrail +●\s*$/m))
  test('as a page that names the rule', () =>
    expect(coveragePage(coverage)).toContain('Retention of a copy set below a week">●</td>'))
  test('as a layer for ATT&CK Navigator', () =>
    expect(navigatorLayer(coverage)).toMatchObject({
      domain: 'enterprise-attack',
      techniques: [{ techniqueID: 'T1490', score: 1 }],
    }))
})
