// The schemas that several addresses share: alerts and events as their files say, and what is told and done about them.
import { readFileSync } from 'node:fs'
import { alertClasses, dispositions } from '../../model/alert.ts'
import { auditActs } from '../../model/audit.ts'
import { accessRoles, scopes } from '../../model/people.ts'
import { planKinds } from '../../model/plan.ts'
import { stateKinds } from '../../model/state.ts'
import { facetNames } from '../../model/store.ts'
import {
  all,
  anyObject,
  anything,
  componentsOf,
  counts,
  flag,
  list,
  number,
  object,
  only,
  ref,
  type Schema,
  text,
  time,
  told,
  whole,
  words,
} from './schema.ts'

const fileOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as Schema

export const statuses = words(['open', 'acknowledged', 'resolved', 'closed'])
export const priorities = words(['page-now', 'notify', 'queue'])
export const classes = words(Object.keys(alertClasses))
export const disposition = words(dispositions)
export const roles = words(accessRoles)
const vias = words(['console', 'api', 'link', 'hook', 'lastcopy'])

const action = object(
  {
    type: only('action'),
    id: text,
    act: words(['acknowledge', 'unacknowledge', 'note', 'close', 'reopen', 'assign', 'tick', 'untick']),
    alert: text,
    by: text,
    at: time,
  },
  {
    via: vias,
    stage: whole,
    dedupKey: text,
    pager: text,
    saidAt: time,
    text,
    step: text,
    disposition,
    assignee: text,
  },
)

const answered = object({ by: text, at: time, stage: whole, action: text }, { via: vias })

const proposer = object(
  { name: text },
  { person: text, hands: told(list(text), 'Others who could have done it in that name.') },
)

const plan = object(
  {
    id: text,
    site: text,
    kind: words(planKinds),
    status: words(['proposed', 'approved', 'rejected', 'withdrawn']),
    classes: list(classes),
    actions: list(text),
    actors: list(text),
    resources: list(text),
    from: time,
    to: time,
    reason: text,
    proposedBy: proposer,
    proposedAt: time,
  },
  { rules: told(list(text), 'Ids; only of a mute.'), count: whole, decidedBy: proposer, decidedAt: time, words: text },
)

const letter = object(
  {
    id: text,
    at: time,
    source: text,
    reason: text,
    position: object({ topic: text, partition: whole, offset: text }),
    received: time,
    sha256: text,
  },
  {
    again: told(text, 'The letter that came of putting it back: it was rejected again.'),
    field: text,
    part: whole,
    parts: list(anyObject),
    badParts: whole,
    key: text,
    tries: whole,
    before: text,
    shipped: anyObject,
    cut: flag,
    replayed: object({ at: time, by: text }),
  },
)

const account = object(
  {
    name: text,
    role: roles,
    status: words(['active', 'disabled']),
    createdAt: time,
    passwordAt: time,
    sessions: whole,
    factors: list(text),
  },
  { handed: told(object({ by: text, at: time }), 'Who gave it its password last, where that was somebody else.') },
)

const token = object(
  { id: text, name: text, role: roles },
  { owner: text, purpose: text, scopes: list(words(scopes)), expiresAt: time, createdAt: time, madeBy: text },
)

const auditEntry = object(
  {
    seq: whole,
    at: time,
    act: words([...new Set(auditActs)]),
    outcome: words(['done', 'refused']),
    digest: text,
    prev: text,
    hash: text,
  },
  { reason: text, detail: anyObject, personal: anyObject },
)

const stateLine = object(
  { kind: words(stateKinds), key: text, what: text },
  { site: text, since: time, until: time, entry: anything, words: list(text) },
)

const facetCount = object({ value: told(text, 'Empty: it has none.'), count: whole }, { label: text })

const readiness = object(
  {
    ready: flag,
    stages: list(
      object(
        {
          name: text,
          state: words(['starting', 'running', 'behind', 'failed', 'stopped']),
          behind: whole,
          lag: number,
        },
        { since: time, reason: text },
      ),
    ),
    problems: list(text),
  },
  { silent: list(text) },
)

export const components: Readonly<Record<string, Schema>> = {
  Problem: object(
    { error: told(text, 'In words, for people.') },
    {
      reason: told(text, 'One word, where somebody decided against it.'),
      lines: told(list(anyObject), 'Of a body of lines: which are wrong, and why.'),
    },
  ),
  ...componentsOf('Alert', fileOf('alert')),
  ...componentsOf('Event', fileOf('event')),
  History: object({
    pages: list(ref('Page')),
    deliveries: list(ref('Delivery')),
    actions: list(ref('Action')),
    decisions: list(ref('Decision')),
    rings: list(ref('Rings')),
  }),
  Action: action,
  Done: all(
    ref('Action'),
    object({}, { answered: ref('Answered'), first: told(flag, 'Whether this answer was the first.') }),
  ),
  Answered: answered,
  Plan: plan,
  DeadLetter: letter,
  Account: account,
  Token: token,
  Session: object(
    { id: text, account: text, createdAt: time, expiresAt: time },
    { way: text, from: text, agent: text, this: told(flag, 'The one that asks.') },
  ),
  AuditEntry: auditEntry,
  AuditHead: object({ seq: whole, hash: text }),
  StateLine: stateLine,
  Facets: object(Object.fromEntries(facetNames.map((name) => [name, list(facetCount)]))),
  Readiness: readiness,
  View: object({ name: text, query: told(text, 'The part of the address of the queue behind `?`.') }),
  Counts: counts(dispositions),
}
