// A new detection: rule, cases and runbook that are whole from the first moment, on trial until somebody promotes it.
import { stringify } from 'yaml'
import { hashOf } from '../lib/hash.ts'
import type { AlertClass, Priority } from '../model/alert.ts'
import { type Verb, verbs } from '../model/verb.ts'

export interface Wanted {
  /** Of its three files, without an ending. */
  readonly name: string
  readonly title: string
  readonly verb: Verb
  readonly class: AlertClass
  /** What it will have once it is promoted. */
  readonly priority: Priority
  /** Where the schemas lie, as seen from the files: for editors. */
  readonly schemas: string
}

/** Texts of the three files by their endings. The id comes from the name, so that the same wish gives the same files. */
export function scaffold({
  name,
  title,
  verb,
  class: alertClass,
  priority,
  schemas,
}: Wanted): Readonly<Record<string, string>> {
  const hex = hashOf('detection', name, title)
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32).padEnd(12, '0')}`
  const rule = {
    title,
    id,
    status: 'experimental',
    description: `Says that ${verbs[verb]}. Write here what it means, and what it misses.`,
    references: ['https://attack.mitre.org/techniques/T1490/'],
    tags: ['attack.impact', 'attack.t1490'],
    logsource: { category: 'backup' },
    detection: { happened: { 'event.action': verb, 'event.outcome': 'success' }, condition: 'happened' },
    falsepositives: ['Say how it looks when it is none, as it really occurs'],
    fields: ['event.code', 'backup.resource.id', 'backup.actor.name', 'source.address'],
    level: priority === 'page-now' ? 'critical' : priority === 'notify' ? 'medium' : 'low',
    lastcopy: {
      class: alertClass,
      priority,
      staged: true,
      summary: `${title}: {backup.resource.name} by {backup.actor.name} from {source.address}`,
    },
  }
  const act = {
    event: { action: verb, code: 'x' },
    backup: {
      actor: { id: 'alice', name: 'alice', kind: 'person' },
      resource: { type: 'repository', id: 'r-1', name: 'nightly-backup' },
    },
  }
  const cases = {
    records: { act },
    cases: [
      {
        name: 'It happened',
        steps: [{ at: '0s', event: 'act' }],
        // On trial it stands in the queue; once promoted, its own priority stands here.
        expect: [{ priority: 'queue', rule: id, step: 1 }],
      },
      {
        name: 'It was refused',
        steps: [{ at: '0s', event: 'act', set: { event: { outcome: 'failure' } } }],
        nothing: true,
      },
    ],
  }
  const schemaLine = (of: string): string => `# yaml-language-server: $schema=${schemas}/${of}.schema.json\n`
  return {
    '.yml': `${schemaLine('detection')}# ${title}. On trial: take \`staged\` out to promote it.\n${stringify(rule, { lineWidth: 130 })}`,
    '.test.yml': `${schemaLine('rule-cases')}# What must alert, what must not, and the boundary between them. Add raw records of your sources.\n${stringify(cases, { lineWidth: 130 })}`,
    '.md': runbook(title),
  }
}

const runbook = (title: string): string => `# ${title}

1. Ask the person named in the page, by phone, whether this was them. Do not use mail or chat.
2. If nobody stands by it: disable that account's keys and sessions.
3. Say here what stops the damage first, in one sentence that fits a phone.

## What happened

What it means, for somebody who does not know this system.

## Decide

- When it is fine, and how one sees that.
- When it is an attack.

## Contain

What keeps it from getting worse.

## Revert

How it is undone.

## Verify

How one sees that it is undone.

## Who to tell

Roles, not names.

## What usually comes next

What an attacker does after this, and where one would see it.
`
