// What people do to an alert, as the API, the pages and the command line name it.
import { fail, ok, type Result } from '../../lib/result.ts'
import { dispositions } from '../../model/alert.ts'
import type { Reader } from '../../people/shelf.ts'
import { readFields } from '../body/fields.ts'
import type { ActGiven } from '../deps.ts'

const acts = {
  ack: 'acknowledge',
  close: 'close',
  note: 'note',
  reopen: 'reopen',
  assign: 'assign',
  tick: 'tick',
  untick: 'untick',
} as const satisfies Record<string, ActGiven['act']>

export const actNames = Object.keys(acts)
const longestText = 4_000

/** The act that an address and a body ask for, or what is wrong with the body; undefined for a word that is no act. */
export function readAct(
  name: string,
  alert: string,
  body: unknown,
  people: Reader | undefined,
): Result<ActGiven, string> | undefined {
  if (!Object.hasOwn(acts, name)) return undefined
  const act = acts[name as keyof typeof acts]
  const read = readFields(body, ({ text, choice }) => ({
    said: text('text', longestText),
    ...(act === 'close' ? { disposition: choice('disposition', dispositions) } : {}),
    ...(act === 'assign' ? { to: text('to', 63) } : {}),
    ...(isTick(act) ? { step: text('step', 64) } : {}),
  }))
  if (!read.ok) return read
  const { said, disposition, to, step } = read.value
  if (act === 'note' && said === undefined) return fail('a note needs a text')
  if (disposition === 'false-positive' && said === undefined)
    return fail('a false positive needs a text: the reason, from which the rule can learn')
  if (isTick(act) && (step === undefined || !/^[0-9a-f]{8,64}$/.test(step)))
    return fail('step must be the mark of a step of the runbook: hexadecimal digits')
  if (to !== undefined && people?.get('account', to)?.status !== 'active')
    return fail(`there is no account "${to}" that could take it`)
  return ok({
    act,
    alert,
    ...(said === undefined ? {} : { text: said }),
    ...(disposition === undefined ? {} : { disposition }),
    ...(to === undefined ? {} : { assignee: to }),
    ...(step === undefined ? {} : { step }),
  })
}

const isTick = (act: ActGiven['act']): boolean => act === 'tick' || act === 'untick'
