// What becomes of the things that an array or an appliance keeps, where its log says so in a field or in a sentence of English.
import type { Change, Resource } from '../../model/event.ts'
import { nameBehind } from '../consoles/words.ts'
import { type Facts, listing } from '../kit/facts.ts'
import { daysIn } from '../kit/span.ts'
import { copying, type Given, locked, part, pointOf, retained, scheduled, whole } from './facts.ts'

/** `container` keeps data, a `point` is one state of it, a `plan` makes points, a `replication` copies them elsewhere. */
export interface Holding {
  readonly role: 'container' | 'point' | 'plan' | 'replication'
  /** Type of the resource. */
  readonly type: string
  /** What sentences call it, as alternatives of an expression. */
  readonly words: string
  /** A sentence that speaks of it. */
  readonly spoken: RegExp
}

export const holding = (role: Holding['role'], type: string, words: string): Holding => ({
  role,
  type,
  words,
  spoken: new RegExp(String.raw`\b(?:${words})\b`, 'i'),
})

export interface Said {
  readonly text: string
  /** Where a field says what was done. */
  readonly act?: Act | undefined
  readonly name?: string | undefined
  /** What a point is of, where a field or the sentence says it. */
  readonly of?: Resource | undefined
}

export type Act = 'deleted' | 'created' | 'changed' | 'restored' | 'off' | 'on'

const acts: readonly (readonly [Act, RegExp])[] = [
  ['restored', /\b(?:restor(?:e|ed|ing)|revert(?:ed)?|roll(?:ed)?[ -]?back|refresh(?:ed)?)\b/i],
  [
    'deleted',
    /\b(?:delet(?:e|ed|ing|ion)|remov(?:e|ed|ing|al)|destroy(?:ed)?|eras(?:e|ed)|purg(?:e|ed)|expired by user)\b/i,
  ],
  [
    'off',
    /\b(?:disabl(?:e|ed|ing)|paus(?:e|ed)|stop(?:ped)?|suspend(?:ed)?|turned off|switched off|unassign(?:ed)?|dissociat(?:e|ed)|break|broken|failed over)\b/i,
  ],
  ['on', /\b(?:enabl(?:e|ed|ing)|resum(?:e|ed)|turned on|switched on)\b/i],
  ['created', /\b(?:creat(?:e|ed|ing|ion)|add(?:ed)?|took|taken)\b/i],
  [
    'changed',
    /\b(?:modif(?:y|ied)|chang(?:e|ed)|updat(?:e|ed)|edit(?:ed)?|set|reduc(?:e|ed)|extend(?:ed)?|renam(?:e|ed))\b/i,
  ],
]

export const actIn = (text: string): Act | undefined =>
  acts.find(([, pattern]) => pattern.test(text.slice(0, 1_000)))?.[0]

/** What happened to a thing; undefined where nothing says what. */
export function holdingFacts(thing: Holding, said: Said, given: Given): Facts | undefined {
  const act = said.act ?? actIn(said.text)
  if (act === undefined) return undefined
  const name = said.name ?? nameBehind(said.text, thing.words)
  switch (thing.role) {
    case 'container':
      return ofContainer(part(given, thing.type, name ?? '?'), act, said.text)
    case 'point':
      return ofPoint({ holder: said.of ?? whole(given), name, type: thing.type }, act, said.text, given)
    case 'plan':
      return ofPlan(part(given, thing.type, name ?? '?'), act, said.text)
    case 'replication':
      return ofReplication(part(given, thing.type, name ?? '?'), act)
  }
}

/** Words for how long something is kept, or kept from deletion, and the length that stands behind them. */
interface Length {
  readonly spoken: RegExp
  readonly value: RegExp
}
const lengthOf = (words: string): Length => ({
  spoken: new RegExp(String.raw`\b(?:${words})\b`, 'i'),
  value: new RegExp(
    String.raw`\b(?:${words})\b.{0,160}?(?:\bfrom\s+"?(\d{1,5}\s*[a-z]*)"?\s+to\s+)?(?<![\w.-])"?(\d{1,5})\b"?\s*(hours?|days?|weeks?|months?|years?)?`,
    'i',
  ),
})
const keeps = lengthOf('retention|retain(?:ed)?|expiration|expiry|kept|keep')
const guards = lengthOf('immutab\\w*|WORM|file-?level retention|FLR|secure snapshots?|write once|data lock')

const mentions = (text: string, { spoken }: Length): boolean => spoken.test(text.slice(0, 1_000))

/** `retention changed from 30 days to 1 day`, `retention 14 days`; figures in names are none. */
function lengthChange(setting: string, text: string, { value }: Length): readonly Change[] {
  const found = value.exec(text.slice(0, 1_000).replace(/'[^']*'|"[^"\d][^"]*"/g, ''))
  const [from, to] = [daysIn(found?.[1], 1), daysIn(found?.[2] && `${found[2]} ${found[3] ?? 'days'}`)]
  return to === undefined ? [] : [{ setting, ...(from === undefined ? {} : { from }), to, unit: 'd' }]
}

/** A lock that is taken off, or a length that is set for it. */
function guarded(resource: Resource, act: Act, text: string): Facts | undefined {
  if (!mentions(text, guards)) return undefined
  if (act === 'off' || act === 'deleted') return locked(resource, 'off', 'weakened')
  const changes = lengthChange('lock-days', text, guards)
  if (act === 'on' && changes.length === 0) return locked(resource, 'governance')
  return { action: 'immutability-changed', resource, changes }
}

function ofContainer(resource: Resource, act: Act, text: string): Facts {
  if (act === 'created') return { action: 'repository-created', resource }
  if (act === 'restored') return { action: 'object-overwritten', resource, detail: { how: 'rewritten', restore: true } }
  const lock = guarded(resource, act, text)
  if (lock) return lock
  if (/\b(?:snapshot|protection) (?:schedule|policy|template)\b/i.test(text) && (act === 'off' || act === 'deleted'))
    return { action: 'policy-assigned', resource, changes: [{ setting: 'assignment', to: 'off' }] }
  if (act === 'deleted') return { action: 'repository-deleted', resource, detail: { permanent: true } }
  if (act === 'changed' && mentions(text, keeps))
    return { ...retained(resource, undefined), changes: lengthChange('retention', text, keeps) }
  return { action: 'repository-changed', resource }
}

interface Point {
  readonly holder: Resource
  readonly name: string | undefined
  readonly type: string
}

function ofPoint({ holder, name, type }: Point, act: Act, text: string, given: Given): Facts {
  if (act === 'restored')
    return { action: 'object-overwritten', resource: holder, detail: { how: 'rewritten', restore: true } }
  const resource = pointOf(given, holder, name, type)
  if (act === 'created') return { action: 'recovery-point-created', resource }
  const lock = act === 'deleted' ? undefined : guarded(resource, act, text)
  if (lock) return lock
  if (act === 'deleted') {
    const bulk = /\ball\b|\bsnapshots\b|\bitems\b/i.test(text)
    return { action: 'recovery-point-deleted', resource, detail: { permanent: true, ...(bulk ? { bulk: true } : {}) } }
  }
  if (mentions(text, keeps))
    return { ...retained(resource, undefined), changes: lengthChange('retention', text, keeps) }
  return { action: 'other', resource }
}

function ofPlan(resource: Resource, act: Act, text: string): Facts {
  const changes = lengthChange('retention', text, keeps)
  if (act === 'created') return { action: 'job-created', resource, changes }
  if (act === 'deleted') return { action: 'job-stopped', resource }
  if (act === 'off' || act === 'on') return scheduled(resource, act)
  if (changes.length > 0 || mentions(text, keeps)) return { action: 'retention-changed', resource, changes }
  return listing({ action: 'job-changed', resource })
}

const ofReplication = (resource: Resource, act: Act): Facts =>
  act === 'deleted' || act === 'off'
    ? copying(resource, 'off')
    : act === 'created' || act === 'on'
      ? copying(resource, 'on')
      : { action: 'job-changed', resource }
