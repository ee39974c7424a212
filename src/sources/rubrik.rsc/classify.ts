// What an event of Rubrik means: by its name, or where a page of activities has none, by its words.
import type { Facts } from '../kit/facts.ts'
import { peopleRules } from './people.ts'
import { platformRules } from './platform.ts'
import { protectionRules } from './protection.ts'
import type { RubrikRecord } from './record.ts'

export interface Told extends RubrikRecord {
  /** What the message names: `who`, `name`, `cluster`, `target`, `from`, `to`, `action`. */
  readonly said: Readonly<Record<string, string>>
}

export interface Rule {
  readonly name: RegExp
  /** The message, with what it names in groups. */
  readonly words: RegExp
  read(told: Told): Facts
}

const rules: readonly Rule[] = [...protectionRules, ...platformRules, ...peopleRules]

export function classify(record: RubrikRecord): { readonly facts: Facts; readonly who: string } {
  const rule = rules.find(({ name, words }) =>
    record.name === '' ? words.test(record.message.slice(0, 4_000)) : name.test(record.name),
  )
  const said = rule?.words.exec(record.message.slice(0, 4_000))?.groups ?? {}
  const who = said.who ?? /^([\w.+-]+@[\w.-]+) /.exec(record.message)?.[1] ?? ''
  if (!rule)
    return {
      facts: {
        action: /^(index|backup|snapshot|replication|archive|maintenance)$/i.test(record.type)
          ? 'job-finished'
          : 'other',
      },
      who,
    }
  return { facts: rule.read({ ...record, said }), who }
}
