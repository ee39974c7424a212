// NetApp StorageGRID: the audit messages of S3, of the management API and of the grid itself, by file or by syslog.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Event, Resource } from '../../model/event.ts'
import type { Reject, Source } from '../../model/source.ts'
import type { SyslogLine } from '../envelope/syslog.ts'
import { actOf } from '../kit/act.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { readerOf } from '../kit/reading.ts'
import { managementFacts } from './management.ts'
import { type GridMessage, isMessage, messageIn, messageOf, statusOf } from './message.ts'
import { objectFacts } from './objects.ts'
import { actorOf, tenantIn } from './people.ts'

const name = 'netapp.storagegrid'
const notOurs: Reject = { reason: 'no audit message of StorageGRID: no [AUDT:…] with an ATYP', field: 'ATYP' }

interface Carried {
  readonly original: string
  readonly created?: number
  readonly received: number
  readonly syslog?: SyslogLine
}

/** Passwords are masked by the grid; the key that a new access key stands for is not. */
const secrets = [/(\\?"(?:secretAccessKey|password|secretKey|bindPassword|passphrase)\\?"\s*:\s*\\?")(?!\*)[^"\\]+/gi]

function toEvent(message: GridMessage, { original, created, received, syslog }: Carried): Event {
  const { type, codes } = message
  const host = syslog?.host
  const grid: Resource = { type: 'array', id: host ?? 'storagegrid', name: host ?? 'storagegrid' }
  const time = message.time ?? syslog?.time
  const status = statusOf(message)
  // What the grid tells of itself has results of its own: of how a node was stopped before, for one.
  const failed = !type.startsWith('SYS') && /^(?!SUCS|PRCS|QUED)./.test(codes.RSLT ?? '')
  const refused = status !== undefined && status >= 400
  const actor = actorOf(message)
  const facts = factsOf(message, grid, time ?? created ?? received)
  const tenant = codes.SBAI || codes.S3AI || tenantIn(codes.MUUN)
  return eventFrom({
    source: name,
    id: message.id === undefined ? undefined : `${codes.ANID ?? ''}/${message.id}`,
    time,
    created,
    received,
    code:
      type === 'MGAU'
        ? `MGAU ${codes.MRMD ?? ''} ${codes.MPAT ?? ''}`.trim().slice(0, 300)
        : codes.S3SR
          ? `${type} ${codes.S3SR}`
          : type,
    provider: codes.AMID || 'storagegrid',
    outcome: failed || refused ? 'failure' : 'success',
    ...maskSecrets(original, secrets),
    facts: {
      ...facts,
      ...(type === 'MGAU' ? { act: actOf(grid.id, actor?.id ?? '', facts, time ?? received) } : {}),
      parents: [
        ...(tenant !== '' && facts.resource?.id !== tenant ? [tenant] : []),
        ...(facts.resource?.id === grid.id ? [] : [grid.id]),
      ],
    },
    platform: name,
    actor,
    user: actor === undefined ? undefined : { id: actor.id, name: actor.name ?? actor.id },
    // Behind a load balancer that is trusted, the client is in a header.
    address:
      /X-Forwarded-For\\?"?\s*[:=]\s*\[?\s*\\?"?([0-9a-fA-F.:]{3,45})/i.exec(codes.HTRH ?? '')?.[1] ??
      (codes.SAIP || codes.MSIP || undefined),
    host: host === undefined ? undefined : { name: host },
    observer: { vendor: 'NetApp', product: 'StorageGRID', ...(host === undefined ? {} : { name: host }) },
    organization: codes.SACC ? { ...(codes.S3AI ? { id: codes.S3AI } : {}), name: codes.SACC } : undefined,
    error: failed || refused ? { code: status === undefined ? codes.RSLT : String(status) } : undefined,
    vendor: vendorFields(codes),
    clean: true,
  })
}

function factsOf(message: GridMessage, grid: Resource, time: number): Facts {
  const { type, codes } = message
  if (type === 'MGAU') return managementFacts(message, grid)
  if (type === 'SADD' || type === 'SADE')
    return {
      action: 'audit-changed',
      resource: { type: 'trail', id: `${grid.id}/audit`, name: 'audit log' },
      changes: [
        {
          setting: 'logging',
          to: type === 'SADD' ? 'off' : 'on',
          direction: type === 'SADD' ? 'weakened' : 'strengthened',
        },
      ],
      detail: { scope: 'array', explicit: true },
    }
  if (type === 'SYSU')
    return {
      action: 'host-started',
      resource: { type: 'host', id: `${grid.id}/${codes.ANID ?? ''}`, name: codes.ANID ?? grid.id },
    }
  if (type === 'ETAF') return { action: 'sign-in', resource: grid }
  return objectFacts(message, time) ?? { action: 'other' }
}

/** Codes in which what somebody wrote stands: bodies, answers, queries, headers, configurations. */
const free = new Set(['MRBD', 'MRSP', 'MPQP', 'HTRH', 'SRCF'])

/** The codes as fields, without the secrets that bodies may hold. */
function vendorFields(codes: GridMessage['codes']): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  for (const code of Object.keys(codes)) {
    const value = codes[code] ?? ''
    fields[code.toLowerCase()] = free.has(code)
      ? maskSecrets(value, secrets).original.slice(0, 4_000)
      : value.slice(0, 4_000)
  }
  return fields
}

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is no audit message of StorageGRID: no ATYP and no MGAU', field: 'ATYP' }
    : notOurs

export default {
  name,
  logsource: [{ product: 'netapp', service: 'storagegrid' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isMessage,
    whyNot,
    object: ({ value, ...carried }) => {
      const message = messageOf(value)
      return message ? ok(toEvent(message, carried)) : fail(whyNot(value))
    },
    line: ({ syslog, ...carried }) => {
      const message = messageIn(syslog.message.includes('[AUDT:') ? syslog.message : carried.original, carried.original)
      return message ? ok(toEvent(message, { ...carried, syslog })) : fail(notOurs)
    },
  }),
} satisfies Source
