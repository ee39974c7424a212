// What the product works with: proxies, servers, shares, hypervisors. What is taken out is no longer protected, or no longer helps.
import { edited, of, on, switched } from './parts.ts'
import { consoleOf, field, type Reader } from './record.ts'

const source = of('host', ['HostID', 'FileServerID', 'ServerID'], ['Name'])
const share = of('share', ['FileShareID'], ['Name'])
const helper = of(
  'service',
  ['ProxyID', 'AcceleratorID', 'ID', 'GatewayID', 'GatewayPoolID', 'ProviderID'],
  ['ProxyName', 'AcceleratorName', 'Name', 'GatewayName', 'GatewayPoolName', 'ProviderName'],
)

/** Whatever was protected there leaves every job. */
const sourceGone: Reader = on(source, 'selection-changed', () => switched('selection', 'off'))
const helperGone: Reader = on(helper, 'job-stopped')

/** A connection comes and goes; lost it is a failure of nobody's. */
const lost: Reader = (record) => ({
  action: 'other',
  resource: of('service', ['ObjectID', 'ProxyID', 'InfrastructureID'], ['ObjectName'])(record),
  outcome: 'failure',
  error: 'ConnectionLost',
})

export const infrastructure: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries([25700, 28500, 28850, 28950].map((code) => [code, sourceGone])),
  ...Object.fromEntries([24140, 24143, 27300, 27600, 27900, 28800].map((code) => [code, helperGone])),
  ...Object.fromEntries([25800, 28400, 28750, 28940].map((code) => [code, edited(source, 'other')])),
  ...Object.fromEntries([24131, 24142, 27200, 27500, 27800, 28700].map((code) => [code, edited(helper, 'other')])),
  ...Object.fromEntries([21214, 21224, 21234, 36300, 36500, 36700, 36800].map((code) => [code, lost])),
  28920: on(share, 'selection-changed', () => switched('selection', 'off')),
  28910: edited(share, 'other'),
  26510: (record) => ({
    action: 'other',
    resource: consoleOf(record),
    ...(field(record, 'MaintenanceMode')?.toLowerCase() === 'true' ? { detail: { maintenance: true } } : {}),
  }),
  43004: on(consoleOf, 'other', () => ({ detail: { maintenance: true } })),
  43006: on(consoleOf, 'other', () => ({ detail: { maintenance: true } })),
}
