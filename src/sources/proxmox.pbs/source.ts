// Proxmox Backup Server: sign-ins, calls of its interface, tasks, and the notices it sends.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { fromAccess, isAccess } from './access.ts'
import { fromSignIn, isSignIn } from './auth.ts'
import { toEvent } from './event.ts'
import { fromNotice, isNotice } from './notice.ts'
import { fromTask, isTask } from './task.ts'

const daemon = /^(proxmox-backup|pbs|pmxcfs|pvedaemon)/

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no notice of Proxmox Backup Server', field: 'fields' }
    : { reason: 'the line is no sign-in, call, task or message of Proxmox Backup Server' }

export default {
  name: 'proxmox.pbs',
  logsource: [{ product: 'proxmox', service: 'pbs' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value: JsonObject) => isNotice(value),
    whyNot,
    object: (found) => ok(toEvent(fromNotice(found.value), found)),
    line(found) {
      const { app = '' } = found.syslog
      const line = found.syslog.form === 'plain' || app !== '' ? found.syslog.message : found.original
      for (const text of [line, found.original]) {
        if (isSignIn(text)) return ok(toEvent(fromSignIn(text), found))
        if (isAccess(text)) return ok(toEvent(fromAccess(text), found))
        if (isTask(text)) return ok(toEvent(fromTask(text), found))
      }
      return daemon.test(app)
        ? ok(toEvent({ code: app, message: line, facts: { action: 'other' }, outcome: 'unknown' }, found))
        : fail(whyNot(found.original))
    },
  }),
} satisfies Source
