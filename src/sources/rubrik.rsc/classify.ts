// What an event of Rubrik means: by its name, or where a page of activities has none, by its words.
import type { Facts } from '../kit/facts.ts'
import { peopleRules } from './people.ts'
import { platformRules } from './platform.ts'
import { protectionRules } from './protection.ts'
import { of } from './readers.ts'
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
  const rule =
    record.name === '' ? rules.find(({ words }) => words.test(record.message.slice(0, 4_000))) : ruleNamed(record.name)
  const said = rule?.words.exec(record.message.slice(0, 4_000))?.groups ?? {}
  const who = said.who ?? /^([\w.+-]+@[\w.-]+) /.exec(record.message)?.[1] ?? ''
  if (!rule) return { facts: ofType(record), who }
  return { facts: rule.read({ ...record, said }), who }
}

const known = new Map<string, Rule | undefined>()

/** The same names come again and again; a flood of new ones is not kept. */
function ruleNamed(given: string): Rule | undefined {
  if (known.has(given)) return known.get(given)
  const rule = rules.find(({ name }) => name.test(given))
  if (known.size < 5_000 && given.length < 200) known.set(given, rule)
  return rule
}

/** What no rule knows is told by its type; of what still runs nothing has ended. */
function ofType(record: RubrikRecord): Facts {
  const { type, status, name, message } = record
  if (!/^recovery$/i.test(type))
    return {
      action: /^(index|backup|snapshot|replication|archive|maintenance)$/i.test(type) ? 'job-finished' : 'other',
    }
  const begun = /^(queued|running|taskrunning|canceling)$/i.test(status.replace(/[_\s-]/g, '')) || /Started$/.test(name)
  const test = /test (?:failover|recovery)/i.test(message)
  return {
    action: begun ? 'other' : test ? 'restore-tested' : 'job-finished',
    resource: of(test ? 'restore-test' : 'job', { ...record, said: {} }),
    detail: { restore: true },
  }
}
