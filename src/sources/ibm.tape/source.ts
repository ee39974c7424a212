// Tape libraries of IBM: TS4500, Diamondback, TS4300; events by syslog, events and tasks of the REST interface.
// https://www.ibm.com/docs/en/dtl, "Get events" and "Syslog notifications".
import type { Source } from '../../model/source.ts'
import { tapeReader } from '../tape/reader.ts'

const name = 'ibm.tape'

export default {
  name,
  logsource: [{ product: 'ibm', service: 'tape' }, { category: 'backup' }],
  read: tapeReader({ source: name, vendor: 'IBM', product: 'Tape Library' }),
} satisfies Source
