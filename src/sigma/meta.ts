// What a rule says about itself: read with care for what is wrong, since people edit it by hand.
import { parseDuration } from '../lib/duration.ts'
import { isObject, type Json, type JsonObject, tellJson } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { type AlertClass, alertClasses, type OpenStateKind, openStateKinds, type Priority } from '../model/alert.ts'
import type { RuleBlock, RuleMeta } from '../model/rule.ts'
import type { LogSource } from '../model/source.ts'
import type { Complain } from './parse.ts'

const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
const priorities: readonly Priority[] = ['page-now', 'notify', 'queue']
const joins = ['resource', 'container', 'account', 'actor'] as const
const blockKeys = ['class', 'priority', 'summary', 'join', 'stage', 'state', 'wait', 'staged']
/** Of a correlation only: `links.ts` reads them. */
const correlationKeys = ['link', 'states']

/** The head of a document. A rule without an id goes by its file's name: contract, section 1. */
export function readMeta(value: JsonObject, file: string, complain: Complain): RuleMeta {
  const level = levels.find((known) => known === value.level)
  if (value.level !== undefined && value.level !== null && level === undefined)
    complain(`there is no level "${tellJson(value.level)}"`, ['level'], `one of ${levels.join(', ')}`)
  const block =
    value.lastcopy === undefined ? undefined : readBlock(value.lastcopy, value.correlation !== undefined, complain)
  return {
    id: typeof value.id === 'string' && value.id !== '' ? value.id : (file.split('/').at(-1) ?? file),
    title: text(value.title) ?? file,
    ...(text(value.description) === undefined ? {} : { description: text(value.description) ?? '' }),
    ...(level ? { level } : {}),
    ...(text(value.status) === undefined ? {} : { status: text(value.status) ?? '' }),
    tags: texts(value.tags),
    logsource: logSourceOf(value.logsource, complain),
    fields: texts(value.fields),
    falsepositives: texts(value.falsepositives),
    references: texts(value.references),
    file,
    ...(block ? { lastcopy: block } : {}),
  }
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value)
    ? (value as readonly Json[]).filter((entry) => entry !== null).map(tellJson)
    : typeof value === 'string'
      ? [value]
      : []

function logSourceOf(value: Json | undefined, complain: Complain): LogSource {
  if (!isObject(value)) return {}
  const found: Record<string, string> = {}
  for (const key of ['category', 'product', 'service'] as const) {
    const named = value[key]
    if (typeof named === 'string') found[key] = named.toLowerCase()
    else if (named !== undefined && named !== null) complain(`logsource.${key} is no text`, ['logsource', key])
  }
  return found
}

function readBlock(value: Json, correlates: boolean, complain: Complain): RuleBlock | undefined {
  if (!isObject(value)) {
    complain('lastcopy is no map', ['lastcopy'])
    return undefined
  }
  const keys = correlates ? [...blockKeys, ...correlationKeys] : blockKeys
  for (const key of Object.keys(value))
    if (!keys.includes(key)) {
      const guess = nearest(key, keys)
      complain(
        `lastcopy has no "${key}"`,
        ['lastcopy', key],
        guess ? `did you mean "${guess}"?` : `it has ${keys.join(', ')}`,
      )
    }
  // A correlation that only feeds another links its steps and opens no alert.
  if (correlates && Object.keys(value).every((key) => correlationKeys.includes(key))) return undefined
  const classes = Object.keys(alertClasses)
  const known = (key: string, choices: readonly string[], must: boolean): string | undefined => {
    const found = value[key]
    if (found === undefined && !must) return undefined
    if (typeof found === 'string' && choices.includes(found)) return found
    const guess = typeof found === 'string' ? nearest(found, choices) : undefined
    complain(
      `lastcopy.${key} is "${tellJson(found)}"`,
      ['lastcopy', key],
      guess ? `did you mean "${guess}"?` : `one of ${choices.join(', ')}`,
    )
    return undefined
  }
  const alertClass = known('class', classes, true)
  const priority = known('priority', priorities, true)
  const join = known('join', joins, false)
  const state = known('state', openStateKinds, false)
  const wait = value.wait === undefined ? undefined : parseDuration(tellJson(value.wait))
  if (wait?.ok === false) complain(`lastcopy.wait: ${wait.error}`, ['lastcopy', 'wait'])
  if (value.staged !== undefined && typeof value.staged !== 'boolean')
    complain(`lastcopy.staged is "${tellJson(value.staged)}"`, ['lastcopy', 'staged'], 'true or false')
  if (alertClass === undefined || priority === undefined) return undefined
  // What is on trial is seen, wakes nobody, and begins nothing that could.
  if (value.staged === true)
    return {
      class: alertClass as AlertClass,
      priority: 'queue',
      staged: true,
      ...(text(value.summary) === undefined ? {} : { summary: text(value.summary) ?? '' }),
      ...(join === undefined ? {} : { join: join as (typeof joins)[number] }),
    }
  return {
    class: alertClass as AlertClass,
    priority: priority as Priority,
    ...(text(value.summary) === undefined ? {} : { summary: text(value.summary) ?? '' }),
    ...(join === undefined ? {} : { join: join as (typeof joins)[number] }),
    ...(typeof value.stage === 'number' ? { stage: value.stage } : {}),
    ...(state === undefined ? {} : { state: state as OpenStateKind }),
    ...(wait?.ok ? { wait: wait.value } : {}),
  }
}
