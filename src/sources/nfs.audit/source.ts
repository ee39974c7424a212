// NFS: mounts as the kernel server's mount daemon tells of them. What is done in a mounted file system is in no log.
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { hostAndPort } from '../kit/address.ts'
import { eventFrom } from '../kit/event.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, readerOf } from '../kit/reading.ts'

const lines: readonly { readonly code: string; readonly words: RegExp; readonly failed: boolean }[] = [
  {
    code: 'mount',
    words: /authenticated mount request from (?<from>\S+) for (?<path>.+?) \((?<export>[^)]*)\)/,
    failed: false,
  },
  {
    code: 'unmount',
    words: /authenticated unmount request from (?<from>\S+) for (?<path>.+?) \((?<export>[^)]*)\)/,
    failed: false,
  },
  {
    code: 'refused',
    words: /refused (?:un)?mount request from (?<from>\S+) for (?<path>.+?) \((?<export>[^)]*)\)/,
    failed: true,
  },
  {
    code: 'unknown host',
    words: /mount request from unknown host (?<from>\S+) for (?<path>.+?)(?: \((?<export>[^)]*)\))?$/,
    failed: true,
  },
  {
    code: 'bad path',
    words: /bad path in mount request from (?<from>[^:\s]+(?::\d+)?): "(?<path>[^"]*)"/,
    failed: true,
  },
]
const isMountd = /^(?:rpc\.)?mountd$/

function eventOf({ syslog, original, created, received }: FoundLine): Event | undefined {
  const found = lines
    .map(({ code, words, failed }) => ({ code, failed, groups: words.exec(syslog.message)?.groups }))
    .find(({ groups }) => groups !== undefined)
  if (!found && !isMountd.test(syslog.app ?? '')) return undefined
  const { from, path } = found?.groups ?? {}
  const host = syslog.host ?? ''
  const { address, port } = hostAndPort(from)
  return eventFrom({
    source: 'nfs.audit',
    time: syslog.time,
    created,
    received,
    code: found?.code ?? 'mountd',
    provider: syslog.app ?? 'rpc.mountd',
    outcome: found === undefined ? 'unknown' : found.failed ? 'failure' : 'success',
    ...maskSecrets(original),
    facts: {
      action: found === undefined || found.code === 'unmount' ? 'other' : 'sign-in',
      ...(path ? { resource: { type: 'share', id: `${host}:${path}`, name: path } } : {}),
    },
    platform: 'nfs.audit',
    actor: address === undefined ? undefined : { id: address, name: address, kind: 'service' },
    address,
    port,
    host: host ? { name: host } : undefined,
    error: found?.failed ? { code: found.code } : undefined,
    message: syslog.message,
    vendor: { path: path ?? '', export: found?.groups?.export ?? '' },
  })
}

export default {
  name: 'nfs.audit',
  logsource: [{ product: 'nfs' }, { category: 'backup' }],
  read: readerOf({
    line(found) {
      const event = eventOf(found)
      return event ? ok(event) : fail({ reason: 'the line tells of no mount' })
    },
  }),
} satisfies Source
