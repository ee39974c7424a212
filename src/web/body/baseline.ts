// Reads a baseline as people hand it in: one JSON object a line, `{resource, setting, value, at}`.
import { isObject, type Json } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import { fail, ok, type Result } from '../../lib/result.ts'
import { isSetting, settings } from '../../model/setting.ts'
import type { BaselineEntry } from '../deps.ts'
import { type BadLine, readLines } from './lines.ts'

/** All of them, or every line that cannot be used (the first hundred). */
export const readBaseline = (text: string): Result<readonly BaselineEntry[], readonly BadLine[]> =>
  readLines(text, readLine)

function readLine(value: unknown): Result<BaselineEntry, string> {
  if (!isObject(value)) return fail('is no JSON object')
  const { resource, setting, at } = value
  if (typeof resource !== 'string' || resource === '')
    return fail('resource is missing: the id that events carry, such as an ARN')
  if (typeof setting !== 'string') return fail('setting is missing')
  if (!isSetting(setting)) {
    const close = nearest(setting, Object.keys(settings))
    return fail(`there is no setting "${setting.slice(0, 60)}"${close ? `; did you mean ${close}?` : ''}`)
  }
  if (value.value === undefined || value.value === null || isObject(value.value))
    return fail('value must be a number, a text or true or false')
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)))
    return fail('at must be an ISO time, such as 2026-01-31T12:00:00Z')
  return ok({ resource, setting, value: value.value as Json, at: new Date(Date.parse(at)).toISOString() })
}
