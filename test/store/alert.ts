// An alert for tests, with any part replaced.
import type { Alert } from '../../src/model/alert.ts'

export function alertOf(part: Partial<Alert> = {}): Alert {
  const at = part.at ?? '2026-03-01T02:00:00.000Z'
  return {
    id: 'a1',
    version: 1,
    change: 'opened',
    status: 'open',
    class: 'protection-weakened',
    priority: 'page-now',
    stage: 1,
    rule: { id: 'b2b7f0a4-0000-4000-8000-000000000001', title: 'Retention shortened', file: 'retention.yml' },
    title: 'Retention of copies was shortened',
    summary: 'Retention of backup-prod cut from 35 to 1 days by maria.k from 203.0.113.10',
    site: 'default',
    actor: {
      id: 'arn:aws:iam::111122223333:user/maria.k',
      name: 'maria.k',
      kind: 'person',
      addresses: ['203.0.113.10'],
      agents: ['aws-cli/2.15'],
    },
    resource: { type: 'bucket', id: 'arn:aws:s3:::backup-prod', name: 'backup-prod', platform: 'aws.s3' },
    account: '111122223333',
    region: 'eu-central-1',
    changes: [{ setting: 'retention', from: 35, to: 1, unit: 'd', direction: 'weakened', basis: 'remembered' }],
    openedAt: at,
    at,
    events: [{ id: 'e1', source: 'aws.cloudtrail', position: 'audit.aws.cloudtrail-0@17', at }],
    eventCount: 1,
    evidence: [
      {
        '@timestamp': at,
        message: 'PutBucketLifecycle',
        event: {
          id: 'e1',
          action: 'retention-changed',
          code: 'PutBucketLifecycle',
          provider: 's3.amazonaws.com',
          outcome: 'success',
          kind: 'event',
          category: ['configuration'],
          type: ['change'],
          dataset: 'aws.cloudtrail',
          module: 'aws',
          original: '{"eventName":"PutBucketLifecycle","eventID":"e1"}',
        },
        source: { ip: '203.0.113.10' },
        backup: { platform: 'aws.s3', change: { setting: 'retention', from: 35, to: 1, unit: 'd' } },
      },
    ],
    rules: ['b2b7f0a4-0000-4000-8000-000000000001'],
    ...part,
  }
}
