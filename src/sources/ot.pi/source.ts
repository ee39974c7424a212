// AVEVA PI (OSIsoft): the audit database and the message log of the PI Data Archive, as exports, scripts and Windows give them.
import type { JsonObject } from '../../lib/json.ts'
import { fail, ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { isRefused } from '../consoles/words.ts'
import { type Rows, rowReader } from '../ot/reader.ts'
import { piFacts } from './facts.ts'
import { asRecord } from './xml.ts'

const name = 'ot.pi'

const rows: Rows = {
  source: name,
  vendor: 'AVEVA',
  product: 'PI Data Archive',
  server: 'pi',
  programs: /^(?:pi(?:arch|base|snap|backup|msg|netmgr|upd|sql|shut|lic|af)\w*|PI[ -]|OSIsoft|AVEVA)/i,
  needs: ['time', 'program'],
  columns: {
    id: ['auditrecordid', 'recordid'],
    time: ['timestamputc', 'timestamp', 'pitime', 'utcseconds', 'messagetime', 'time'],
    server: ['server', 'piserver', 'iphost', 'machinename', 'processhost'],
    user: [
      'username',
      'piuser',
      'processosuser',
      'originatingosuser',
      'osuser',
      'user',
      'processpiuser',
      'originatingpiuser',
    ],
    station: ['originatinghost', 'clientaddress', 'ipaddress'],
    code: ['messageid', 'action', 'id'],
    program: ['processname', 'program', 'programname', 'source', 'database', 'table'],
    thing: ['objectname', 'name', 'pointname', 'tag'],
    from: ['valuebefore', 'before', 'oldvalue'],
    to: ['valueafter', 'after', 'newvalue'],
    severity: ['severity', 'priority'],
    message: ['message', 'text', 'changes'],
  },
  facts: piFacts,
  outcome: (row) =>
    /^editattempt$/i.test(String(row.fields.Action ?? '')) ||
    isRefused(row.message) ||
    /^(?:error|critical)$/i.test(row.severity ?? '')
      ? 'failure'
      : 'success',
}

const read = rowReader(rows)

export default {
  name,
  logsource: [
    { product: 'osisoft', service: 'pi' },
    { product: 'aveva', service: 'pi' },
    { category: 'ot' },
    { category: 'backup' },
  ],
  read(record, received) {
    const found = asRecord(record)
    if (found === undefined) return read(record, received)
    const readings = found.map((one: JsonObject) => read(Buffer.from(JSON.stringify(one)), received))
    const events = readings.flatMap((one) => (one.ok ? one.value.events : []))
    const rejects = readings.flatMap((one, part) => (one.ok ? one.value.rejects : [{ ...one.error, part }]))
    const [only] = rejects
    return events.length === 0 && rejects.length === 1 && only ? fail(only) : ok({ events, rejects })
  },
} satisfies Source
