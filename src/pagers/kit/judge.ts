// What an HTTP answer means for a page, where the provider keeps to the meaning of the codes.
import { isObject } from '../../lib/json.ts'
import type { HttpAnswer, Judged } from '../../model/pager.ts'

const longest = 200

/**
 * 2xx is accepted; 408, 429, 5xx and no answer are worth another try; anything else is the fault of the settings.
 * @param said takes what the provider says out of its answer; without it only the code is told
 */
export function judge(answer: HttpAnswer, said: (body: string) => string = () => ''): Judged {
  if ('error' in answer) return { verdict: answer.refused ? 'refused' : 'retry', detail: answer.error }
  const detail = `${answer.status} ${said(answer.body)}`.trim()
  if (answer.status >= 200 && answer.status < 300) return { verdict: 'accepted', detail }
  if (answer.status !== 429 && answer.status !== 408 && answer.status < 500) return { verdict: 'refused', detail }
  const retryAfter = answer.headers['retry-after']
  return { verdict: 'retry', detail, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

/** Texts under the given names of a JSON answer, lists joined; '' where it is no JSON object. */
export const saidUnder =
  (...names: readonly string[]) =>
  (body: string): string => {
    const value = parsed(body)
    return names
      .flatMap((name) => {
        const found = value[name]
        return Array.isArray(found) ? found.map(String).join('; ') : typeof found === 'string' ? found : []
      })
      .filter((text) => text !== '')
      .join(': ')
      .slice(0, longest)
  }

/** The answer as a JSON object; an empty one where it is none. */
export function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** For providers that answer in a line of text. */
export const saidPlainly = (body: string): string => (/^[\w .,:;'_-]{1,200}$/.test(body.trim()) ? body.trim() : '')
