// How the servers of Proxmox are read: the same lines on each, and each product's own words for what they mean.
import { isObject, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { number, text } from '../kit/look.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'
import { readLinux } from '../linux.syslog/event.ts'
import { type Calls, fromAccess, isAccess } from './access.ts'
import { fromSignIn, isSignIn } from './auth.ts'
import { type Product, type ProxmoxRecord, toEvent } from './event.ts'
import { fromNotice, isNotice, type NoticeField } from './notice.ts'
import { isTask, type Task, taskIn } from './upid.ts'

/** What one product makes of the lines that all of them write. */
export interface Meanings extends Product {
  calls(host: string): Calls
  task(task: Task, program: string): ProxmoxRecord
  notice(type: string, at: NoticeField): ProxmoxRecord['facts']
  /** Further lines of its own; undefined for any other. */
  line?(message: string, host: string, program: string): ProxmoxRecord | undefined
}

/** A task as the interface lists it. */
const isListed = (value: JsonObject): boolean => isTask(text(value.upid) ?? '')

const listed = (value: JsonObject): string => {
  const end = number(value.endtime)
  return `${text(value.upid)} ${end === undefined ? '' : end.toString(16).toUpperCase().padStart(8, '0')} ${text(value.status) ?? ''}`
}

export function proxmoxReader(meanings: Meanings): Source['read'] {
  const whyNot = (): Reject => ({
    reason: `neither a sign-in, a call, a task nor a notice of Proxmox, and no line of a server's journal`,
  })
  return readerOf({
    isRecord: (value) => isNotice(value) || isListed(value),
    whyNot: (value) => (isObject(value) ? { ...whyNot(), field: 'fields' } : whyNot()),
    object(found) {
      const task = taskIn(listed(found.value))
      const record = task ? meanings.task(task, '') : fromNotice(found.value, meanings.notice)
      return ok(toEvent(meanings, record, found))
    },
    line(found) {
      const record = ofLine(found, meanings)
      return record ? ok(toEvent(meanings, record, found)) : fail(whyNot())
    },
  })
}

function ofLine({ syslog, original }: FoundLine, meanings: Meanings): ProxmoxRecord | undefined {
  const { app = '', host = '' } = syslog
  const message = syslog.form === 'plain' || app !== '' ? syslog.message : original
  for (const line of [message, original]) {
    if (isSignIn(line)) return fromSignIn(line)
    if (isAccess(line)) return fromAccess(line, (name) => meanings.calls(name), host)
    const task = taskIn(line)
    if (task) return meanings.task(task, app)
  }
  return meanings.line?.(message, host, app) ?? ofHost(message, host, app, syslog.time)
}

/** What any host of Linux says, in the journal that is shipped with it. */
function ofHost(message: string, host: string, app: string, time: number | undefined): ProxmoxRecord | undefined {
  if (app === '' || host === '') return undefined
  const said = readLinux({ program: app, host, time, message })
  return {
    code: app,
    message,
    facts: said?.facts ?? { action: 'other' },
    outcome: said?.outcome ?? 'unknown',
    ...(said?.user ? { user: said.user } : {}),
    ...(said?.address ? { address: said.address } : {}),
    ...(said?.outcome === 'failure' ? { error: 'refused' } : {}),
  }
}
