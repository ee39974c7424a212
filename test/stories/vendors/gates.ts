// What stands before a backup platform: Okta, Duo, CyberArk and Teleport; and HashiCorp Vault, where its keys are.
import type { JsonObject } from '../../../src/lib/json.ts'
import { uuid } from '../cloudtrail.ts'
import { iso, isoSeconds, jsonLine, type Line } from './line.ts'

const person = (name: string): JsonObject => ({
  id: `00u${uuid(name).slice(0, 8)}`,
  type: 'User',
  alternateId: `${name}@acme.example.com`,
  displayName: name,
})

/** An event of Okta's system log. @param on whom it was done to */
export const okta = (at: number, type: string, who: string, address: string, on?: string): Line =>
  jsonLine('okta.system', at, {
    uuid: uuid(`okta ${at} ${type} ${who} ${on ?? ''}`),
    published: iso(at),
    eventType: type,
    version: '0',
    severity: 'INFO',
    displayMessage: type.replaceAll('.', ' '),
    actor: person(who),
    client: {
      ipAddress: address,
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Windows 10', browser: 'CHROME' },
      zone: 'null',
    },
    authenticationContext: { authenticationStep: 0, externalSessionId: uuid(`session ${who} ${address}`).slice(0, 8) },
    outcome: { result: 'SUCCESS', reason: null },
    target: on === undefined ? [] : [person(on)],
  })

export const duo = (at: number, who: string, address: string, factor = 'duo_push'): Line =>
  jsonLine('duo.admin', at, {
    event_type: 'authentication',
    access_device: { ip: address },
    application: { key: 'D1', name: 'Remote access' },
    factor,
    reason: factor === 'not_available' ? 'allow_unenrolled_user' : 'user_approved',
    result: 'success',
    isotimestamp: isoSeconds(at).replace('Z', '+00:00'),
    txid: uuid(`duo ${at} ${who}`),
    user: { name: who, key: `DU${uuid(who).slice(0, 6)}` },
  })

/** A message of CyberArk's vault: 7 logon, 295 a password taken out, 300 a session, 361 keystrokes, 24 changed by itself. */
export const cyberark = (
  at: number,
  id: number,
  action: string,
  who: string,
  address: string,
  more: JsonObject = {},
): Line => ({
  source: 'cyberark.pas',
  at,
  text: `<5>1 ${isoSeconds(at)} VAULT01 ${JSON.stringify({
    format: 'elastic',
    version: '1.0',
    syslog: {
      audit_record: {
        Rfc5424: 'yes',
        IsoTimestamp: isoSeconds(at),
        Hostname: 'VAULT01',
        Vendor: 'Cyber-Ark',
        Product: 'Vault',
        Version: '13.2.0000',
        MessageID: String(id),
        Desc: action,
        Severity: 'Info',
        Issuer: who,
        Action: action,
        SourceUser: '',
        TargetUser: '',
        Safe: 'Backup-Infra',
        File: 'Root\\Operating System-UnixSSH-repo01-root',
        Station: address,
        Reason: '',
        ExtraDetails: '',
        Message: action,
        GatewayStation: '',
        CAProperties: {
          CAProperty: [
            { Name: 'UserName', Value: 'root' },
            { Name: 'Address', Value: 'repo01' },
          ],
        },
        ...more,
      },
    },
  })}`,
})

export const teleport = (
  at: number,
  event: string,
  code: string,
  who: string,
  address: string,
  more: JsonObject,
): Line =>
  jsonLine('teleport.audit', at, {
    cluster_name: 'tele.example.com',
    code,
    ei: 0,
    event,
    time: iso(at),
    uid: uuid(`teleport ${at} ${event} ${who}`),
    'addr.remote': `${address}:51544`,
    user: `${who}@example.com`,
    ...more,
  })

/** A request to Vault, with its answer; the values of requests are hashed, as they are unless told otherwise. */
export function vault(
  at: number,
  who: string,
  address: string,
  operation: string,
  path: string,
  data?: JsonObject,
): readonly Line[] {
  const auth = {
    client_token: `hmac-sha256:${uuid(`token ${who}`)}`,
    accessor: `hmac-sha256:${uuid(`accessor ${who}`)}`,
    display_name: who.startsWith('approle') ? 'approle' : `ldap-${who}`,
    policies: ['default', 'key-admin'],
    token_policies: ['default', 'key-admin'],
    metadata: who.startsWith('approle') ? { role_name: who.split('/')[1] ?? who } : { username: who },
    entity_id: uuid(`entity ${who}`),
    token_type: 'service',
  }
  const request = {
    id: uuid(`request ${at} ${path}`),
    operation,
    mount_type: path.startsWith('sys/') ? 'system' : 'transit',
    client_token_accessor: auth.accessor,
    namespace: { id: 'root' },
    path,
    remote_address: address,
    remote_port: 51820,
    ...(data ? { data } : {}),
  }
  return [
    ofVault(at, { time: isoSeconds(at), type: 'request', auth, request }),
    ofVault(at, { time: isoSeconds(at), type: 'response', auth, request, response: {} }),
  ]
}

/** By the syslog device, whose header names the cluster. */
const ofVault = (at: number, record: JsonObject): Line => ({
  source: 'hashicorp.vault',
  at,
  text: `<134>1 ${isoSeconds(at)} vault01 vault 912 - - ${JSON.stringify(record)}`,
})

/** An application that gets its token: who it is stands in the answer. */
export const vaultSignIn = (at: number, role: string, address: string): Line =>
  ofVault(at, {
    time: isoSeconds(at),
    type: 'response',
    auth: { token_type: 'default' },
    request: {
      id: uuid(`login ${at} ${role}`),
      operation: 'update',
      mount_type: 'approle',
      namespace: { id: 'root' },
      path: 'auth/approle/login',
      remote_address: address,
      remote_port: 51820,
      data: { role_id: 'hmac-sha256:0f0f', secret_id: 'hmac-sha256:0f0f' },
    },
    response: {
      auth: {
        display_name: 'approle',
        accessor: `hmac-sha256:${uuid(`accessor ${role}`)}`,
        policies: ['default', role],
        metadata: { role_name: role },
        entity_id: uuid(`entity approle/${role}`),
        token_type: 'service',
      },
    },
  })
