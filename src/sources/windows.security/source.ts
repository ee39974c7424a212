// Windows event logs of every channel: Winlogbeat, NXLog, XML as forwarders send it, JSON of evtx tools, flat JSON.
import { isObject, type Json } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Reject, Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromObject, isEvent } from './objects.ts'
import { fromXml, onOneLine } from './xml.ts'

const whyNot = (value: Json): Reject =>
  isObject(value)
    ? {
        reason: 'the object is no Windows event: it has no id with a channel, a provider or a computer',
        field: 'EventID',
      }
    : { reason: 'the text holds no <Event> with an EventID' }

const read = readerOf({
  isRecord: isEvent,
  whyNot,
  object: (found) => ok(toEvent(fromObject(found.value), found)),
  line(found) {
    const record = fromXml(found.original)
    return record ? ok(toEvent(record, found)) : fail(whyNot(found.original))
  },
})

const services = [
  'security',
  'system',
  'application',
  'powershell',
  'powershell-classic',
  'sysmon',
  'taskscheduler',
  'firewall-as',
  'smbserver-connectivity',
]
const categories = [
  'process_creation',
  'ps_script',
  'ps_module',
  'ps_classic_script',
  'registry_set',
  'file_delete',
  'file_event',
  'create_remote_thread',
]

/** Names of public rules that the event holds elsewhere. */
const inEvent: Readonly<Record<string, string>> = {
  EventID: 'event.code',
  Provider_Name: 'event.provider',
  Computer: 'host.name',
  Channel: 'windows.security.Channel',
}

export default {
  name: 'windows.security',
  logsource: [
    ...services.map((service) => ({ product: 'windows', service })),
    ...categories.map((category) => ({ product: 'windows', category })),
    { category: 'backup' },
  ],
  fieldPath: (field) =>
    // A name with dots is ours, as ECS has it.
    /^\w+$/.test(field) ? (Object.hasOwn(inEvent, field) ? inEvent[field] : `windows.security.${field}`) : undefined,
  read: (record, received) => read(onOneLine(record), received),
} satisfies Source
