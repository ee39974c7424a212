// Who gave a command to ONTAP, and whether that is a person, a product, an automation, or the array itself.
import type { Actor } from '../../model/event.ts'
import type { AuditEntry } from './audit.ts'
import { accountOf } from './command.ts'

/** Accounts by which the platform acts: AWS' for FSx, and the array's own. */
const platformUsers = /^(fsx-control-plane|system|root|autosupport|snapmirror|mgwd|internal|<internal>|kernel)$/i
const products =
  /(veeam|commvault|rubrik|cohesity|netbackup|veritas|snapcenter|avamar|networker|druva|zerto|acronis|arcserve|nakivo)/i
const automations =
  /(^|[-_.@])(svc|srv|sa|bot|api|ansible|terraform|harvest|trident|aiqum|ocum|jenkins|zabbix|prtg|nagios|monitor(ing)?|automation|puppet|awx)([-_.\d@]|$)|\$$/i

/** Shells are typed into by people, whatever account they use; by HTTP and ONTAPI come both. */
const shells = new Set(['ssh', 'console', 'telnet', 'rsh', 'service-processor', 'serial'])

export function actorOf(entry: AuditEntry): Actor | undefined {
  const { user, svm, cluster, application } = entry
  if (user === '') return undefined
  return {
    id: accountOf(cluster, svm, user),
    name: user,
    kind: kindOf(user, application),
    ...(entry.session === undefined ? {} : { session: `${cluster}/${entry.session}` }),
  }
}

function kindOf(user: string, application: string): Actor['kind'] {
  if (application === 'internal' || /^fsx-control-plane$/i.test(user)) return 'provider'
  if (platformUsers.test(user) && !shells.has(application)) return 'provider'
  if (automations.test(user)) return 'service'
  if (shells.has(application)) return 'person'
  return products.test(user) ? 'product' : 'unknown'
}
