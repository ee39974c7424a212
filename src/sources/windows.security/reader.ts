// Windows event logs as every shipper sends them, for each source that reads some of their channels.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromObject, isEvent } from './objects.ts'
import { fromXml, isOpen, onOneLine } from './xml.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'the object is no Windows event: it has no id with a channel, a provider or a computer',
        field: 'EventID',
      }
    : { reason: 'the text holds no <Event> with an EventID' }

/** @param source the name that the events carry */
export function windowsReader(source: string): Source['read'] {
  const read = readerOf({
    isRecord: isEvent,
    whyNot,
    continues: (_, before) => isOpen(before),
    object: (found) => ok(toEvent(source, fromObject(found.value), found)),
    line(found) {
      const record = fromXml(found.original)
      return record ? ok(toEvent(source, record, found)) : fail(whyNot(found.original))
    },
  })
  return (record, received) => read(onOneLine(record), received)
}

/** Names of public rules that the event holds elsewhere. */
const inEvent: Readonly<Record<string, string>> = {
  EventID: 'event.code',
  Provider_Name: 'event.provider',
  Computer: 'host.name',
}

/** Where an event of a source holds what public rules call by the names of Windows. */
export const windowsFields =
  (source: string): NonNullable<Source['fieldPath']> =>
  (field) =>
    // A name with dots is ours, as ECS has it.
    /^\w+$/.test(field) ? (Object.hasOwn(inEvent, field) ? inEvent[field] : `${source}.${field}`) : undefined
