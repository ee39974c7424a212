// An audit record of NetBackup, whatever it was written as: category, action, a sentence, and what its attributes were and are.
import type { Json, JsonObject } from '../../lib/json.ts'

export interface Detail {
  readonly attribute: string
  readonly from: string
  readonly to: string
}

export interface AuditRecord {
  /** One of the list of `nbauditreport -ctgy`: `POLICY`, `SLP`, `CATALOG` … in capitals; empty where none is given. */
  readonly category: string
  /** `CREATE`, `MODIFY`, `DELETE` … in capitals. */
  readonly action: string
  /** A sentence in English: `Policy 'daily' was deleted`. */
  readonly text: string
  /** As the record has it: `root@primary01`, `ACME\jdoe`. */
  readonly user: string
  readonly details: readonly Detail[]
  readonly reason: string
  /** The primary server, in small letters; empty where nothing says it. */
  readonly server: string
  readonly address?: string | undefined
  readonly id?: string | undefined
  /** Epoch milliseconds. */
  readonly time?: number | undefined
  readonly failed: boolean
  readonly vendor: JsonObject
}

/** `nbauditreport` and `-ctgy`, Commands Reference. */
const categories: ReadonlySet<string> = new Set(
  (
    'ALERT ASSET ASSETGROUP AUDITCFG AUDITSVC AZFAILURE BPCONF CATALOG CERT CONFIG CONNECTION DATAACCESS HOLD HOST JOB ' +
    'LICENSING LOGIN POLICY POOL PROTECTION_PLAN_SVC RETENTION_LEVEL SEC_CONFIG SLP STORAGESRV STU TOKEN USER ' +
    'KMS KEYGROUP CREDENTIAL ROLE RBAC MALWARE ANOMALY MPA'
  ).split(' '),
)

/** A category as the list writes it: blanks and small letters are written too. */
export function categoryOf(text: string | undefined): string | undefined {
  const name = text
    ?.trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')
  return name !== undefined && categories.has(name) ? name : undefined
}

/** Times are the server's, month first and without a zone, which stands for UTC. */
export function auditTime(text: string | undefined): number | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2}),? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP])M)?/i.exec(
    text?.trim() ?? '',
  )
  if (!found) return undefined
  const [month, date, year, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const half = found[7]?.toUpperCase()
  const hours = half === 'P' && hour < 12 ? hour + 12 : half === 'A' && hour === 12 ? 0 : hour
  const time = Date.UTC(year < 100 ? 2000 + year : year, month - 1, date, hours, minute, second)
  return month < 1 || month > 12 || new Date(time).getUTCDate() !== date ? undefined : time
}

/** Something was refused or went wrong: by its category, its status, or its sentence. */
export const isFailure = (category: string, status: Json | undefined, text: string): boolean =>
  category === 'AZFAILURE' ||
  (typeof status === 'string' && /fail|denied|error/i.test(status)) ||
  status === 2 ||
  /\b(failed|failure|denied|not authorized|unauthorized|was refused|rejected|could not|unable to)\b/i.test(text)

export const serverName = (host: string | undefined): string =>
  host === undefined ? '' : (/^[\d.:]+$/.test(host) ? host : (host.split('.', 1)[0] ?? '')).toLowerCase().slice(0, 100)
