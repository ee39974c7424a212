// What a schema cannot say of a mapping: words that must be ours, names that are taken, expressions that must hold.
import { nearest } from '../../lib/nearest.ts'
import { details } from '../../model/detail.ts'
import type { Mapping } from '../../model/mapping.ts'
import { isSetting, settings } from '../../model/setting.ts'
import { isVerb, verbs } from '../../model/verb.ts'

/** Tells a mistake at a path below the mapping. */
export type TellMapping = (path: readonly (string | number)[], message: string, hint?: string) => void

/** What only Lastcopy may say of itself. */
const own = /^(records-missing|source-silent)$/
const verbNames = Object.keys(verbs).filter((name) => !own.test(name))

const didYouMean = (word: string, known: readonly string[]): string | undefined => {
  const close = nearest(word, known)
  return close === undefined ? undefined : `did you mean ${close}?`
}

/** Tells every mistake of a mapping whose shape is right. @param taken names of sources that are there already */
export function checkMapping(mapping: Mapping, taken: readonly string[], tell: TellMapping): void {
  const { name, read, lines, events, zone } = mapping
  if (taken.includes(name) && name !== read)
    tell([], `there is a source "${name}" already`, 'give it a name of its own, such as acme.console')
  if (zone !== undefined && !/^(Z|[+-]\d\d:?\d\d)$/.test(zone)) tell(['zone'], 'must be an offset such as +01:00')
  if (lines && read !== 'generic.syslog') tell(['lines'], 'are for generic.syslog only')
  for (const [index, line] of (lines ?? []).entries()) {
    const trouble = troubleOf(line)
    if (trouble) tell(['lines', index], ...trouble)
  }
  for (const [index, { action, changes, detail, code }] of events.entries()) {
    const here = ['events', index] as const
    if (!isVerb(action) || own.test(action))
      tell(
        [...here, 'action'],
        `there is no verb "${action.slice(0, 60)}"`,
        didYouMean(action, verbNames) ?? 'docs/detections.md lists them',
      )
    if ([code].flat().some((one) => one.trim() === '')) tell([...here, 'code'], 'is empty')
    for (const [place, { setting }] of (changes ?? []).entries())
      if (!isSetting(setting))
        tell(
          [...here, 'changes', place, 'setting'],
          `there is no setting "${setting.slice(0, 60)}"`,
          didYouMean(setting, Object.keys(settings)) ?? 'docs/sources.md lists them',
        )
    for (const fact of Object.keys(detail ?? {}))
      if (!Object.hasOwn(details, fact))
        tell(
          [...here, 'detail', fact],
          'there is no such fact',
          didYouMean(fact, Object.keys(details)) ?? 'docs/facts.md lists them',
        )
  }
}

/** One that repeats what repeats itself can take longer than anyone waits. */
const nested = /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)\s*[+*{]/

function troubleOf(line: string): readonly [message: string, hint?: string] | undefined {
  try {
    new RegExp(line, 'u')
  } catch (cause) {
    return [`is no regular expression: ${(cause as Error).message.replace(/^Invalid regular expression: /, '')}`]
  }
  if (nested.test(line)) return ['repeats what repeats itself, which can take longer than anyone waits']
  return /\(\?<[A-Za-z]/.test(line) ? undefined : ['has no named group', 'such as (?<actor>\\S+)']
}
