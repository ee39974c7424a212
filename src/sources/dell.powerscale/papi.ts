// Which reader a call of OneFS's platform API goes to, by its path. Dell, "PowerScale OneFS API Reference".
import type { Facts } from '../kit/facts.ts'
import type { PapiCall, Reader } from './call.ts'
import {
  gone,
  quota,
  replication,
  schedule,
  service,
  snapshot,
  snapshotLock,
  snapshotSettings,
  syncJob,
  syncTarget,
  way,
  worm,
  wormClock,
} from './copies.ts'
import {
  audit,
  factor,
  firewall,
  group,
  joined,
  keys,
  maintained,
  role,
  shell,
  support,
  time,
  timeServers,
  user,
} from './system.ts'

/** The narrowest first. */
const paths: readonly (readonly [RegExp, Reader])[] = [
  [/^snapshot\/snapshots\/[^/]+\/locks/, snapshotLock],
  [/^snapshot\/snapshots(\/|$)/, snapshot],
  [/^snapshot\/schedules(\/|$)/, schedule],
  [/^snapshot\/settings/, snapshotSettings],
  [/^snapshot\/writable/, gone('repository-deleted', 'share', 'writable-snapshot')],
  [/^worm\/domains(\/|$)/, worm],
  [/^worm\/settings/, wormClock],
  [/^sync\/policies(\/|$)|^datamover\/policies(\/|$)/, replication],
  [/^sync\/target(s|\/)/, syncTarget],
  [/^sync\/jobs(\/|$)|^datamover\/jobs(\/|$)/, syncJob],
  [/^sync\/settings/, service('SyncIQ')],
  [/^protocols\/ndmp\/settings/, service('NDMP')],
  [/^quota\/quotas(\/|$)/, quota],
  [
    /^protocols\/(smb\/shares|nfs\/exports|nfs\/aliases|s3\/buckets|hdfs\/racks)(\/|$)/,
    (call) => way({ ...call, names: call.names.slice(1) }),
  ],
  [/^protocols\/(smb|nfs|s3)\/settings\/global/, service('protocols')],
  [/^cloud\/(pools|accounts)(\/|$)/, gone('repository-deleted', 'repository', 'cloud')],
  [/^storagepool\/(nodepools|tiers)(\/|$)/, gone('repository-deleted', 'pool', 'pool')],
  [/^zones(\/|$)/, (call) => gone('parent-deleted', 'svm', 'zone')({ ...call, names: call.path.split('/').slice(1) })],
  [/^auth\/users(\/|$)/, user],
  [/^auth\/roles(\/|$)/, role],
  [/^auth\/groups(\/|$)/, group],
  [/^auth\/(providers\/)?duo|^auth\/settings\/mfa|^auth\/mfa/, factor],
  [/^auth\/providers\/(ads|ldap|nis|krb5|saml-services)/, joined],
  [/^audit\/(settings|topics)/, audit],
  [/^cluster\/time(?!zone)/, time],
  [/^protocols\/ntp\/servers/, (call) => timeServers({ ...call, names: call.names.slice(1) })],
  [/^protocols\/ssh|^security\/ssh/, shell],
  [/^network\/firewall/, firewall],
  [/^(esrs|supportassist|connectivity)/, support],
  [/^keymanager/, keys],
  [/^upgrade\/cluster/, maintained],
]

/** The facts of a call; one that only looks is `read`. */
export function papiFacts(call: PapiCall): Facts {
  if (/^(GET|HEAD|OPTIONS)$/.test(call.method)) return { action: 'read' }
  return paths.find(([form]) => form.test(call.path))?.[1](call) ?? { action: 'other' }
}
