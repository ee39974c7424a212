// octoplant (versiondog) of AUVESY-MDT: jobs, components and versions of a plant's programs, and who changed them.
import type { Source } from '../../model/source.ts'
import { isRefused } from '../consoles/words.ts'
import { engineeringFacts, hasFailed } from '../ot/engineering.ts'
import { rowReader } from '../ot/reader.ts'

const name = 'ot.octoplant'

export default {
  name,
  logsource: [{ product: 'octoplant' }, { category: 'ot' }, { category: 'backup' }],
  read: rowReader({
    source: name,
    vendor: 'AUVESY-MDT',
    product: 'octoplant',
    server: 'octoplant',
    programs: /octoplant|versiondog|vdog/i,
    needs: ['time', 'message'],
    columns: {
      id: ['eventid', 'id', 'recordid', 'entryid'],
      time: ['timestamp', 'time', 'datetime', 'date', 'starttime', 'executiontime', 'zeitpunkt', 'datum'],
      server: ['server', 'servername', 'archive', 'hostname'],
      user: ['user', 'username', 'useraccount', 'benutzer', 'operator'],
      station: ['clientip', 'ipaddress', 'ip', 'client', 'computer', 'computername', 'rechner'],
      code: ['event', 'eventtype', 'action', 'type', 'ereignis', 'aktion'],
      program: ['source', 'module', 'application', 'quelle', 'modul'],
      thing: ['jobname', 'job', 'componentpath', 'component', 'path', 'komponente', 'auftrag'],
      from: ['oldvalue', 'before', 'alterwert'],
      to: ['newvalue', 'after', 'neuerwert'],
      severity: ['severity', 'level', 'loglevel'],
      result: ['result', 'status', 'state', 'ergebnis'],
      message: ['message', 'text', 'description', 'comment', 'details', 'meldung', 'beschreibung', 'event', 'result'],
    },
    facts: engineeringFacts,
    outcome: (row) => (hasFailed(row) || (row.result === undefined && isRefused(row.message)) ? 'failure' : 'success'),
  }),
} satisfies Source
