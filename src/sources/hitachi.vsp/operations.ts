// Operations of Hitachi's arrays that say something about copies, by area and name; areas differ from model to model, names hardly.
import { account, clockSet, credential, cut, type Given, timeSource, whole } from '../appliance/facts.ts'
import type { Facts } from '../kit/facts.ts'
import { cell, rowsIn, valueIn } from './details.ts'
import type { AuditEntry } from './line.ts'

import {
  accountSet,
  groupNamed,
  keys,
  logLost,
  roleGiven,
  syslogServers,
  userAdded,
  userEdited,
  userGone,
  userNamed,
} from './people.ts'
import {
  expirationLock,
  overwritten,
  pairsGone,
  poolsGone,
  type Reader,
  remote,
  retention,
  volumeNamed,
  volumes,
  volumesGone,
  volumesMade,
} from './volumes.ts'

const row = (pattern: RegExp, read: Reader): readonly [RegExp, Reader] => [pattern, read]

/** `area operation`, in small letters; the first that fits counts. */
const operations: readonly (readonly [RegExp, Reader])[] = [
  row(
    /^audit ?log (?:set syslog server|edit syslog|set audit ?log|edit audit ?log settings|set ftp server)/,
    syslogServers,
  ),
  row(/^audit ?log (?:dkcauditlog was lost|over maxline|audit ?log was lost)/, logLost),
  row(/ (?:expiration[- ]lock)/, expirationLock),
  row(
    /^(?:dru|data ret\w*|lse|vrm|ldev ?guard|prov) (?:.*\battributes?\b|.*retention[- ]term|edit (?:ldev )?data retention|release all extents)/,
    retention,
  ),
  row(/ (?:delete ldevs?|delete v-?vols?(?: ?\(v\))?|delete volumes?|remove ldevs?)/, volumesGone),
  row(/ (?:create ldevs?|create v-?vols?|create volumes?)/, volumesMade),
  row(/ (?:edit (?:ldev|volume)(?: nick)? ?names?|edit ldevs?|set nick ?name)/, volumeNamed),
  row(/ (?:delete pools?|delete pool)/, poolsGone),
  row(/ (?:format ldevs?|format|initialize ldev ?\(format\)|quick format)$/, overwritten('formatted')),
  row(/ (?:shred(?:ding)?(?: ldevs?| volumes?)?)/, overwritten('shredded')),
  row(/ (?:restore pairs?|pairrestore|paircreate.*restore|restore snapshots?)/, overwritten('rewritten', true)),
  row(
    /^(?:remote \w+|gad|tc\w*|ur\w*|uvm|cnt ac\w*(?:-\w)?|caxp|caxj|rc|rcu|rcua) (?:delete pairs?|split pairs?|suspend pairs?|split mirrors?|delete mirrors?|pairsplit\S*|delete (?:remote|rcu|remote connections?).*|remove.*(?:path|rcu).*)/,
    remote('off'),
  ),
  row(
    /^(?:remote \w+|gad|tc\w*|ur\w*|cnt ac\w*(?:-\w)?|caxp|caxj|rc) (?:resync\w* pairs?|create pairs?|resync mirrors?|pairresync|paircreate)/,
    remote('on'),
  ),
  row(/ (?:delete pairs?|delete snapshots?|pairsplit-s|delete snapshot data|delete clones?)/, pairsGone),
  row(/ (?:delete lun paths?|remove hosts|delete host groups?|delete lun|block ldevs?)/, (entry, given) => {
    const { resource = whole(given), related } = volumes(entry, given)
    return { ...cut(resource), ...(related ? { related } : {}) }
  }),
  row(/^acm (?:create users?)|^acm (?:add users?)/, userAdded),
  row(/^acm (?:delete users?)$/, userGone),
  row(/^acm (?:remove users?)/, ({ details }, given) => {
    const [told = {}] = rowsIn(details)
    return {
      action: 'role-revoked',
      ...account(given, cell(told, userNamed) ?? '?'),
      detail: { role: cell(told, groupNamed) ?? '?', local: true },
    }
  }),
  row(/^acm (?:edit users?)$/, userEdited),
  row(/^(?:acm|account|base) (?:change password)/, ({ details }, given) =>
    credential(given, cell(rowsIn(details)[0] ?? {}, userNamed) ?? '?', 'password'),
  ),
  row(/^acm (?:edit roles?|add roles?|assign roles?|edit role assignments?)/, roleGiven),
  row(/^account set user account/, accountSet),
  row(/^(?:enc|encryption) (?:delete keys?|delete kek|delete dek)/, keys('key-destruction-scheduled')),
  row(/^(?:enc|encryption) (?:rekey|change kek|renew|rotate).*/, keys('key-rotated')),
  row(
    /^(?:enc|encryption) (?:edit encryption|disable encryption|delete key ?m\w* server|setup key ?m\w* ?s\w*)/,
    keys('key-disabled', 'key-store'),
  ),
  row(/^(?:enc|encryption) create keys?/, keys('key-created')),
  row(/ (?:set (?:date|time|system time)|edit (?:date|time)).*|date (?:&|and) time/, ({ details, parameter }, given) =>
    /ntp.{0,20}disable/i.test(`${parameter} ${details}`) ? timeSource(given, 'off') : clockSet(given, undefined),
  ),
  row(/^base log(?:in|on)/, (_, given) => ({ action: 'sign-in', resource: whole(given), detail: { console: true } })),
]

/** What an entry says; details that come by themselves are known by their columns. */
export function factsOf(entry: AuditEntry, given: Given): Facts {
  const command = entry.area === 'Config Command' ? valueIn(entry.details, /Command/) : undefined
  const name = `${entry.area} ${command ?? entry.operation}`.toLowerCase().slice(0, 200)
  for (const [pattern, read] of operations) if (pattern.test(name)) return read(entry, given)
  if (entry.area === '' && /\boutflg\b/i.test(entry.details)) return syslogServers(entry, given)
  if (entry.category === 'Authentication')
    return /logout/i.test(entry.operation)
      ? { action: 'other', resource: whole(given) }
      : { action: 'sign-in', resource: whole(given), detail: { console: true } }
  return { action: 'other', resource: whole(given) }
}
