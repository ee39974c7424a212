// Five acts that page alone, each by another person in an account of its own, so that every one has a page of its own.
import type { JsonObject } from '../../src/lib/json.ts'
import { record, user, uuid } from '../../test/stories/cloudtrail.ts'

const acts: readonly (readonly [call: string, params: (number: number) => JsonObject])[] = [
  ['kms ScheduleKeyDeletion', (number) => ({ keyId: uuid(`key ${number}`), pendingWindowInDays: 7 })],
  ['cloudtrail StopLogging', (number) => ({ name: `trail-${number}` })],
  ['backup DeleteBackupVault', (number) => ({ backupVaultName: `vault-${number}` })],
  ['backup DeleteBackupVaultLockConfiguration', (number) => ({ backupVaultName: `locked-${number}` })],
  [
    'iam AttachUserPolicy',
    (number) => ({ userName: `helper-${number}`, policyArn: 'arn:aws:iam::aws:policy/AWSBackupFullAccess' }),
  ],
]

/** The rules that these acts fire, in their order. */
export const fiveRules = [
  '7325ad08-31ed-5848-8ee5-c058ae468a1e',
  'ff097754-409f-5bf7-8b14-f901b3cf8fa5',
  '024a7016-843b-51ad-8959-4c74466e549f',
  'db28f1ab-5a48-5857-88f8-da882a272ef9',
  '099037c1-81b8-58a8-9278-045288dd2dde',
] as const

export const actorOf = (number: number): string => `operator-${number}`

/** @param at epoch milliseconds of the act itself */
export function act(number: number, at: number): JsonObject {
  const [call, params] = acts[number % acts.length] as (typeof acts)[number]
  const owner = String(200_000_000_000 + number)
  const { identity, ...rest } = user(actorOf(number), `10.${Math.floor(number / 250)}.${number % 250}.7`)
  const own = { arn: `arn:aws:iam::${owner}:user/${actorOf(number)}`, accountId: owner }
  return record({
    at,
    account: owner,
    who: { ...rest, identity: { ...identity, ...own } },
    call,
    params: params(number),
    id: uuid(`act ${number} ${at}`),
  })
}
