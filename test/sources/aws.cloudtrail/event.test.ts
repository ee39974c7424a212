import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/lib/json.ts'
import source from '../../../src/sources/aws.cloudtrail/source.ts'
import { linesOf } from '../golden.ts'
import { ownSamples } from '../samples.ts'
import { bob, call, eventOf, maria } from './records.ts'

const refused = 'User: arn:aws:iam::111122223333:user/bob is not authorized to perform: x on resource:'

describe('an event of CloudTrail', () => {
  test('says what, who, where and when by the contract’s names', () => {
    const record = call('s3 DeleteBucket', { bucketName: 'nightly-backup' })
    expect(eventOf(record)).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.000Z',
      event: {
        id: record.eventID,
        code: 'DeleteBucket',
        provider: 's3.amazonaws.com',
        action: 'repository-deleted',
        outcome: 'success',
        dataset: 'aws.cloudtrail',
        module: 'aws',
        original: JSON.stringify(record),
      },
      cloud: { provider: 'aws', region: 'eu-central-1', account: { id: '111122223333' } },
      source: { ip: '192.0.2.33', address: '192.0.2.33' },
      user: { name: 'bob' },
      user_agent: { original: bob.agent },
      related: { ip: ['192.0.2.33'], user: ['bob'] },
    })
  })

  test('belongs to the account that received it, else to the one that acted', () => {
    const foreign = call('s3 DeleteBucket', {}, { account: '444455556666' })
    expect(eventOf(foreign).cloud?.account?.id).toBe('444455556666')
    expect(eventOf(foreign).backup?.detail).toMatchObject({ actor_account: '111122223333' })
    expect(eventOf({ ...foreign, recipientAccountId: undefined }).cloud?.account?.id).toBe('111122223333')
  })

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['backup.amazonaws.com', undefined],
    ['AWS Internal', undefined],
    ['Amazon Internal', undefined],
    ['fe80::1%eth0', undefined],
    ['999.1.1.1', undefined],
  ])('takes %s for an address only where it is one', (address, ip) => {
    const event = eventOf({ ...call('s3 DeleteBucket'), sourceIPAddress: address })
    expect([event.source?.address, event.source?.ip]).toEqual([address, ip])
  })

  test.each<readonly [string, JsonObject, string]>([
    ['an error code', { errorCode: 'AccessDenied' }, 'failure'],
    ['an error message alone', { errorMessage: 'Failed authentication' }, 'failure'],
    ['an answer of Failure to a sign-in', { responseElements: { ConsoleLogin: 'Failure' } }, 'failure'],
    ['a failed factor', { serviceEventDetails: { CredentialVerification: 'Failure' } }, 'failure'],
    ['an answer of Success', { responseElements: { ConsoleLogin: 'Success' } }, 'success'],
    ['empty errors', { errorCode: '', errorMessage: null }, 'success'],
  ])('with %s is a %s', (_, more, outcome) => {
    expect(eventOf({ ...call('signin ConsoleLogin', null), ...more }).event.outcome).toBe(outcome)
  })

  test('keeps the vendor’s own fields, and public rules find every field of a record', () => {
    const record = { ...call('s3 DeleteBucket', { bucketName: 'b' }), tlsDetails: { tlsVersion: 'TLSv1.3' } }
    const event = eventOf(record)
    const at = (path: string | undefined): unknown =>
      (path ?? 'missing').split('.').reduce<unknown>((held, step) => (held as Record<string, unknown>)?.[step], event)
    for (const [name, value] of Object.entries(record)) {
      if (value === null) continue
      if (name === 'eventTime') expect(source.fieldPath(name)).toBe('@timestamp')
      else expect([name, at(source.fieldPath(name))]).toEqual([name, value])
    }
    expect(at(source.fieldPath('requestParameters.bucketName'))).toBe('b')
    expect(source.fieldPath('nonsense')).toBeUndefined()
    expect(source.fieldPath('constructor')).toBeUndefined()
  })

  test('of every sample has the record’s own text as original', async () => {
    for (const { source, raw } of (await ownSamples()).filter(({ name }) => name.startsWith('aws.cloudtrail')))
      for (const { text } of linesOf(raw)) {
        const reading = source.read(Buffer.from(text), 0)
        const [event, second] = reading.ok ? reading.value.events : []
        if (event && !second && JSON.parse(text).eventName !== undefined) expect(event.event.original).toBe(text)
      }
  })

  test('of an insight is not taken for the call that it is about', () => {
    const insight = {
      eventVersion: '1.08',
      eventTime: '2026-03-02T09:00:00Z',
      eventType: 'AwsCloudTrailInsight',
      insightDetails: {
        eventName: 'DeleteSnapshot',
        eventSource: 'ec2.amazonaws.com',
        insightType: 'ApiCallRateInsight',
      },
    }
    expect(eventOf(insight).event).toMatchObject({ code: 'AwsCloudTrailInsight', action: 'other' })
    expect(eventOf(insight).backup?.detail).toMatchObject({ insight: { name: 'DeleteSnapshot' } })
  })

  test.each([
    ['an unknown call', 'newservice FrobnicateWidget', 'other'],
    ['an unknown lookup', 'newservice ListWidgets', 'read'],
    ['a call that only begins as a lookup', 'newservice ListenToWidgets', 'other'],
    ['an unknown call of a known service', 's3 FrobnicateBucket', 'other'],
    ['a call with an API version', 'backup DeleteBackupVault20181115', 'repository-deleted'],
  ])('of %s is kept: %s is %s', (_, name, action) => {
    expect(eventOf(call(name)).event.action).toBe(action)
  })
})

describe('what a call concerns', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-4697-8887-766554433221'
  test.each<readonly [string, JsonObject | null, string, string]>([
    ['s3 DeleteBucket', { bucketName: 'b' }, 'bucket', 'arn:aws:s3:::b'],
    ['s3 DeleteObject', { bucketName: 'b', key: 'x/y' }, 'object', 'arn:aws:s3:::b/x/y'],
    [
      'backup DeleteBackupVault',
      { backupVaultName: 'gold' },
      'vault',
      'arn:aws:backup:eu-central-1:111122223333:backup-vault:gold',
    ],
    ['ec2 DeleteSnapshot', { snapshotId: 'snap-1' }, 'snapshot', 'arn:aws:ec2:eu-central-1::snapshot/snap-1'],
    ['ec2 DeleteVolume', { volumeId: 'vol-1' }, 'volume', 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-1'],
    ['kms DisableKey', { keyId: '0f1e2d3c-4b5a-4697-8887-766554433221' }, 'key', key],
    ['kms DisableKey', { keyId: key }, 'key', key],
    [
      'rds DeleteDBSnapshot',
      { dBSnapshotIdentifier: 's' },
      'snapshot',
      'arn:aws:rds:eu-central-1:111122223333:snapshot:s',
    ],
    ['iam DeleteRole', { roleName: 'r' }, 'role', 'arn:aws:iam::111122223333:role/r'],
    [
      'cloudtrail StopLogging',
      { name: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/t' },
      'trail',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/t',
    ],
    ['organizations CloseAccount', { accountId: '777788889999' }, 'account', '777788889999'],
  ])('%s %j: a %s', (name, params, type, id) => {
    expect(eventOf(call(name, params)).backup?.resource).toMatchObject({ type, id })
  })

  test('has the partition of its region', () => {
    const id = (region: string) =>
      eventOf(call('s3 DeleteBucket', { bucketName: 'b' }, { region })).backup?.resource?.id
    expect([id('cn-north-1'), id('us-gov-west-1')]).toEqual(['arn:aws-cn:s3:::b', 'arn:aws-us-gov:s3:::b'])
  })

  test.each([
    [
      'backup DeleteBackupVault',
      `${refused} arn:aws:backup:eu-central-1:111122223333:backup-vault:gold because`,
      'gold',
    ],
    [
      'kms ScheduleKeyDeletion',
      `${refused} ${key} because no resource-based policy`,
      '0f1e2d3c-4b5a-4697-8887-766554433221',
    ],
    [
      'rds DeleteDBInstance',
      `${refused} arn:aws:rds:eu-central-1:111122223333:db:orders with an explicit deny`,
      'db:orders',
    ],
    ['s3 DeleteBucket', `${refused} "arn:aws:s3:::nightly-backup" because`, 'nightly-backup'],
    ['iam CreateAccessKey', `${refused} user veeam-svc because`, 'veeam-svc'],
    ['iam DeleteRole', `${refused} arn:aws:iam::111122223333:role/ops because`, 'ops'],
    ['cloudtrail StopLogging', `${refused} arn:aws:cloudtrail:eu-central-1:111122223333:trail/main.`, 'main'],
  ])('%s refused without parameters is told by the message', (name, message, expected) => {
    const event = eventOf(call(name, null, { error: 'AccessDenied', message }))
    expect(event.event.outcome).toBe('failure')
    expect(event.backup?.resource?.id.endsWith(expected)).toBe(true)
  })

  test('a bulk deletion names its bucket, and its count only where the record lists what it deletes', () => {
    expect(eventOf(call('s3 DeleteObjects', { bucketName: 'b', delete: '' })).backup).toMatchObject({
      resource: { type: 'bucket' },
      detail: { bulk: true },
    })
    const listed = { bucketName: 'b', delete: { object: [{ key: 'a' }, { key: 'b' }] } }
    expect(eventOf(call('s3 DeleteObjects', listed)).backup?.detail).toEqual({ bulk: true, count: 2 })
  })

  test('a run that has no recovery point yet has made none', () => {
    expect(eventOf(call('backup StartBackupJob', { backupVaultName: 'gold' })).event.action).toBe('other')
  })
})

describe('who became powerful', () => {
  const everything = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
  const reading = '{"Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}'
  const aws = 'arn:aws:iam::aws:policy/'
  test.each<readonly [string, JsonObject, 'admin-added' | 'role-granted']>([
    ['iam AttachUserPolicy', { userName: 'm', policyArn: `${aws}AdministratorAccess` }, 'admin-added'],
    ['iam AttachRolePolicy', { roleName: 'm', policyArn: `${aws}AWSBackupFullAccess` }, 'admin-added'],
    [
      'iam AttachGroupPolicy',
      { groupName: 'm', policyArn: 'arn:aws:iam::111122223333:policy/BackupAdmins' },
      'admin-added',
    ],
    ['iam AttachUserPolicy', { userName: 'm', policyArn: `${aws}ReadOnlyAccess` }, 'role-granted'],
    ['iam AttachUserPolicy', { userName: 'm', policyArn: `${aws}AWSBackupOperatorAccess` }, 'role-granted'],
    ['iam AttachUserPolicy', { userName: 'm', policyArn: `${aws}AdministratorAccess-Amplify` }, 'role-granted'],
    [
      'iam AttachUserPolicy',
      { userName: 'm', policyArn: 'arn:aws:iam::111122223333:policy/BackupAdminReadOnly' },
      'role-granted',
    ],
    ['iam PutUserPolicy', { userName: 'm', policyDocument: everything }, 'admin-added'],
    ['iam PutRolePolicy', { roleName: 'm', policyDocument: encodeURIComponent(everything) }, 'admin-added'],
    ['iam PutRolePolicy', { roleName: 'm', policyDocument: reading }, 'role-granted'],
    [
      'iam PutRolePolicy',
      { roleName: 'm', policyDocument: '{"Statement":{"Effect":"Allow","Action":"backup:*","Resource":"*"}}' },
      'admin-added',
    ],
    [
      'iam PutRolePolicy',
      { roleName: 'm', policyDocument: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}' },
      'role-granted',
    ],
    [
      'iam PutRolePolicy',
      {
        roleName: 'm',
        policyDocument: '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::one/*"}}',
      },
      'role-granted',
    ],
    [
      'iam CreatePolicyVersion',
      { policyArn: 'arn:aws:iam::111122223333:policy/p', policyDocument: everything, setAsDefault: true },
      'admin-added',
    ],
    ['iam AddUserToGroup', { userName: 'm', groupName: 'Administrators' }, 'admin-added'],
    ['iam AddUserToGroup', { userName: 'm', groupName: 'AdminReadOnly' }, 'role-granted'],
    ['iam AddUserToGroup', { userName: 'm', groupName: 'badminton' }, 'role-granted'],
    [
      'sso AttachManagedPolicyToPermissionSet',
      { permissionSetArn: 'ps', managedPolicyArn: `${aws}AdministratorAccess` },
      'admin-added',
    ],
    [
      'organizations RegisterDelegatedAdministrator',
      { accountId: '777788889999', servicePrincipal: 'backup.amazonaws.com' },
      'admin-added',
    ],
    [
      'organizations RegisterDelegatedAdministrator',
      { accountId: '777788889999', servicePrincipal: 'health.amazonaws.com' },
      'role-granted',
    ],
  ])('%s %j: %s', (name, params, action) => {
    expect(eventOf(call(name, params)).event.action).toBe(action)
  })

  test('is named as the target', () => {
    expect(
      eventOf(call('iam AddUserToGroup', { userName: 'mallory', groupName: 'admins' })).user?.target,
    ).toMatchObject({
      name: 'mallory',
      group: { name: 'admins' },
    })
  })

  test('takes a factor from himself, from another, or from root', () => {
    const off = (name: string, who = bob) =>
      eventOf(call('iam DeactivateMFADevice', { userName: name, serialNumber: 's' }, { who }))
    expect(off('bob').backup?.detail).toEqual({ own: true })
    expect(off('alice').backup?.detail).toBeUndefined()
    expect(off('AWS ROOT USER', maria)).toMatchObject({
      user: { target: { name: 'root' } },
      backup: { detail: { root: true } },
    })
  })
})

describe('what a policy says', () => {
  const own = 'arn:aws:iam::111122223333:role/VeeamBackupRole'
  const deny = { Effect: 'Deny', Principal: { AWS: own }, Resource: '*' }
  const all = { Effect: 'Deny', Principal: '*', Resource: '*' }
  const detail = (statement: JsonObject) =>
    eventOf(call('s3 PutBucketPolicy', { bucketName: 'b', bucketPolicy: { Statement: [statement] } })).backup?.detail
  test.each<readonly [string, JsonObject, JsonObject]>([
    ['a denial of reading cuts access', { ...deny, Action: ['s3:GetObject'] }, { denied: [own], cuts_access: true }],
    ['a denial of everything cuts access', { ...deny, Action: '*' }, { cuts_access: true }],
    ['a denial of deletion guards', { ...all, Action: 's3:DeleteObject*' }, { denied: ['*'], guards_deletion: true }],
    [
      'an account let in is told',
      { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:*' },
      { foreign_accounts: ['444455556666'], handed_over: true },
    ],
    ['everybody let in is told', { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }, { public: true }],
    [
      'whom a denial spares is told',
      { Effect: 'Deny', NotPrincipal: { AWS: own }, Action: 's3:*' },
      { denied_except: [own] },
    ],
    [
      'and by condition too',
      { ...all, Action: 's3:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': own } } },
      { denied: ['*'], denied_except: [own], cuts_access: true },
    ],
  ])('%s', (_, statement, expected) => {
    expect(detail(statement)).toMatchObject({ policy: 'read', ...expected })
  })

  test.each<readonly [string, JsonObject]>([
    ['encrypted transport', { ...all, Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    [
      'its own organisation',
      { ...all, Action: 's3:*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    ],
  ])('a denial that only asks for %s cuts nobody off', (_, statement) => {
    expect(detail(statement)).toEqual({ policy: 'read' })
  })

  test('a policy that nobody can read says so', () => {
    for (const bucketPolicy of ['{', '', 5, null, '%7Bx'])
      expect(eventOf(call('s3 PutBucketPolicy', { bucketName: 'b', bucketPolicy })).backup?.detail).toEqual({
        policy: 'unknown',
      })
  })
})
