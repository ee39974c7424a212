// IBM FlashSystem, Storwize and SVC (Spectrum Virtualize): the commands that its audit log keeps.
import { fail, ok } from '../../lib/result.ts'
import type { Event } from '../../model/event.ts'
import type { Source } from '../../model/source.ts'
import { deviceEvent, type Product } from '../appliance/event.ts'
import { type Given, whole } from '../appliance/facts.ts'
import { typedIn } from '../appliance/options.ts'
import type { Facts } from '../kit/facts.ts'
import { maskSecrets } from '../kit/mask.ts'
import { type FoundLine, type FoundObject, readerOf } from '../kit/reading.ts'
import { copyCommands } from './commands.ts'
import { type AuditRow, isAuditRow, rowIn, rowOf } from './record.ts'
import { systemCommands } from './system.ts'

const name = 'ibm.flashsystem'
/** A password stands behind its option. */
const secrets = [
  /(-(?:password|newpassword|chapsecret|iscsiauthsecret|usbpassword|key)\s+)(?!prepare|commit|cancel)(?:"[^"]*"|'[^']*'|[^\s"'#]+)/gi,
]
const product: Product = { source: name, vendor: 'IBM', product: 'FlashSystem', secrets }
const notOurs = {
  reason: 'no row of the audit log: no action_cmd, and no command of svctask or satask',
  field: 'action_cmd',
}

export default {
  name,
  logsource: [{ product: 'ibm', service: 'flashsystem' }, { category: 'backup' }],
  read: readerOf({
    isRecord: isAuditRow,
    object: (found) => ok(eventOf(rowOf(found.value), found, found.syslog?.host)),
    line: (found) => {
      const row = rowIn(found.syslog)
      return row
        ? ok(eventOf({ ...row, time: row.time ?? found.syslog.time }, found, found.syslog.host))
        : fail(notOurs)
    },
    whyNot: () => notOurs,
  }),
} satisfies Source

const prefixes = /^(svctask|satask|svcservicetask|svcinfo|sainfo)$/i
const flags = new Set(
  'force removehostmappings removercrelationships removefcmaps nosafeguardpolicy nosafeguardedpolicy nosnapshotpolicy noreplicationpolicy evictvolumes deletevolumes restore stop start safeguarded autodelete cleanrate noquorum ignorestaleconfig access prep clean'.split(
    ' ',
  ),
)

function eventOf(
  row: AuditRow,
  { original, received, created }: FoundLine | FoundObject,
  host: string | undefined,
): Event {
  const given: Given = { device: row.system ?? host ?? 'flashsystem', time: row.time ?? created ?? received }
  const typed = typedIn(row.command, prefixes, flags)
  const failed = !/^(0|success(ful)?|)$/i.test(row.result ?? '')
  const facts = typed ? factsOf(typed, given) : { action: 'other' as const, resource: whole(given) }
  return deviceEvent(product, {
    given,
    original,
    received,
    created,
    time: row.time,
    id: row.sequence === undefined ? undefined : `${given.device}/${row.sequence}/${given.time}`,
    code: typed?.command ?? 'audit',
    provider: /^(\w{1,20})\s/.exec(row.command.trim())?.[1],
    outcome: failed ? 'failure' : 'success',
    error: failed ? { code: row.result } : undefined,
    facts,
    user: row.user,
    address: row.address,
    message: row.command,
    vendor: {
      action_cmd: maskSecrets(row.command, secrets).original,
      ...(row.result === undefined ? {} : { result: row.result }),
      ...(row.object === undefined ? {} : { res_obj_id: row.object }),
    },
  })
}

function factsOf(typed: NonNullable<ReturnType<typeof typedIn>>, given: Given): Facts {
  const { command } = typed
  const read = Object.hasOwn(copyCommands, command)
    ? copyCommands[command]
    : Object.hasOwn(systemCommands, command)
      ? systemCommands[command]
      : undefined
  if (read) return read(typed, given)
  return { action: /^(ls|cat|show)/.test(command) ? 'read' : 'other', resource: whole(given) }
}
