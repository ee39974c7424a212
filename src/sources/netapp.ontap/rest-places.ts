// Paths of the REST interface and the commands that they stand for.

/** Fields of body and query by dotted names, as text; lists joined by commas. */
export type Fields = ReadonlyMap<string, string>
export type Names = Readonly<Record<string, string>>

/** Behind `/api/`, where `:name` takes one part: a method and its command, one a line; `?` where the fields decide. */
export const places: Readonly<Record<string, string>> = {
  'storage/volumes': 'POST volume create, DELETE volume delete, PATCH ?',
  'storage/volumes/:volume': 'DELETE volume delete, PATCH ?',
  'storage/volumes/:volume/snapshots': 'POST volume snapshot create, DELETE volume snapshot delete',
  'storage/volumes/:volume/snapshots/:snapshot': 'DELETE volume snapshot delete, PATCH ?',
  'storage/snapshot-policies': 'POST volume snapshot policy create',
  'storage/snapshot-policies/:policy': 'PATCH volume snapshot policy modify, DELETE volume snapshot policy delete',
  'storage/snapshot-policies/:policy/schedules': 'POST volume snapshot policy add-schedule',
  'storage/snapshot-policies/:policy/schedules/:schedule':
    'PATCH volume snapshot policy modify-schedule, DELETE volume snapshot policy remove-schedule',
  'storage/luns/:lun': 'DELETE lun delete, PATCH ?',
  'storage/namespaces/:lun': 'DELETE vserver nvme namespace delete',
  'storage/aggregates/:aggregate': 'DELETE storage aggregate delete, PATCH ?',
  'storage/flexcache/flexcaches/:volume': 'DELETE volume flexcache delete',
  'storage/snaplock/compliance-clocks': 'POST snaplock compliance-clock initialize',
  'storage/snaplock/litigations': 'POST snaplock legal-hold begin',
  'storage/snaplock/litigations/:litigation': 'DELETE snaplock legal-hold end',
  'storage/snaplock/file/:volume/:file': 'DELETE volume file privileged-delete, PATCH volume file retention set',
  'storage/snaplock/event-retention/policies/:policy':
    'PATCH snaplock event-retention policy modify, DELETE snaplock event-retention policy delete',
  'storage/snaplock/audit-logs/:svm': 'DELETE snaplock log delete',
  'svm/svms': 'POST vserver create',
  'svm/svms/:svm': 'DELETE vserver delete, PATCH ?',
  'svm/peers/:peer': 'DELETE vserver peer delete',
  'cluster/peers/:peer': 'DELETE cluster peer delete',
  'cluster/ntp/servers': 'POST cluster time-service ntp server create',
  'cluster/ntp/servers/:server':
    'DELETE cluster time-service ntp server delete, PATCH cluster time-service ntp server modify',
  'cluster/nodes/:node': 'PATCH ?',
  'snapmirror/relationships': 'POST snapmirror create, DELETE snapmirror delete',
  'snapmirror/relationships/:relationship': 'DELETE snapmirror delete, PATCH ?',
  'snapmirror/relationships/:relationship/transfers': 'POST snapmirror update',
  'snapmirror/relationships/:relationship/transfers/:transfer': 'PATCH ?',
  'snapmirror/policies/:policy': 'DELETE snapmirror policy delete, PATCH ?',
  'security/accounts': 'POST security login create',
  'security/accounts/:svm/:account': 'DELETE security login delete, PATCH security login modify',
  'security/authentication/publickeys': 'POST security login publickey create',
  'security/authentication/publickeys/:svm/:account/:index': 'DELETE security login publickey delete',
  'security/authentication/password': 'POST security login password',
  'security/authentication/cluster/saml-sp':
    'POST security saml-sp create, PATCH security saml-sp modify, DELETE security saml-sp delete',
  'security/login/totps/:svm/:account': 'DELETE security login totp delete',
  'security/webauthn/credentials/:svm/:account/:index': 'DELETE security webauthn credentials delete',
  'security/roles': 'POST security login rest-role create',
  'security/roles/:svm/:role/privileges': 'POST security login rest-role modify',
  'security/roles/:svm/:role/privileges/:api': 'PATCH security login rest-role modify',
  'security/multi-admin-verify': 'PATCH security multi-admin-verify modify',
  'security/multi-admin-verify/approval-groups': 'POST security multi-admin-verify approval-group create',
  'security/multi-admin-verify/approval-groups/:svm/:group':
    'DELETE security multi-admin-verify approval-group delete, PATCH security multi-admin-verify approval-group modify',
  'security/multi-admin-verify/rules': 'POST security multi-admin-verify rule create',
  'security/multi-admin-verify/rules/:svm/:operation':
    'DELETE security multi-admin-verify rule delete, PATCH security multi-admin-verify rule modify',
  'security/multi-admin-verify/requests': 'POST security multi-admin-verify request create',
  'security/multi-admin-verify/requests/:request': 'DELETE security multi-admin-verify request delete, PATCH ?',
  'security/audit': 'PATCH security audit modify',
  'security/audit/destinations': 'POST cluster log-forwarding create',
  'security/audit/destinations/:destination':
    'DELETE cluster log-forwarding delete, PATCH cluster log-forwarding modify',
  'security/audit/destinations/:destination/:port':
    'DELETE cluster log-forwarding delete, PATCH cluster log-forwarding modify',
  'security/key-managers/:keyManager': 'DELETE security key-manager delete, PATCH ?',
  'security/key-managers/:keyManager/key-servers/:server': 'DELETE security key-manager external remove-servers',
  'security/key-stores/:keyManager': 'DELETE security key-manager keystore delete, PATCH ?',
  'security/anti-ransomware/suspects': 'DELETE security anti-ransomware volume attack clear-suspect',
  'security/anti-ransomware/suspects/:volume': 'DELETE security anti-ransomware volume attack clear-suspect',
  'support/ems/destinations/:name':
    'DELETE event notification destination delete, PATCH event notification destination modify',
  'support/ems/filters/:name': 'DELETE event filter delete',
  'support/autosupport': 'PATCH ?',
  'protocols/audit/:svm': 'DELETE vserver audit delete, PATCH ?',
  'protocols/vscan/:svm': 'PATCH ?',
  'protocols/nfs/export-policies': 'POST vserver export-policy rule create',
  'protocols/nfs/export-policies/:policyname': 'PATCH ?',
  'protocols/nfs/export-policies/:policyname/rules': 'POST vserver export-policy rule create',
  'protocols/nfs/export-policies/:policyname/rules/:rule':
    'PATCH vserver export-policy rule modify, DELETE vserver export-policy rule delete',
  'protocols/s3/buckets': 'POST vserver object-store-server bucket create',
  'protocols/s3/buckets/:svm/:bucket':
    'DELETE vserver object-store-server bucket delete, PATCH vserver object-store-server bucket modify',
  'protocols/s3/services/:svm': 'DELETE vserver object-store-server delete',
  'application/consistency-groups/:group/snapshots/:snapshot': 'DELETE vserver consistency-group snapshot delete',
}

const has = (fields: Fields, ...starts: readonly string[]): boolean =>
  [...fields.keys()].some((name) => starts.some((start) => name.startsWith(start)))
const says = (fields: Fields, name: string, value: string): boolean => fields.get(name) === value

const volumeSettings = [
  'snapshot_policy',
  'snapshot_locking',
  'anti_ransomware.state',
  'space.snapshot.reserve',
  'space.size',
  'size',
  'encryption.enabled',
]

/** What a change of a volume asks for, each part under the command that does it. */
function volumeChange(fields: Fields): readonly string[] {
  const found = [
    ...(says(fields, 'state', 'offline') ? ['volume offline'] : []),
    ...(says(fields, 'state', 'online') ? ['volume online'] : []),
    ...(has(fields, 'restore_to') ? ['volume snapshot restore'] : []),
    ...(has(fields, 'snaplock.') ? ['volume snaplock modify'] : []),
    ...(has(fields, 'space.snapshot.autodelete') ? ['volume snapshot autodelete modify'] : []),
    ...(says(fields, 'encryption.rekey', 'true') ? ['volume encryption rekey start'] : []),
    ...(has(fields, ...volumeSettings) ? ['volume modify'] : []),
  ]
  return found.length > 0 ? found : ['volume modify']
}

/** Where a `PATCH` may mean several commands. */
export const decisions: Readonly<Record<string, (fields: Fields) => readonly string[]>> = {
  'storage/volumes': volumeChange,
  'storage/volumes/:volume': (fields) => [
    ...(fields.has('name') ? ['volume rename'] : []),
    ...(fields.has('name') && fields.size === 1 ? [] : volumeChange(fields)),
  ],
  'storage/volumes/:volume/snapshots/:snapshot': (fields) => [
    fields.has('name') ? 'volume snapshot rename' : 'volume snapshot modify',
  ],
  'storage/luns/:lun': (fields) => [says(fields, 'enabled', 'false') ? 'lun offline' : 'lun modify'],
  'storage/aggregates/:aggregate': (fields) => (says(fields, 'state', 'offline') ? ['storage aggregate offline'] : []),
  'svm/svms/:svm': (fields) => [
    says(fields, 'state', 'stopped') ? 'vserver stop' : fields.has('name') ? 'vserver rename' : 'vserver modify',
  ],
  'cluster/nodes/:node': (fields) => (fields.has('date') ? ['cluster date modify'] : []),
  'snapmirror/relationships/:relationship': (fields) => [
    mirrorStates[fields.get('state') ?? ''] ?? 'snapmirror modify',
  ],
  'snapmirror/relationships/:relationship/transfers/:transfer': (fields) =>
    /abort/.test(fields.get('state') ?? '') ? ['snapmirror abort'] : [],
  'snapmirror/policies/:policy': (fields) => (has(fields, 'retention') ? ['snapmirror policy modify-rule'] : []),
  'security/multi-admin-verify/requests/:request': (fields) => [
    `security multi-admin-verify request ${/veto/.test(fields.get('state') ?? '') ? 'veto' : 'approve'}`,
  ],
  'security/key-managers/:keyManager': (fields) =>
    [...fields.keys()].some((name) => name.includes('passphrase'))
      ? ['security key-manager onboard update-passphrase']
      : [],
  'security/key-stores/:keyManager': (fields) =>
    says(fields, 'enabled', 'false') ? ['security key-manager keystore disable'] : [],
  'support/autosupport': (fields) => (fields.has('enabled') ? ['system node autosupport modify'] : []),
  'protocols/audit/:svm': (fields) => [
    says(fields, 'enabled', 'false')
      ? 'vserver audit disable'
      : says(fields, 'enabled', 'true')
        ? 'vserver audit enable'
        : 'vserver audit modify',
  ],
  'protocols/nfs/export-policies/:policyname': (fields) =>
    has(fields, 'rules.') ? ['vserver export-policy rule modify'] : [],
  'protocols/vscan/:svm': (fields) => [
    says(fields, 'enabled', 'false') ? 'vserver vscan disable' : 'vserver vscan enable',
  ],
}

const mirrorStates: Names = Object.assign(Object.create(null) as object, {
  broken_off: 'snapmirror break',
  paused: 'snapmirror quiesce',
  snapmirrored: 'snapmirror resync',
  in_sync: 'snapmirror resync',
})
