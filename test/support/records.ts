// Records for tests of the whole line: acts that page alone, and the everyday traffic around them.
import type { JsonObject } from '../../src/lib/json.ts'
import { lifecycle, record, service, user, uuid } from '../stories/cloudtrail.ts'

/** A key is scheduled for destruction: pages at once, whoever does it and whatever was before. One actor a number. */
export function dangerous(number: number, at: string | number): JsonObject {
  const key = uuid(`key ${number}`)
  return record({
    at,
    who: user(`operator-${number}`, `203.0.113.${number % 250}`),
    call: 'kms ScheduleKeyDeletion',
    params: { keyId: key, pendingWindowInDays: 7 },
    response: { keyId: `arn:aws:kms:eu-central-1:111122223333:key/${key}`, keyState: 'PendingDeletion' },
    more: {
      resources: [
        {
          ARN: `arn:aws:kms:eu-central-1:111122223333:key/${key}`,
          accountId: '111122223333',
          type: 'AWS::KMS::Key',
        },
      ],
    },
  })
}

/** What an account does all day: a few acts of each kind that matter to backups and wake nobody, and many lookups. */
export function everyday(number: number, at: string | number): JsonObject {
  const kinds = [
    () => record({ at, who: service('backup'), call: 'backup BackupJobStarted', params: null, id: uuid(`e${number}`) }),
    () => record({ at, who: user('inventory'), call: 'ec2 DescribeInstances', params: {}, id: uuid(`e${number}`) }),
    () => record({ at, who: user('inventory'), call: 's3 ListBuckets', params: {}, id: uuid(`e${number}`) }),
    () =>
      record({
        at,
        who: user('web-deploy'),
        call: 's3 PutObject',
        params: { bucketName: 'web-assets', key: `asset-${number}.js` },
        id: uuid(`e${number}`),
      }),
    () =>
      record({
        at,
        who: user('platform'),
        call: 's3 PutBucketLifecycle',
        params: lifecycle('web-assets', 30 + (number % 5)),
        id: uuid(`e${number}`),
      }),
    () =>
      record({
        at,
        who: user('app'),
        call: 'kms Decrypt',
        params: { encryptionContext: { app: `a${number % 7}` } },
        id: uuid(`e${number}`),
      }),
  ]
  const [first = () => ({}) as JsonObject] = kinds
  return (kinds[number % kinds.length] ?? first)()
}

/** The alert that a page links to. */
export const alertOf = (href: string | undefined): string => href?.split('/').at(-1) ?? ''

/** Whether a page's line names the one who did the dangerous act of that number. */
export const names = (summary: string | undefined, number: number): boolean =>
  new RegExp(`\\boperator-${number}\\b`).test(summary ?? '')
