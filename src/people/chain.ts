// The audit log's chain: an entry gets its number, the digest of what is personal in it, and a hash over the one before.
import { hash } from 'node:crypto'
import { canonical } from '../lib/json.ts'
import type { AuditDraft, AuditEntry, AuditHead } from '../model/audit.ts'

/** Before the first entry. */
export const beginning: AuditHead = { seq: 0, hash: '0'.repeat(64) }

/** The entry that stands behind `head`. */
export function seal(draft: AuditDraft, head: AuditHead): AuditEntry {
  const { personal, ...open } = draft
  const bound = { ...open, seq: head.seq + 1, digest: digestOf(personal), prev: head.hash }
  return { ...bound, personal, hash: hashOf(bound) }
}

/** SHA-256 over the canonical text, in hexadecimal. */
export const digestOf = (value: unknown): string => hash('sha256', canonical(value))

/** Over every field but the personal ones, whose digest is among the others, and the hash itself: also fields that nobody knows. */
export function hashOf(entry: object): string {
  const { hash: _, personal: __, ...bound } = entry as Partial<AuditEntry>
  return digestOf(bound)
}
