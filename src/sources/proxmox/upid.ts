// Tasks of Proxmox by their UPID: `UPID:node:pid:start:time:kind:what:who:`, in journals and in the archive of tasks.
// https://pbs.proxmox.com/docs/file-formats.html and pve-common's PVE::Tools: numbers are hexadecimal, the time in seconds;
// Backup Server has one number more.
import type { Event } from '../../model/event.ts'

export interface Task {
  readonly id: string
  readonly node: string
  /** Epoch milliseconds. */
  readonly started: number
  readonly kind: string
  /** What it works on, as the kind of task has it: `101`, `store1:daily`; empty for many. */
  readonly what: string
  readonly user: string
  /** Whether the line tells of its end. */
  readonly ended: boolean
  /** Epoch milliseconds, where the line says so. */
  readonly finished: number | undefined
  /** `unknown` until it ended. */
  readonly outcome: Event['event']['outcome']
  /** How it ended, where that is no success. */
  readonly error: string | undefined
}

const upid =
  /UPID:([^:\s]{1,100}):([0-9A-Fa-f]{8}):[0-9A-Fa-f]{8,16}:(?:[0-9A-Fa-f]{8,16}:)?([0-9A-Fa-f]{8}):([^:\s]{1,60}):([^:\s]{0,300}):([^:\s]{1,300}):/

export const isTask = (line: string): boolean => upid.test(line)

/** The task of a line; undefined where none is named. */
export function taskIn(line: string): Task | undefined {
  const found = upid.exec(line)
  if (!found) return undefined
  const [id, node = '', , time = '0', kind = '', what = '', user = ''] = found
  const before = line.slice(0, found.index)
  const [, end, status = ''] =
    /^\s*(?:([0-9A-Fa-f]{8})\b)?\s*([\s\S]{0,500})/.exec(line.slice(found.index + id.length)) ?? []
  const ended =
    end !== undefined || /\bend(?:ed)? task|\bfinished\b/i.test(before) || /^TASK (?:OK|ERROR)/i.test(status)
  return {
    id,
    node,
    started: Number.parseInt(time, 16) * 1000,
    kind,
    what: unescaped(what),
    user: unescaped(user),
    ended,
    finished: end === undefined ? undefined : Number.parseInt(end, 16) * 1000,
    ...endOf(ended, status.replace(/^TASK\s+/i, '').trim()),
  }
}

/** `OK` and `WARNINGS: 2` are good ends; every other word is what went wrong. */
function endOf(ended: boolean, status: string): Pick<Task, 'outcome' | 'error'> {
  if (!ended || status === '') return { outcome: 'unknown', error: undefined }
  return /^(?:OK|WARNINGS?)\b/i.test(status)
    ? { outcome: 'success', error: undefined }
    : { outcome: 'failure', error: status.slice(0, 300) }
}

/** Systemd's escapes: `\x2d` is a dash. */
const unescaped = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
