// Further backup consoles, appliances and arrays as their audit logs come: one act of somebody each.
import type { JsonObject } from '../../../src/lib/json.ts'
import { iso, isoSeconds, jsonLine, type Line, serial } from './line.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')
const dayOf = (at: number): string =>
  `${two(new Date(at).getUTCDate())} ${months[new Date(at).getUTCMonth()]} ${new Date(at).getUTCFullYear()}`
/** `Mar  2 09:00:00`. */
const bsd = (at: number): string =>
  `${months[new Date(at).getUTCMonth()]} ${String(new Date(at).getUTCDate()).padStart(2)} ${iso(at).slice(11, 19)}`
/** `03/02/2026 09:00:00`. */
const american = (at: number): string =>
  `${iso(at).slice(5, 7)}/${iso(at).slice(8, 10)}/${iso(at).slice(0, 4)} ${iso(at).slice(11, 19)}`

/** An entry of Commvault's audit trail. */
export const commvault = (at: number, who: string, operation: string, details: string): Line => ({
  source: 'commvault.audit',
  at,
  text: `<134>${bsd(at)} commserve01 AuditTrail: Opid = {${serial(at, operation, details) % 100_000}} Audittime = {${dayOf(at)} ${iso(at).slice(11, 19)}} Severitylevel = {High} Commcellname = {commserve01} Username = {${who}} Operation = {${operation}} Details = {${details}} Companyname = {Acme}`,
})

/** An entry of NetBackup's audit report by syslog. */
export const netbackup = (at: number, who: string, category: string, action: string, description: string): Line => ({
  source: 'netbackup.audit',
  at,
  text: `<134>${bsd(at)} nbu-primary nbaudit[4242]: DATE: ${american(at)}; USER: ${who}; CATEGORY: ${category}; ACTION: ${action}; REASON: ; DESCRIPTION: ${description}`,
})

export const cohesity = (
  at: number,
  who: string,
  type: string,
  name: string,
  action: string,
  description: string,
): Line => ({
  source: 'cohesity.audit',
  at,
  text: `<14>${bsd(at)} ham-coh01 cluster_audit: ${JSON.stringify({
    Timestamp: iso(at),
    AttributeMap: {},
    EntityType: type,
    EntityId: String(serial(type, name) % 1000),
    EntityName: name,
    User: who,
    Domain: 'local',
    Action: action,
    Description: `${who}@local ${description}`,
    ClusterInfo: 'ClusterName: ham-coh01, ClusterId: 175524',
  })}`,
})

/** A webhook of Rubrik's cloud. @param event `SlaModification.SLAModificationSucceeded` */
export const rubrik = (at: number, event: string, summary: string, more: JsonObject = {}): Line =>
  jsonLine('rubrik.rsc', at, {
    summary,
    source: 'Rubrik Security Cloud',
    severity: 'info',
    timestamp: iso(at),
    class: event.split('.')[0] ?? '',
    custom_details: {
      seriesId: `s-${serial(at, summary)}`,
      id: `e-${serial(at, summary)}`,
      type: 'Audit',
      objectId: '',
      objectName: '',
      objectType: '',
      status: 'Success',
      clusterId: '',
      clusterName: '',
      eventName: event,
      errorId: '',
      errorCode: '',
      auditUserName: '',
      auditUserId: '',
      location: '',
      customerID: 'acme',
      ...more,
    },
  })

/** A call of Google Cloud's admin activity log. */
export const gcp = (
  at: number,
  { name, address }: { readonly name: string; readonly address: string },
  service: string,
  method: string,
  resource: string,
  request?: JsonObject,
  more: JsonObject = {},
): Line =>
  jsonLine('gcp.audit', at, {
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      status: {},
      authenticationInfo: { principalEmail: name },
      requestMetadata: { callerIp: address, callerSuppliedUserAgent: 'google-cloud-sdk gcloud/548.0.0' },
      serviceName: `${service}.googleapis.com`,
      methodName: method,
      authorizationInfo: [{ resource, permission: 'x.y.z', granted: true }],
      resourceName: resource,
      ...(request === undefined ? {} : { request }),
      ...more,
    },
    insertId: `ins${serial(at, method, resource)}`,
    resource: { type: 'audited_resource', labels: { project_id: 'acme-backup' } },
    timestamp: iso(at),
    severity: 'NOTICE',
    logName: 'projects/acme-backup/logs/cloudaudit.googleapis.com%2Factivity',
  })

/** A command on a Data Domain. */
export const dataDomain = (at: number, who: string, address: string, command: string): Line => ({
  source: 'dell.datadomain',
  at,
  text: `<134>${bsd(at)} dd01 sms: {epoch=${Math.floor(at / 1000)};id='AUDIT-SMS_MTREE-00005';desc='${command}';level=6;user='${who}';role='admin';app='AUDIT-SMS';client_ip='${address}';product='Data Domain';}`,
})

/** A command on a FlashArray. */
export const flashArray = (
  at: number,
  who: string,
  address: string,
  command: string,
  subcommand: string,
  words: string,
): Line => ({
  source: 'purestorage.flasharray',
  at,
  text: `<182>${bsd(at)} pa01 purity.audit[4711]: Array name: 'pa01' User: '${who}' User Interface: 'CLI' IP Address: '${address}' Command: '${command}' Subcommand: '${subcommand}' Arguments: '${words}' UTC Time: '${new Date(at).getUTCFullYear()} ${months[new Date(at).getUTCMonth()]} ${two(new Date(at).getUTCDate())} ${iso(at).slice(11, 19)}'`,
})

/** A command of an administrator of IBM Storage Protect. */
export const storageProtect = (at: number, who: string, command: string): Line => ({
  source: 'ibm.spectrumprotect',
  at,
  text: `<30>${bsd(at)} sp01 dsmserv[4211]: ANR2017I Administrator ${who} issued command: ${command}  (SESSION: ${serial(who) % 1000})`,
})

/** A call of Proxmox Backup Server's interface. */
export const pbs = (at: number, who: string, address: string, call: string, status = 200): Line => ({
  source: 'proxmox.pbs',
  at,
  text: `::ffff:${address} - ${who} [${iso(at).slice(8, 10)}/${iso(at).slice(5, 7)}/${iso(at).slice(0, 4)}:${iso(at).slice(11, 19)} +0000] "${call}" ${status} 37 "Mozilla/5.0"`,
})

/** A line of a Synology's log by syslog. @param said `Hyper_Backup: m.stone:#011Backup task [nightly] was deleted.` */
export const synology = (at: number, said: string): Line => ({
  source: 'synology.dsm',
  at,
  text: `<14>${bsd(at)} nas-hh-01 ${said}`,
})

export const keycloakAdmin = (
  at: number,
  who: string,
  address: string,
  operation: string,
  type: string,
  path: string,
  representation: JsonObject | readonly JsonObject[],
): Line =>
  jsonLine('keycloak.events', at, {
    id: `kc-${serial(at, path, operation)}`,
    time: at,
    realmId: 'acme',
    authDetails: { realmId: 'acme', clientId: 'security-admin-console', userId: who, ipAddress: address },
    operationType: operation,
    resourceType: type,
    resourcePath: path,
    representation: JSON.stringify(representation),
  })

/** What a StoreOnce says. */
export const storeOnce = (at: number, said: string): Line => ({
  source: 'hpe.storeonce',
  at,
  text: `<134>1 ${isoSeconds(at)} so-hh-01 StoreOnce - AUDIT - ${said}`,
})
