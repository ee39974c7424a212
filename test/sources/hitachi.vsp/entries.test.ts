import { describe, expect, test } from 'vitest'
import source from '../../../src/sources/hitachi.vsp/source.ts'
import { brief, eventOf, standsHostility } from '../asked.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const header = (subject = 'uid=m.stone', result = 'Success', category = 'ConfigurationAccess') =>
  `<14> Mar  1 09:00:00 SVP Storage: CELFSS,1.1,5,,2026-03-01T09:00:00.5+01:00,Storage,SVP,${category},${result},${subject},R900:1,,Hamburg,,,192.0.2.1,192.0.2.1,,,,77,BasicLog,,,,`
const line = (text: string, ...more: Parameters<typeof header>) => header(...more) + text
const event = (...told: Parameters<typeof line>) => eventOf(source, line(...told))

const volume = 'volume R900:1/volume/00:01:2f'
test.each([
  [
    '[PROV],Delete LDEVs,,Normal end,+{LDKC:CU:LDEV,Result}=[{0x00:0x01:0x2F,Normal end}],Num. of LDEVs=1',
    'repository-deleted',
    volume,
    undefined,
  ],
  [
    '[PROV],Delete LDEVs,Snapshot,Normal end,+{LDKC:CU:LDEV,Result}=[{0x00:0x01:0x2F,Normal end}]',
    'recovery-point-deleted',
    'snapshot R900:1/volume/00:01:2f',
    undefined,
  ],
  ['[PROV],Delete LDEVs,,Normal end', 'repository-deleted', 'volume R900:1/volume/*', undefined],
  [
    '[Config Command],,,Accept,+Command=Delete Ldev ++LDEV(LDKC:CU:LDEV)=0x00:0x01:0x2f',
    'repository-deleted',
    volume,
    undefined,
  ],
  [
    '[PROV],Delete Pools,,Normal end,+{Pool ID,Result}=[{3,Normal end}]',
    'repository-deleted',
    'pool R900:1/pool/3',
    undefined,
  ],
  ['[Install],Format,,Normal end,+LDEV=[0x00:0x01:0x2f],Num. of LDEVs=1', 'object-overwritten', volume, undefined],
  [
    '[DRU],Attribute,,Normal end,+{LDKC:CU:LDEV,Attribute,RT,Result}=[{0x00:0x01:0x2f,0x82,Unlimited,Normal end}]',
    'immutability-changed',
    volume,
    'lock-mode compliance',
  ],
  [
    '[DRU],Attribute,,Normal end,+{LDKC:CU:LDEV,Attribute,RT,Result}=[{0x00:0x01:0x2f,0x88,-,Normal end}]',
    'immutability-changed',
    volume,
    'lock-mode off',
  ],
  [
    '[LSE],Retention-Term,,Normal end,+{CU:LDEV,RT,Result}=[{0x01:0x2f,30,Normal end}]',
    'immutability-changed',
    volume,
    'lock-days 30',
  ],
  ['[Data Ret],Expiration-Lock,SLPR#01:Disable,Normal end', 'immutability-changed', 'array R900:1', 'legal-hold off'],
  ['[Data Ret],Expiration-Lock,SYSTEM:Enable,Normal end', 'immutability-changed', 'array R900:1', 'legal-hold on'],
  [
    '[Local Replication],Delete Pairs,,Normal end,+Copy Type=FS ++{P-VOL(LDKC:CU:LDEV),S-VOL(LDKC:CU:LDEV),MU,Result}=[{0x00:0x01:0x2f,,3,Normal end}]',
    'recovery-point-deleted',
    'snapshot R900:1/volume/00:01:2f/snapshot/MU 3',
    undefined,
  ],
  [
    '[Remote Replication],Split Pairs,,Normal end,+{VOL(LDKC:CU:LDEV),Type}=[{0x00:0x01:0x2f,P-VOL}]',
    'replication-changed',
    'replication R900:1/replication/00:01:2f',
    'replication off',
  ],
  [
    '[Remote Replication],Resync Pairs,,Normal end,+{VOL(LDKC:CU:LDEV),Type}=[{0x00:0x01:0x2f,P-VOL}]',
    'replication-changed',
    'replication R900:1/replication/00:01:2f',
    'replication on',
  ],
  [
    '[PROV],Delete LUN Paths,,Normal end,+{Port,LUN,LDKC:CU:LDEV}=[{1A,0,0x00:0x01:0x2f}]',
    'access-policy-changed',
    volume,
    undefined,
  ],
  [
    '[PROV],Edit LDEV Names,,Normal end,+{LDKC:CU:LDEV,Name}=[{0x00:0x01:0x2f,backup01}]',
    'repository-changed',
    volume,
    undefined,
  ],
  [
    '[ACM],Create User,,Normal end,+{User Name,User Group Name}=[{x,System User Group}]',
    'admin-added',
    'user x@r900:1',
    undefined,
  ],
  [
    '[ACM],Create User,,Normal end,+{User Name,User Group Name}=[{x,Security Administrator (View Only) User Group}]',
    'role-granted',
    'user x@r900:1',
    undefined,
  ],
  [
    '[ACM],Edit User,,Normal end,+{User Name,Account Status,Result}=[{x,Enabled,Normal end}]',
    'credential-added',
    'user x@r900:1',
    undefined,
  ],
  [
    '[Account],Set User Account,,Normal end,+Operation=PassChg +{UserID,Authority}=[{x,-}]',
    'credential-added',
    'user x@r900:1',
    undefined,
  ],
  [
    '[Account],Set User Account,,Normal end,+Operation=Add +{UserID,Authority}=[{x,Administrator}]',
    'admin-added',
    'user x@r900:1',
    undefined,
  ],
  [
    '[AuditLog],Set Syslog Server,,Normal end,+{ServerType,OutFlg,SrvAddr}=[{Primary,Disable,192.0.2.9},{Secondary,Disable,-}]',
    'audit-changed',
    'trail R900:1/trail/syslog',
    'logging-forwarding off',
  ],
  [
    '[Audit Log],Set Syslog Server,,Normal end,+{ServerType,OutFlg,SrvAddr}=[{Primary,Enable,192.0.2.9}]',
    'audit-changed',
    'trail R900:1/trail/syslog',
    'logging-forwarding 192.0.2.9',
  ],
  [
    '[AuditLog],Set Syslog Server,DetailFlg=Disable,Normal end',
    'audit-changed',
    'trail R900:1/trail/log',
    'logging-scope narrow',
  ],
  ['[ENC],Delete Keys,,Normal end', 'key-destruction-scheduled', 'key R900:1/key/encryption', undefined],
  ['[BASE],Set Date & Time,,Normal end', 'clock-changed', 'array R900:1', undefined],
  ['[PROV],Something New,,Normal end', 'other', 'array R900:1', undefined],
  ['[__proto__],constructor,,Normal end', 'other', 'array R900:1', undefined],
])('%s', (text, ...expected) => {
  const told = event(text)
  expect(brief(told)).toEqual(expected)
  expect(told?.backup?.actor).toMatchObject({ id: 'm.stone@r900:1', kind: 'person' })
  expect([told?.['@timestamp'], told?.source?.ip, told?.event.outcome]).toEqual([
    '2026-03-01T08:00:00.500Z',
    '192.0.2.1',
    'success',
  ])
})

test('the weakest row of a table counts', () => {
  const told = event(
    '[DRU],Attribute,,Normal end,+{LDKC:CU:LDEV,Attribute,RT}=[{0x00:0x01:0x01,0x81,200},{0x00:0x01:0x02,0x80,-}]',
  )
  expect(told?.backup?.changes).toEqual([
    { setting: 'lock-mode', to: 'off' },
    { setting: 'lock-days', to: 200, unit: 'd' },
  ])
  expect(told?.backup?.related?.map(({ id }) => id)).toEqual(['R900:1/volume/00:01:02'])
})

test.each([
  ['<system>', 'provider'],
  ['<Host>', 'service'],
  ['<DKCMaintenance>', 'unknown'],
  ['uid=a b', 'person'],
])('%s is a %s', (subject, kind) => {
  expect(event('[PROV],Delete LDEVs,,Normal end', subject)?.backup?.actor?.kind).toBe(kind)
})

test.each([
  ['Error(3005-58572)', 'Failed', 'failure', '3005-58572'],
  ['Warning(0405-8888)', 'Failed', 'failure', '0405-8888'],
  ['Normal end', 'Success', 'success', undefined],
  ['Accept', 'Success', 'success', undefined],
])('%s is a %s', (ending, result, outcome, code) => {
  const told = event(`[PROV],Delete LDEVs,,${ending}`, 'uid=u', result)
  expect([told?.event.outcome, told?.error?.code]).toEqual([outcome, code])
})

test('that entries of the log were lost did happen', () => {
  const told = event('[AuditLog],DKCAuditLog was lost,,Error', '<system>', 'Failed', 'AnomalyEvent')
  expect([told?.event.action, told?.event.outcome, told?.backup?.change?.direction]).toEqual([
    'audit-changed',
    'success',
    'weakened',
  ])
})

test('a subject without its comma, a time with a colon too many, and a single-digit day are read', () => {
  const told = eventOf(
    source,
    '<12> Jul 4 06:25:18 SVP Storage: CELFSS,1.1,0,,2026-02-04T:06:25:18.9Z,Storage,SVP,AnomalyEvent,Failed,<system>R500:7,,Ort,,,,,,,,,,,,,[AuditLog],Create File,SyslogLog,Warning',
  )
  expect([told?.host?.name, told?.['@timestamp'], told?.backup?.actor?.kind]).toEqual([
    'R500:7',
    '2026-02-04T06:25:18.900Z',
    'provider',
  ])
})

test('RFC 5424, details on lines of their own, and details that come alone are one act', () => {
  const first = `<142>1 2026-03-01T09:00:00.5+01:00 GUM Storage - - - ${line('[AuditLog],Set Syslog Server,,Normal end').slice(header().indexOf('CELFSS'))}`
  const detail = '+{ServerType,OutFlg,SrvAddr}=[{Primary,Disable,192.0.2.9}]'
  const whole = eventOf(source, `${first}\n${detail}`)
  const alone = event(`${detail}`)
  expect([whole?.backup?.change?.to, alone?.backup?.change?.to]).toEqual(['off', 'off'])
  expect(alone?.backup?.act).toBe(whole?.backup?.act)
})

test.each([
  [
    '0800,2026/03/01,09:00:00.123,+01:00,RMI AP,uid=u,1,Task,[PROV],Delete Pools,,Normal end,from=192.0.2.1,,Seq.=0000000777\n+{Pool ID}=[{1}]',
    '2026-03-01T08:00:00.123Z',
    'u',
  ],
  [
    'u,12,2026/03/01,09:00:00:123, 00:00,[PROV],Delete Pools,,Normal end,,,Seq.=000001',
    '2026-03-01T09:00:00.123Z',
    'u',
  ],
])('the file of an array: %s', (text, time, user) => {
  const told = eventOf(source, text)
  expect([told?.event.action, told?.['@timestamp'], told?.user?.name]).toEqual(['repository-deleted', time, user])
})

standsHostility(source, (text) => line(`[PROV],Delete LDEVs,${text},Normal end,+{A,B}=[{${text},x}],LDEV=[${text}]`), [
  '{a,b}=[',
  '=[{',
  ',+{A',
  '[x],',
])

const files = realOf('hitachi.vsp')
describe.runIf(files.length > 0)('examples of the vendor', () => {
  test('are all read, with who, what, where and when', () => {
    const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
    expect(rejectsOf(readings)).toEqual([])
    expect(
      eventsOf(readings).map((one) => [
        one['@timestamp'],
        one.event.code,
        one.event.outcome,
        one.user?.name,
        one.host?.name,
      ]),
    ).toEqual([
      ['2006-01-04T06:25:18.900Z', '[AuditLog] Create File', 'failure', 'system', 'R500:63517'],
      ['2006-01-04T06:25:18.300Z', '[AuditLog] Over MaxLine', 'success', undefined, 'R500:65307'],
    ])
  })
})
