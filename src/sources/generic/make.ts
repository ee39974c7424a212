// Sources that know a form and no vendor: as they are, and with what a site says of one console.
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Form, Mapping } from '../../model/mapping.ts'
import type { Reject, Source } from '../../model/source.ts'
import { headeredIn } from '../envelope/cef.ts'
import { type FoundLine, type Read, readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { type Ready, readyFrom } from './ready.ts'
import { lookIn, ofHeader, ofLine, ofObject } from './record.ts'
import { holds } from './spec.ts'

/** Without a word of the site everything is a plain event, but for what calls itself by one of our verbs. */
const plain = (read: Form): Mapping => ({ name: read, read, kind: 'console', fields: {}, events: [] })

export const genericSource = (form: Form): Source => ({ ...mapped(plain(form)), mapped })

function mapped(mapping: Mapping): Source {
  const ready = readyFrom(mapping)
  const [product = mapping.name, service = ''] = mapping.name.split('.')
  return {
    name: mapping.name,
    logsource: [{ product, ...(service ? { service } : {}) }, { category: 'backup' }],
    read: mapping.read === 'generic.json' ? objects(ready) : lines(ready),
  }
}

/**
 * An object is a record where it holds what the site asks for, or a name of an event. Where the whole holds none, each object in it
 * is one: a console that nobody described may call things as it likes.
 */
function objects(ready: Ready): Source['read'] {
  const { mapping } = ready
  const isAsked = holds(mapping.only)
  const isNamed = (value: JsonObject): boolean => ready.take.code(ofObject(value, undefined)) !== undefined
  const shape = (isRecord: (value: JsonObject) => boolean) =>
    readerOf({
      isRecord,
      whyNot: (value) => notAsked(mapping, value),
      object: (found) => ok(toEvent(ready, ofObject(found.value, found.syslog), found.value, found)),
    })
  const strict = shape(mapping.only ? (value) => isAsked((path) => lookIn(value, path)) : isNamed)
  if (mapping.only) return strict
  const any = shape(() => true)
  return (record, received) => {
    const reading = strict(record, received)
    if (reading.ok && reading.value.events.length > 0) return reading
    const loose = any(record, received)
    return loose.ok && loose.value.events.length > 0 ? loose : reading
  }
}

function lines(ready: Ready): Source['read'] {
  const { mapping } = ready
  const isAsked = holds(mapping.only)
  const expressions = (mapping.lines ?? []).map((line) => new RegExp(line, 'u'))
  const wanted = mapping.read === 'generic.syslog' ? undefined : mapping.read === 'generic.cef' ? 'cef' : 'leef'
  return readerOf({
    whyNot: (value) => notAsked(mapping, value),
    line(found: FoundLine): Read {
      const headered = wanted && headeredIn(found.original)
      if (wanted && headered?.form !== wanted)
        return fail({ reason: `the line holds no record in ${wanted.toUpperCase()}` })
      const { look, fields } = headered ? ofHeader(headered, found.syslog) : ofLine(found.syslog, expressions)
      return isAsked(look) ? ok(toEvent(ready, look, fields, found)) : fail(notAsked(mapping, found.original))
    },
  })
}

/** Names what the site asked for, so that a slip in the mapping is seen in the first dead letter. */
function notAsked({ name, only, read }: Mapping, value: Json): Reject {
  const [field] = Object.keys(only ?? {})
  if (field !== undefined)
    return { reason: `this is no record of ${name}: it does not hold what \`only\` asks for`, field }
  return isObject(value) && read !== 'generic.json'
    ? { reason: 'the object holds no line', field: 'message' }
    : { reason: 'the record is no object' }
}
