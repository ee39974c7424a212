// The acts that fill a trail: applications using keys and writing objects. Told from those of a backup product by who acts.
import { isObject } from '../../lib/json.ts'
import type { Glimpse } from '../../model/source.ts'
import { identityOf } from './identity.ts'

/** Service and call, and the verb that its reader gives. */
export const everydayActs: Readonly<Record<string, NonNullable<Glimpse['action']>>> = {
  'kms Decrypt': 'key-used',
  'kms Encrypt': 'key-used',
  'kms GenerateDataKey': 'key-used',
  'kms GenerateDataKeyWithoutPlaintext': 'key-used',
  's3 PutObject': 'object-written',
}

/** Whose key seals an object, where it was copied from, a backup product's own agent: any of these words, and the record is read. */
const sealing =
  /customer|kms-key|kmskey|sse_?c|copy|foreign|veeam|commvault|rubrik|cohesity|netbackup|druva|acronis|avamar|networker|restic|n2ws/gi
const longestIdentity = 4_096
const memo = new Map<string, boolean | null>()

/** Whether something from here on says that the caller brought a key, that the object is a copy, or that a product wrote it. */
export function seals(text: string, from: number): boolean {
  sealing.lastIndex = from
  return sealing.test(text)
}

/**
 * Whether who acts, as an API call, is neither a product nor the provider. Signing in by console or not tells a person
 * from a service, never a product, so the identity alone is enough.
 * @param identity the bytes of `userIdentity` as latin1 @returns undefined when that is no JSON object
 */
export function isBystander(identity: string): boolean | undefined {
  if (identity.length > longestIdentity) return undefined
  const known = memo.get(identity)
  if (known !== undefined) return known ?? undefined
  const answer = judge(identity)
  if (memo.size >= 20_000) memo.clear()
  memo.set(identity, answer)
  return answer ?? undefined
}

function judge(identity: string): boolean | null {
  try {
    const userIdentity: unknown = JSON.parse(Buffer.from(identity, 'latin1').toString('utf8'))
    if (!isObject(userIdentity)) return null
    const { kind } = identityOf({ userIdentity, eventType: 'AwsApiCall' }).actor
    return kind !== 'product' && kind !== 'provider'
  } catch {
    return null
  }
}
