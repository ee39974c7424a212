// A line whose only form is a sentence: who did what to which thing, as devices without fields of their own write it.
import { consoleFacts, nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import { type Given, part } from './facts.ts'
import { type Holding, holdingFacts } from './holdings.ts'

/** Sentences that mean something are shorter. */
const longest = 1_000

/** Names of whoever acts, the surest first: `by NAME`, a field, and a sentence that begins with who did it. */
const whoActs: readonly RegExp[] = [
  /\b(?:by|requested by|performed by) (?:the )?(?:user |administrator )?["']?((?!user\b|the\b)[\w.@\\/-]{1,100})/i,
  /\b(?:user(?:_?name)?|account|login)\s*[=:]\s*["']?([\w.@\\/-]{1,100})/i,
  /^\W{0,3}(?:user|administrator) ["']?([\w.@\\/-]{1,100}?)["']? (?:has |have )?(?:successfully )?(?:logged|login|signed|authenticated|deleted|created|removed|modified|changed|set|disabled|enabled|added|failed|attempted|started|stopped|restored|updated|paused|approved|requested)\b/i,
  /\b(?:login|logon|authentication) (?:of|for|by) (?:user )?["']?([\w.@\\/-]{1,100})/i,
]
const addresses =
  /\b(?:from|client|ip|source)(?:[ _]?(?:ip|address))?\s*[=: ]\s*\(?["']?(\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}(?::[\da-f]{0,4}){2,7})(?![\w.]|\s+to\b)/i

export function whoIn(text: string): { readonly user?: string; readonly address?: string } {
  const short = text.slice(0, longest)
  const user = whoActs.map((pattern) => pattern.exec(short)?.[1]).find((one) => one !== undefined)
  const address = addresses.exec(short)?.[1]
  return {
    ...(user === undefined ? {} : { user: plainUser(user) }),
    ...(address === undefined ? {} : { address }),
  }
}

/** `local/admin` is an account of the device, `acme.example.com/jdoe` one of a domain. */
export const plainUser = (told: string): string => {
  const [domain, name] = told.split('/', 2)
  if (name === undefined || name === '') return told.replace(/[.,;:]+$/, '')
  return /^(local|sys|default)$/i.test(domain ?? '') ? name : `${domain}\\${name}`
}

/**
 * What a sentence says of the things that a device keeps, else of its people, its log, its clock and the ways in.
 * @param holdings those that are made of others stand first: a schedule of snapshots, a snapshot, a volume
 * @param kind what the device is as a resource: `array`, `console`
 */
export function sentenceFacts(
  text: string,
  given: Given,
  holdings: readonly Holding[],
  kind: string,
): Facts | undefined {
  const short = text.slice(0, longest)
  for (const holding of holdings) {
    if (!holding.spoken.test(short)) continue
    const of = holding.role === 'point' || holding.role === 'plan' ? holderIn(short, given, holdings) : undefined
    // A plan that is taken from a volume is still there.
    if (holding.role === 'plan' && of && /\b(?:remov|unassign|detach|clear)\w*\b.{0,20}\bfrom\b/i.test(short))
      return { action: 'policy-assigned', resource: of, changes: [{ setting: 'assignment', to: 'off' }] }
    const facts = holdingFacts(holding, { text: short, of }, given)
    if (facts) return facts
  }
  if (
    /\bauthenticat(?:ed|ion|e)\b.{0,80}\b(?:from|authority|success|fail)|\b(?:success\w*|fail\w*)\b.{0,20}\bauthenticat/i.test(
      short,
    )
  )
    return {
      action: 'sign-in',
      resource: { type: kind, id: given.device, name: given.device },
      detail: { console: true },
    }
  return consoleFacts(short, { device: given.device, kind })
}

/** `snapshot s1 of LUN v1`: what a point is of. */
function holderIn(text: string, given: Given, holdings: readonly Holding[]): ReturnType<typeof part> | undefined {
  for (const { role, type, words, spoken } of holdings) {
    const name = role === 'container' && spoken.test(text) ? nameBehind(text, words) : undefined
    if (name !== undefined) return part(given, type, name)
  }
  return undefined
}
