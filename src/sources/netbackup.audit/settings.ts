// Attributes of an audit record as settings, by the words in their names.
import type { Change } from '../../model/event.ts'
import { daysIn } from '../kit/span.ts'
import type { AuditRecord, Detail } from './record.ts'

/** From and to where a sentence has them: `changed from 2 weeks to 1 day`. */
const inText = /\bfrom ['"]?([^'"]{1,60}?)['"]? to ['"]?([^'".]{1,60})/i

/** Retention, its shortest value first. Without a unit the product counts days. */
export function retentionOf(record: AuditRecord): readonly Change[] {
  const said = inText.exec(record.text)
  const rows: readonly Detail[] = [
    ...record.details.filter(({ attribute }) => /retention|expir|keep/i.test(attribute)),
    ...(said && /retention|expir/i.test(record.text)
      ? [{ attribute: 'retention', from: said[1] ?? '', to: said[2] ?? '' }]
      : []),
  ]
  return rows.flatMap(({ attribute, from, to }): readonly Change[] => {
    const [before, after] = [lengthOf(from), lengthOf(to)]
    if (after === undefined || /level/i.test(attribute)) return []
    return [{ setting: 'retention', ...(before === undefined ? {} : { from: before }), to: after, unit: 'd' }]
  })
}

/** `2 weeks`, `2 Weeks (level 1)`, `infinity`, `30`, and an end as a date: no length. */
const lengthOf = (text: string): ReturnType<typeof daysIn> => daysIn(text.replace(/\s*\(.*$/, '').trim(), 1)

/** Whether the record speaks of retention at all, be it of a level that has a number and no length. */
export const speaksOfRetention = ({ details, text }: AuditRecord): boolean =>
  /retention/i.test(text) || details.some(({ attribute }) => /retention/i.test(attribute))

/** A switch among the attributes, or in the sentence: on, off, or not spoken of. */
export function switchOf(record: AuditRecord, words: RegExp): 'on' | 'off' | undefined {
  const row = record.details.find(({ attribute, from, to }) => words.test(attribute) && from !== to)
  const held = row?.to ?? (words.test(record.text) ? record.text : '')
  if (/\b(no|false|off|0|disabled?|inactive|deactivated|stopped|removed|suspended|paused)\b/i.test(held)) return 'off'
  return /\b(yes|true|on|1|enabled?|active|activated|started|resumed)\b/i.test(held) ? 'on' : undefined
}
