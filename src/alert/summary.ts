// The one line of an alert: what, which copy, who, from where; safe to show anywhere.
import { at } from '../lib/path.ts'
import type { Event } from '../model/event.ts'
import type { RuleMeta } from '../model/rule.ts'
import { type Facts, factsOf } from './facts.ts'

const longestValue = 80
const longestSummary = 300

/**
 * The rule's own sentence filled from the event, or its title; what it leaves out of copy, actor and address is added.
 * @returns at most 300 characters without control or bidirectional characters
 */
export function summarize(rule: RuleMeta, event: Event): string {
  const facts = factsOf(event)
  const template = rule.lastcopy?.summary
  const filled = template === undefined ? undefined : fill(template, event)
  const what = filled ?? plain(rule.title, longestSummary)
  const parts = [what]
  const copy = tellResource(facts)
  const who = tellActor(facts)
  if (!names(what, facts.resource.name, facts.resource.id, copy)) parts.push(`on ${copy}`)
  // A silence or a gap that Lastcopy noticed is nobody's doing, as far as anybody knows.
  const doer = event.event.provider !== 'lastcopy' || event.backup?.actor !== undefined
  if (doer && !names(what, facts.actor.name, facts.actor.id, who)) parts.push(`by ${who}`)
  if (facts.address !== undefined && !names(what, facts.address)) parts.push(`from ${plain(facts.address)}`)
  return plain(`${rule.lastcopy?.staged ? 'On trial: ' : ''}${parts.join(' ')}`, longestSummary)
}

/** Text as one safe line: no control, format, bidirectional or broken characters, single spaces, cut at a whole character. */
export function plain(text: string, longest = longestValue): string {
  const head = text.length > longest * 4 ? text.slice(0, longest * 4) : text
  const clean = head
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Co}\p{Cn}]+/gu, ' ')
    .trim()
  if (clean.length <= longest && head.length === text.length) return clean
  return `${clean
    .slice(0, longest - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd()}…`
}

/** Undefined when a field that the sentence is built on is not there: half a sentence is worse than the title. */
function fill(template: string, event: Event): string | undefined {
  let whole = true
  const told = (path: string): string | undefined =>
    tell(changeValue(path, event) ?? at(event, path) ?? substitute(path, event))
  // Where from, and from what value, is not always known: the sentence does without.
  const sentence = template.replace(/,? from \{((?:source|backup\.change)\.\w+)\}/g, (phrase, path: string) =>
    told(path) === undefined ? '' : phrase,
  )
  const text = sentence.replace(/\{([\w.@-]+)\}/g, (_, path: string) => {
    const value = told(path)
    if (value === undefined) whole = false
    return value ?? ''
  })
  return whole ? plain(text, longestSummary) : undefined
}

const units: Readonly<Record<string, string>> = { d: 'day', versions: 'version' }

/** A setting's value as people say it: with its unit, and a date where the record has milliseconds. */
function changeValue(path: string, { backup }: Event): string | undefined {
  const side = /^backup\.change\.(from|to)$/.exec(path)?.[1]
  const { change } = backup ?? {}
  const value = side === 'from' ? change?.from : side === 'to' ? change?.to : undefined
  if (typeof value !== 'number' || !change) return undefined
  if (change.setting === 'lock-until') return new Date(Math.min(Math.max(value, 0), 8.64e15)).toISOString().slice(0, 10)
  const unit = units[change.unit ?? '']
  return unit === undefined ? undefined : `${value} ${unit}${value === 1 ? '' : 's'}`
}

/** Names that a person reads stand in for each other: a resource without a name is told by its id. */
function substitute(path: string, event: Event): unknown {
  if (path === 'backup.resource.name') return tellResource(factsOf(event))
  if (path === 'backup.actor.name' || path === 'user.name') return tellActor(factsOf(event))
  if (path === 'source.ip' || path === 'source.address') return factsOf(event).address ?? 'an unknown address'
  return undefined
}

/** A value as people say it; objects are not told: a page is no place for JSON. */
function tell(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : plain(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return undefined
  const told = value.flatMap((item) => tell(item) ?? [])
  if (told.length === 0) return undefined
  const head = told.slice(0, 3).join(', ')
  return told.length > 3 ? `${head} and ${told.length - 3} more` : head
}

const tellResource = ({ resource }: Facts): string => plain(resource.name || resource.id || resource.type)

const tellActor = ({ actor }: Facts): string => plain(actor.name || actor.id) || 'an unknown actor'

const names = (text: string, ...candidates: readonly (string | undefined)[]): boolean =>
  candidates.some((name) => name !== undefined && name !== '' && text.includes(plain(name)))
