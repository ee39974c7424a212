// What the REST API tells: authorization requests, malware events, sessions and checks of best practice, as collectors write them.
import type { Json, JsonObject } from '../../lib/json.ts'
import { ok } from '../../lib/result.ts'
import { first, object, text } from '../kit/look.ts'
import type { FoundObject, Read } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { requested } from './approvals.ts'
import { eventOf, serverOf, snake } from './event.ts'
import { consoleOf, idOf, type Outcome, type Said, type VbrRecord } from './record.ts'

type Kind = 'AuthorizationEvent' | 'MalwareEvent' | 'Session' | 'BestPractice'

/** A field in the API's spelling or in the collectors': `createdBy`, `CreatedBy`. */
const get = (value: JsonObject, name: string): string | undefined =>
  text(first(value, name, `${name.charAt(0).toLowerCase()}${name.slice(1)}`, `${name}_s`, `${name}_t`))

/** Which kind of object it is; undefined for none. */
export function kindOf(value: JsonObject): Kind | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => get(value, name) !== undefined)
  if (has('CreatedBy', 'State', 'Name') && (has('ExpirationTime') || has('ProcessedTime'))) return 'AuthorizationEvent'
  if (has('DetectionTimeUtc', 'State') && (has('Severity') || has('Type'))) return 'MalwareEvent'
  if (has('SessionType', 'State') && has('CreationTime')) return 'Session'
  return has('BestPractice', 'Status') ? 'BestPractice' : undefined
}

/** Reads one. Times have no zone and are UTC. */
export function readRest({ value, original, created, received }: FoundObject): Read {
  const kind = kindOf(value) ?? 'Session'
  const host = get(value, 'VbrHostName')
  const fields = new Map<string, string>()
  const name = (field: string, held: string | undefined): void => void (held === undefined || fields.set(field, held))
  for (const [key, held] of Object.entries(value)) if (text(held) !== undefined) name(snake(key), text(held))
  name('UserName', get(value, 'CreatedBy') ?? get(value, 'InitiatedBy') ?? get(value, 'ProcessedBy'))
  const record: VbrRecord = {
    code: kind,
    fields,
    text: get(value, 'Name') ?? get(value, 'Details') ?? '',
    server: serverOf(host),
  }
  const times = ['ProcessedTime', 'DetectionTimeUtc', 'EndTime', 'CreationTime', 'TimeGenerated']
  return ok(
    eventOf(
      record,
      {
        original,
        created,
        received,
        time: times.map((field) => statedTime(get(value, field))).find((time) => time !== undefined),
        id: idFor(value),
        provider: 'Veeam REST API',
        host,
      },
      readers[kind](record, value),
    ),
  )
}

/** A request is listed again with each state; the one that ends it has the vendor's id alone. */
function idFor(value: JsonObject): string | undefined {
  const [id, state] = [get(value, 'Id'), get(value, 'State')?.toLowerCase()]
  if (id === undefined) return undefined
  return state === undefined || /approved|rejected|expired|created|stopped/.test(state) ? id : `${id}/${state}`
}

type Reader = (record: VbrRecord, value: JsonObject) => Said

const readers: Readonly<Record<Kind, Reader>> = {
  AuthorizationEvent: (record, value) => {
    const state = get(value, 'State')?.toLowerCase() ?? ''
    const operation = get(value, 'Name') ?? ''
    const isOff = /disable four-eyes/i.test(operation)
    const outcome: Outcome = /reject|expire|declin/.test(state)
      ? 'failure'
      : /approv/.test(state) && isOff
        ? 'success'
        : 'unknown'
    return requested(record, operation, undefined, outcome)
  },
  MalwareEvent: (record, value) => {
    const [id, name] = [get(value, 'MachineUuid') ?? get(value, 'MachineDisplayName'), get(value, 'MachineDisplayName')]
    return {
      action: 'other',
      resource: id === undefined ? consoleOf(record) : { type: 'vm', id: idOf(record, id), ...(name ? { name } : {}) },
    }
  },
  Session: (record, value) => {
    const result: Json = value.result ?? value.Result ?? ''
    const state = text(object(result).result) ?? text(result) ?? 'None'
    const name = get(value, 'Name')
    return {
      action:
        /restore/i.test(get(value, 'SessionType') ?? '') || /stopped/i.test(get(value, 'State') ?? '')
          ? 'job-finished'
          : 'other',
      resource: { type: 'job', id: idOf(record, get(value, 'JobId') ?? name ?? 'session'), ...(name ? { name } : {}) },
      outcome: /fail/i.test(state) ? 'failure' : /none/i.test(state) ? 'unknown' : 'success',
      detail: { state, run: true },
      ...(/fail/i.test(state) ? { error: state } : {}),
    }
  },
  BestPractice: (record) => ({ action: 'other', resource: consoleOf(record) }),
}
