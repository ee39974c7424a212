// Records for tests of the whole line: acts that page alone, and the everyday traffic around them.
import type { JsonObject } from '../../src/lib/json.ts'
import { lifecycle, record, service, user, uuid } from '../stories/cloudtrail.ts'

/** An address in a network of the number's own, of which there are 62,500. */
const addressIn = (number: number, host: number): string => `10.${Math.floor(number / 250)}.${number % 250}.${host}`

/**
 * A key is scheduled for destruction: pages at once, whoever does it and whatever was before. Each number has an actor, a
 * network and an account of its own: otherwise they would be one story, and that has six alerts at most.
 */
export function dangerous(number: number, at: string | number): JsonObject {
  const key = uuid(`key ${number}`)
  const owner = String(200_000_000_000 + number)
  const arn = `arn:aws:kms:eu-central-1:${owner}:key/${key}`
  const { identity, ...rest } = user(`operator-${number}`, addressIn(number, 7))
  const own = { arn: `arn:aws:iam::${owner}:user/operator-${number}`, accountId: owner }
  return record({
    at,
    account: owner,
    who: { ...rest, identity: { ...identity, ...own } },
    call: 'kms ScheduleKeyDeletion',
    params: { keyId: key, pendingWindowInDays: 7 },
    response: { keyId: arn, keyState: 'PendingDeletion' },
    more: { resources: [{ ARN: arn, accountId: owner, type: 'AWS::KMS::Key' }] },
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

/** Five deletes on a copy that are refused to one actor within minutes: together they page, whoever does it. */
export function refused(number: number, at: number): readonly JsonObject[] {
  const owner = String(300_000_000_000 + number)
  const { identity, ...rest } = user(`intruder-${number}`, addressIn(number, 9))
  const own = { arn: `arn:aws:iam::${owner}:user/intruder-${number}`, accountId: owner }
  return [0, 1, 2, 3, 4].map((turn) =>
    record({
      at: at + turn,
      account: owner,
      who: { ...rest, identity: { ...identity, ...own } },
      call: 'backup DeleteRecoveryPoint',
      params: {
        backupVaultName: `nightly-backup-${number}`,
        recoveryPointArn: `arn:aws:backup:eu-central-1:${owner}:recovery-point:${uuid(`point ${number} ${turn}`)}`,
      },
      error: 'AccessDeniedException',
      message: 'Access denied',
      id: uuid(`refused ${number} ${turn}`),
    }),
  )
}
