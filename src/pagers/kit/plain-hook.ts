// The hook of providers whose callback one writes oneself: a token in a header, and a JSON object of our own form.
import { hashOf } from '../../lib/hash.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Answered, Hook } from '../../model/pager.ts'
import { answered, jsonBody, textAt, untold } from './call.ts'

const acts: readonly string[] = ['triggered', 'acknowledge', 'unacknowledge', 'resolve'] satisfies Answered['act'][]
const isAct = (text: string): text is Answered['act'] => acts.includes(text)

/**
 * Reads `{"id":…,"incident":…,"act":…,"by":…,"at":…}`; `id` and `at` may be left out.
 * @param provider stands in the id of a call that brings none: then the same act on the same incident counts once
 */
export const plainHook = (provider: string): Hook<{ readonly hookToken?: string }> => ({
  read(call, { hookToken }, now) {
    const why = untold(call, hookToken)
    if (why !== undefined) return fail(why)
    const body = jsonBody(call)
    if (!body.ok) return body
    const [act, dedupKey, at] = ['act', 'incident', 'at'].map((name) => textAt(body.value, name))
    if (!act || !isAct(act)) return fail(`act must be one of ${acts.join(', ')}`)
    if (!dedupKey) return fail('incident is missing')
    const id = textAt(body.value, 'id') || hashOf(provider, dedupKey, act, at ?? '')
    return ok(answered({ id, dedupKey, act, by: textAt(body.value, 'by') || provider, at }, now))
  },
})
