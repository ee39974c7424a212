// Carries one page to one pager: makes what is sent, sends it by HTTP, SMTP or syslog, and has the pager judge the answer.
import type { Json } from '../lib/json.ts'
import type { Page } from '../model/page.ts'
import type { HttpAnswer, Judged, Outgoing, Pager } from '../model/pager.ts'
import { openGuard, type Resolve } from './out/guard.ts'
import { openHttp } from './out/http.ts'
import { sendMail } from './out/smtp.ts'
import { sendLine } from './out/syslog.ts'

/** More than any pager needs for one page. */
const mostRequests = 4

export interface Post {
  /** Sends what is no page: a sign of life to a watcher. */
  send(outgoing: Outgoing): Promise<HttpAnswer>
  /**
   * Sends what the pager makes of the page; what it has nothing to say of is accepted. Never throws.
   * @param at epoch milliseconds
   */
  carry(pager: Pager, page: Page, settings: Readonly<Record<string, Json>>, at: number): Promise<Judged>
  close(): void
}

export interface PostOptions {
  /** Milliseconds until an answer that does not come counts as none. */
  readonly timeout: number
  /** `paging.allow`: the networks that are open although they are not on the internet. */
  readonly allow: readonly string[]
  /** The system's resolver unless another is given. */
  readonly resolve?: Resolve
}

export function openPost({ timeout, allow, resolve }: PostOptions): Post {
  const guard = openGuard(allow, resolve)
  const http = openHttp(timeout, guard)
  const out = async (outgoing: Outgoing): Promise<HttpAnswer> => {
    switch (outgoing.via) {
      case 'smtp':
        return sendMail(outgoing, timeout, guard)
      case 'udp':
      case 'tcp':
      case 'tls':
        return sendLine(outgoing, timeout, guard)
      default:
        return http.send(outgoing)
    }
  }
  return {
    send: out,
    async carry(pager, page, settings, at) {
      try {
        let judged: Judged = { verdict: 'accepted', detail: 'nothing to say there' }
        const answers: HttpAnswer[] = []
        let outgoing = pager.request(page, settings, at)
        while (outgoing && answers.length < mostRequests) {
          const answer = await out(outgoing)
          judged = pager.verdict(answer)
          if (judged.verdict !== 'accepted')
            return answers.length === 0 && isUnsent(answer) ? { ...judged, unsent: true } : judged
          answers.push(answer)
          outgoing = pager.next?.(page, settings, answers)
        }
        return judged
      } catch (cause) {
        return {
          verdict: 'refused',
          detail: `the page could not be put into the form of ${pager.name}: ${nameOf(cause)}`,
        }
      }
    },
    close: () => http.close(),
  }
}

/** There was no connection to send anything over. */
const isUnsent = (answer: HttpAnswer): boolean =>
  'error' in answer &&
  (answer.refused === true || /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/.test(answer.error))

/** Only the kind: the text of an error may hold what it failed on. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : 'an unknown error')
