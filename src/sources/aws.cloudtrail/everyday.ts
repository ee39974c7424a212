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
const memo = new Map<string, Judged>()
/** Those of the memo that came lately, each where its key says; one takes another's place. */
const lately: (Judged | undefined)[] = Array.from({ length: 4_096 }, () => undefined)

interface Judged {
  readonly identity: string
  readonly bystander: boolean | undefined
}

/** Whether something from here on says that the caller brought a key, that the object is a copy, or that a product wrote it. */
export function seals(text: string, from: number): boolean {
  sealing.lastIndex = from
  return sealing.test(text)
}

/**
 * Whether who acts, as an API call, is neither a product nor the provider. Signing in by console or not tells a person
 * from a service, never a product, so the identity alone is enough.
 * @param text bytes as latin1, with `userIdentity` from start to end @returns undefined when that is no JSON object
 */
export function isBystander(text: string, start: number, end: number): boolean | undefined {
  if (end - start > longestIdentity) return undefined
  const place = placeOf(text, start, end)
  const known = lately[place]
  const identity = text.slice(start, end)
  if (known !== undefined && known.identity === identity) return known.bystander
  const judged = memo.get(identity) ?? remembered(identity)
  lately[place] = judged
  return judged.bystander
}

function remembered(slice: string): Judged {
  // A copy of its own: a slice would keep the whole record.
  const identity = Buffer.from(slice, 'latin1').toString('latin1')
  const judged = { identity, bystander: judge(identity) }
  if (memo.size >= 20_000) memo.clear()
  memo.set(identity, judged)
  return judged
}

/** From a letter on that is rare, so that a search takes long steps. */
const keyMark = 'KeyId":"'
const keyLength = 20

/** Of the access key alone, or of some letters: a hash of all takes ten times as long as to compare the two texts. */
function placeOf(text: string, start: number, end: number): number {
  const mark = text.indexOf(keyMark, start)
  const hasKey = mark !== -1 && mark + keyMark.length + keyLength < end
  const from = hasKey ? mark + keyMark.length : start
  const to = hasKey ? from + keyLength : end
  const step = hasKey ? 1 : 7
  let sum = end - start
  for (let place = from; place < to; place += step) sum = (Math.imul(sum, 31) + text.charCodeAt(place)) | 0
  return (sum ^ (sum >>> 12)) & (lately.length - 1)
}

function judge(identity: string): boolean | undefined {
  try {
    const userIdentity: unknown = JSON.parse(Buffer.from(identity, 'latin1').toString('utf8'))
    if (!isObject(userIdentity)) return undefined
    const { kind } = identityOf({ userIdentity, eventType: 'AwsApiCall' }).actor
    return kind !== 'product' && kind !== 'provider'
  } catch {
    return undefined
  }
}
