// Keycloak and Red Hat build of Keycloak: events of users, acts of administrators, and the rest of the server's log.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { at, first, text } from '../kit/look.ts'
import { readerOf } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { toEvent } from './event.ts'
import { fromLine } from './line.ts'
import { fromApi, fromMessage, isEvent, loggerOf } from './record.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? { reason: 'the object is neither an event of Keycloak nor a line of its log', field: 'type' }
    : { reason: 'the line is none of Keycloak: it has neither a logger in brackets nor the type of an event' }

export default {
  name: 'keycloak.events',
  logsource: [{ product: 'keycloak' }, { category: 'backup' }],
  read: readerOf({
    isRecord: (value) => isEvent(value) || loggerOf(value) !== undefined,
    whyNot,
    continues: (line) => /^(Caused by:|Suppressed:|\.\.\. \d+ more|at [\w.$]+\()/.test(line),
    object(found) {
      const { value } = found
      const logger = loggerOf(value)
      if (logger === undefined) return ok(toEvent(fromApi(value), found))
      const host = text(first(value, 'host.hostname', 'host.name', 'hostName') ?? at(value, 'host.hostname')) ?? ''
      const time = statedTime(first(value, '@timestamp', 'timestamp'))
      return ok(toEvent(fromMessage(text(value.message) ?? '', logger, { time, host }), found))
    },
    line(found) {
      const record = fromLine(found)
      return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
    },
  }),
} satisfies Source
