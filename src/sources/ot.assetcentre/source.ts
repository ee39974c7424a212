// FactoryTalk AssetCentre of Rockwell: its audit and event logs, and what FactoryTalk Diagnostics passes on.
// Columns and labels: rockwellautomation.com, "Audit messages parameter" and "Viewer message fields".
import type { Source } from '../../model/source.ts'
import { isRefused } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import { engineeringFacts, hasFailed } from '../ot/engineering.ts'
import { rowReader } from '../ot/reader.ts'
import { labelsIn, type Row } from '../ot/row.ts'

const name = 'ot.assetcentre'

export default {
  name,
  logsource: [{ product: 'factorytalk' }, { category: 'ot' }, { category: 'backup' }],
  read: rowReader({
    source: name,
    vendor: 'Rockwell Automation',
    product: 'FactoryTalk AssetCentre',
    server: 'assetcentre',
    programs: /factorytalk|assetcentre|rockwell|rssql|rna/i,
    needs: ['time', 'message'],
    columns: {
      id: ['recordid', 'id', 'logid'],
      time: ['timestmp', 'timestamp', 'occurredtime', 'datetime', 'time', 'eventtime', 'created'],
      server: ['server', 'servername', 'directory'],
      user: ['userfullname', 'username', 'user', 'userid'],
      station: ['location', 'workstation', 'computername', 'computer'],
      code: ['action', 'eventtype', 'category', 'provider'],
      program: ['provider', 'source', 'product'],
      thing: ['resource', 'editedobject', 'assetname', 'asset', 'schedulename'],
      from: ['oldvalue'],
      to: ['newvalue'],
      severity: ['severity', 'audience'],
      result: ['result', 'status', 'executionresult'],
      message: ['messagetext', 'message', 'description', 'text'],
    },
    refine,
    facts: (row, server) => policyFacts(row, server) ?? engineeringFacts(row, server),
    outcome: (row) => (hasFailed(row) || (row.result === undefined && isRefused(row.message)) ? 'failure' : 'success'),
  }),
} satisfies Source

/** The message of an audit entry holds labelled lines: what was edited, which property, from what to what. */
function refine(row: Row): Row {
  const labels = labelsIn(row.message)
  const of = (...names: readonly string[]): string | undefined => names.map((label) => labels.get(label)).find(Boolean)
  return {
    ...row,
    code: of('action') ?? row.code,
    thing: of('editedobject', 'schedule', 'schedulename', 'asset', 'assetname') ?? row.thing,
    from: of('oldvalue') ?? row.from,
    to: of('newvalue') ?? row.to,
    result: of('result', 'executionresult') ?? row.result,
  }
}

/** Without this policy nothing of all this is written. */
const auditPolicy = /audit changes to configuration and control system/i

function policyFacts({ message, to }: Row, server: string): Facts | undefined {
  if (!auditPolicy.test(message)) return undefined
  const off = /\b(?:disabled|off|false|0)\b/i.test(to ?? message.replace(auditPolicy, ''))
  return {
    action: 'audit-changed',
    resource: { type: 'trail', id: `${server}/audit-policy`, name: 'FactoryTalk audit policy' },
    changes: [{ setting: 'logging', to: off ? 'off' : 'on' }],
    detail: { scope: 'console', explicit: true },
  }
}
