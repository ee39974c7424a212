// Whether an audit log is whole: every entry as it was written, each behind the one before, none missing, none too many.
import { isObject } from '../lib/json.ts'
import type { AuditHead } from '../model/audit.ts'
import { beginning, digestOf, hashOf } from './chain.ts'

export type AuditFault =
  | 'no-entry'
  | 'missing'
  | 'out-of-place'
  | 'not-linked'
  | 'changed'
  | 'personal-changed'
  | 'erased'
  | 'cut'

export interface AuditFinding {
  /** Where it lies in what was read, from 1; for what is not there, behind the last. */
  readonly line: number
  readonly seq?: number
  readonly fault: AuditFault
  readonly message: string
}

export interface AuditVerifier {
  /** The next entry as it was read. */
  take(entry: unknown): readonly AuditFinding[]
  /** What can only be said at the end. */
  end(): { readonly findings: readonly AuditFinding[]; readonly head: AuditHead; readonly entries: number }
}

/**
 * Reads entries in the order in which they lie.
 * @param kept a head that was kept elsewhere: its entry must still be there, so that a log cut behind it is noticed
 */
export function auditVerifier(kept?: string | AuditHead): AuditVerifier {
  const keptHash = typeof kept === 'string' ? kept : kept?.hash
  const keptSeq = typeof kept === 'string' ? undefined : kept?.seq
  let head = beginning
  let line = 0
  let met = keptHash === undefined || keptHash === beginning.hash
  /** Entries without their personal part, until a later one says that it was erased. */
  const bare = new Map<number, number>()
  return {
    take(entry) {
      line += 1
      const at = line
      if (!isEntry(entry)) return [{ line: at, fault: 'no-entry', message: 'is no entry of an audit log' }]
      const { seq } = entry
      const found: AuditFinding[] = []
      const tell = (fault: AuditFault, message: string): void => void found.push({ line: at, seq, fault, message })
      const wanted = head.seq + 1
      if (seq > wanted)
        tell(
          'missing',
          wanted === seq - 1 ? `entry ${wanted} is missing` : `entries ${wanted} to ${seq - 1} are missing`,
        )
      else if (seq < wanted) tell('out-of-place', `entry ${seq} stands behind entry ${head.seq}`)
      else if (entry.prev !== head.hash) tell('not-linked', `entry ${seq} does not continue entry ${head.seq}`)
      if (hashOf(entry) !== entry.hash) tell('changed', `entry ${seq} was changed`)
      if (entry.personal === undefined) bare.set(seq, at)
      else if (digestOf(entry.personal) !== entry.digest)
        tell('personal-changed', `who or what is named in entry ${seq} was changed`)
      if (entry.act === 'personal-data-erased') for (const erased of erasedBy(entry)) bare.delete(erased)
      met ||= entry.hash === keptHash && (keptSeq === undefined || keptSeq === seq)
      head = { seq, hash: entry.hash }
      return found
    },
    end() {
      const findings: AuditFinding[] = [...bare].map(([seq, at]) => ({
        line: at,
        seq,
        fault: 'erased',
        message: `who and what is named in entry ${seq} is gone, and no later entry says that it was erased`,
      }))
      if (!met)
        findings.push({
          line: line + 1,
          ...(keptSeq === undefined ? {} : { seq: keptSeq }),
          fault: 'cut',
          message: `the kept head ${keptHash} is not in the log: its end was cut off, or it was written anew`,
        })
      return { findings, head, entries: line }
    },
  }
}

interface Known {
  readonly seq: number
  readonly hash: string
  readonly prev: unknown
  readonly digest: unknown
  readonly personal?: unknown
  readonly act: unknown
  readonly detail?: unknown
}

const isEntry = (value: unknown): value is Known =>
  isObject(value) && Number.isSafeInteger(value.seq) && typeof value.hash === 'string'

/** `detail.entries`: the numbers of the entries whose personal part went. */
function erasedBy({ detail }: Known): readonly number[] {
  const entries = isObject(detail) ? detail.entries : undefined
  return Array.isArray(entries) ? entries.filter((seq): seq is number => typeof seq === 'number') : []
}
