// Lines of vfs_full_audit: `prefix|operation|ok|arguments`. The prefix is the site's own, the operations are not.
// https://www.samba.org/samba/docs/current/man-html/vfs_full_audit.8.html
import { isIP } from 'node:net'
import { accountId } from '../../model/account.ts'
import type { Event, Resource } from '../../model/event.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundLine } from '../kit/reading.ts'

const source = 'samba.audit'

interface Parts {
  readonly user: string
  readonly address: string | undefined
  readonly machine: string
  readonly share: string
  readonly operation: string
  readonly failed: string | undefined
  readonly rest: readonly string[]
}

const operation = /^[a-z_]{3,40}$/
const result = /^(ok|fail \((.*)\))$/

/** Where the result stands, and before it the operation; names of files may hold bars, so from the left. */
function partsOf({ app, message }: SyslogLine): Parts | undefined {
  const text = app === undefined ? message.replace(/^smbd(_audit)?(\[\d+\])?: ?/, '') : message
  const fields = text.split('|')
  const at = fields.findIndex(
    (field, index) => index > 0 && index < 12 && result.test(field) && operation.test(fields[index - 1] ?? ''),
  )
  if (at < 1) return undefined
  const prefix = fields.slice(0, at - 1)
  const place = prefix.findIndex((field) => isIP(field.replace(/^::ffff:/, '')) !== 0)
  const names = prefix.filter((_, index) => index !== place)
  const behind = place < 0 ? prefix.slice(1) : prefix.slice(place + 1)
  return {
    user: names[0] ?? '',
    address: place < 0 ? undefined : prefix[place]?.replace(/^::ffff:/, ''),
    machine: behind.length > 1 ? (behind[0] ?? '') : '',
    share: behind.at(-1) ?? '',
    operation: fields[at - 1] ?? '',
    failed: result.exec(fields[at] ?? '')?.[2],
    rest: fields.slice(at + 1),
  }
}

export const isAudit = (line: SyslogLine): boolean => partsOf(line) !== undefined

export function auditEvent({ syslog, original, created, received }: FoundLine): Event {
  const parts = partsOf(syslog)
  if (!parts) throw new Error('a line of another program')
  const { user, address, machine, share, operation: code, failed } = parts
  const host = syslog.host ?? ''
  return eventFrom({
    source,
    time: syslog.time,
    created,
    received,
    code,
    provider: 'smbd_audit',
    outcome: failed === undefined ? 'success' : 'failure',
    ...maskSecrets(original),
    facts: factsOf(parts, host),
    platform: source,
    // Over SMB a name says little of who uses it; the product's own account is known by what it did before.
    actor:
      user === ''
        ? undefined
        : { id: accountId(user, host), name: user, kind: user.endsWith('$') ? 'service' : 'unknown' },
    user: user === '' ? undefined : { name: user },
    address,
    host: host ? { name: host } : undefined,
    error: failed === undefined ? undefined : { code: failed, message: failed },
    vendor: { operation: code, share, machine, arguments: parts.rest.join('|') },
    hosts: machine ? [machine] : [],
  })
}

function factsOf({ operation: code, share, rest }: Parts, host: string): Facts {
  const folder: Resource = { type: 'share', id: `${host}:${share}`, name: share || host }
  const file = (path: string): Resource => ({
    type: 'file',
    id: `${host}:${share}/${path.replace(/^\/+/, '')}`,
    name: path,
    container: folder,
  })
  const all = rest.join('|')
  switch (code) {
    case 'unlink':
    case 'unlinkat':
    case 'rmdir':
      return { action: 'object-deleted', resource: file(all) }
    case 'rename':
    case 'renameat': {
      const half = Math.ceil(rest.length / 2)
      return {
        action: 'file-renamed',
        resource: file(rest.slice(half).join('|')),
        detail: { from_name: rest.slice(0, half).join('|') },
      }
    }
    case 'ftruncate':
    case 'truncate':
      return { action: 'object-overwritten', resource: file(all), detail: { how: 'truncated' } }
    case 'pwrite':
    case 'pwrite_send':
    case 'pwrite_recv':
    case 'write':
    case 'sendfile':
      return { action: code === 'sendfile' ? 'read' : 'object-written', resource: file(all) }
    case 'open':
    case 'openat':
      return { action: rest[0] === 'w' ? 'object-written' : 'read', resource: file(rest.slice(1).join('|')) }
    case 'create_file':
      return {
        action: /^(create|overwrite|overwrite_if|supersede)$/.test(rest[2] ?? '') ? 'object-written' : 'read',
        resource: file(rest.slice(3).join('|')),
      }
    case 'mkdir':
    case 'mkdirat':
      return { action: 'object-written', resource: file(all) }
    case 'connect':
      return { action: 'sign-in', resource: folder }
    case 'opendir':
    case 'fdopendir':
    case 'readdir':
    case 'stat':
    case 'lstat':
    case 'fstat':
    case 'pread':
    case 'read':
    case 'get_nt_acl':
    case 'fget_nt_acl':
      return { action: 'read', resource: file(all) }
    default:
      return { action: 'other', resource: folder }
  }
}
