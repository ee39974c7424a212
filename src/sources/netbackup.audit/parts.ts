// What readers of NetBackup's audit share: things by the name in the sentence, and what begins or ends.
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'
import type { AuditRecord } from './record.ts'

export type Reader = (record: AuditRecord) => Facts

export const idOf = ({ server }: AuditRecord, kind: string, name: string): string =>
  `${server === '' ? 'netbackup' : server}/${kind}/${name.toLowerCase()}`

/** What the sentence names in quotes, else behind the kind's own words: `Storage unit stu_1 was deleted`. */
export function nameIn(text: string): string | undefined {
  const quoted = /(?:^|[\s(:])['"]([^'"]{1,300})['"]/.exec(text)?.[1]
  if (quoted !== undefined) return quoted
  return /^(?:[A-Z][a-z]+ )?(?:policy|image|unit|server|pool|level|group|plan|hold|user|role|key|host|client|backup|policy:|name:)[:\s]+([^\s,;'"]{1,200})/i.exec(
    text,
  )?.[1]
}

export const consoleOf = (record: AuditRecord): Resource => {
  const id = record.server === '' ? 'netbackup' : record.server
  return { type: 'console', id, name: id }
}

export const thing =
  (type: string, kind = type) =>
  (record: AuditRecord): Resource => {
    const name = nameIn(record.text) ?? `unnamed ${type}`
    return { type, id: idOf(record, kind, name), name }
  }

export const off = (setting: string): Pick<Facts, 'changes'> => ({
  changes: [{ setting, to: 'off', direction: 'weakened' }],
})
export const on = (setting: string): Pick<Facts, 'changes'> => ({
  changes: [{ setting, to: 'on', direction: 'strengthened' }],
})

export const isEnd = ({ action, text }: AuditRecord): boolean =>
  /^(DELETE|REMOVE|PURGE|DECOMMISSION)/.test(action) || (action === '' && /\b(deleted|removed)\b/i.test(text))
export const isStart = ({ action }: AuditRecord): boolean => /^(CREATE|ADD)/.test(action)
