// VMware ESXi: syslog of a host, in the layouts of versions 6 to 8, as it left the host and as relays pass it on.
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { fromLine } from './line.ts'

export default {
  name: 'vmware.esxi',
  logsource: [
    { product: 'vmware', service: 'esxi' },
    { product: 'esxi' },
    { product: 'linux', category: 'process_creation' },
    { category: 'backup' },
  ],
  fieldPath: (field) =>
    /^(CommandLine|Image)$/.test(field)
      ? field === 'Image'
        ? 'vmware.esxi.program'
        : 'vmware.esxi.command'
      : undefined,
  read: readerOf({
    line(found) {
      const record = fromLine(found.syslog, found.received)
      return record ? ok(toEvent(record, found)) : fail({ reason: 'the line is empty behind its header' })
    },
    whyNot: () => ({ reason: 'the object holds no line of a log', field: 'message' }),
  }),
} satisfies Source
