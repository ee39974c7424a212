// An event for tests, with what searches look for.
import type { Event } from '../../src/model/event.ts'
import type { EventRecord } from '../../src/model/wire.ts'
import { alertOf } from './alert.ts'

export interface Told {
  readonly n: number
  readonly actor?: string
  readonly address?: string
  readonly bucket?: string
  readonly code?: string
  readonly outcome?: 'success' | 'failure'
}

/** The n-th of a minute each. */
export function eventRecordOf({ n, actor = 'maria.k', bucket = 'backup-prod', ...more }: Told): EventRecord {
  const { address = '203.0.113.10', code = 'PutBucketLifecycle', outcome = 'success' } = more
  const at = new Date(Date.UTC(2026, 2, 1) + n * 60_000).toISOString()
  const [base] = alertOf().evidence
  const event: Event = {
    ...(base as Event),
    '@timestamp': at,
    event: { ...(base as Event).event, id: `e${n}`, code, outcome },
    source: { ip: address },
    cloud: { account: { id: '111122223333' } },
    backup: {
      platform: 'aws.s3',
      actor: { id: `arn:aws:iam::111122223333:user/${actor}`, name: actor, kind: 'person', credential: 'AKIAEXAMPLE7' },
      resource: { type: 'bucket', id: `arn:aws:s3:::${bucket}`, name: bucket },
    },
  }
  return { type: 'event', event, ref: { source: 'aws.cloudtrail', position: `audit.aws.cloudtrail-0@${n}`, at } }
}
