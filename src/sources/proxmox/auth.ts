// Who signed in to a server of Proxmox, and who was refused.
import { statedTime } from '../kit/time.ts'
import type { ProxmoxRecord } from './event.ts'

const good = /successful auth for user '([^']{1,300})'/
const bad = /authentication failure; rhost=(\S+) user=(.{0,300}?) msg=([\s\S]*)$/
const stamp = /^(\d{4}-\d\d-\d\dT\S+?): /

export const isSignIn = (line: string): boolean => good.test(line) || bad.test(line)

/** What stands as the user of a refused sign-in may be anything that somebody typed. */
export function fromSignIn(line: string): ProxmoxRecord {
  const time = statedTime(stamp.exec(line)?.[1])
  const refused = bad.exec(line)
  if (refused) {
    const [, address, user, why = ''] = refused
    return {
      code: 'authentication failure',
      time,
      outcome: 'failure',
      facts: { action: 'sign-in', detail: { console: true } },
      user,
      address,
      error: why.trim(),
    }
  }
  return {
    code: 'successful auth',
    time,
    outcome: 'success',
    facts: { action: 'sign-in', detail: { console: true } },
    user: good.exec(line)?.[1],
  }
}
