import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/lib/json.ts'
import { account, assumed, person, service, user } from '../../stories/cloudtrail.ts'
import { bob, call, eventOf, maria } from './records.ts'

const role = (name: string, session: string, more: JsonObject = {}): JsonObject => ({
  ...assumed(name, session, '192.0.2.1', 'x').identity,
  ...more,
})
const actorOf = (userIdentity: JsonObject | null, more: JsonObject = {}) =>
  eventOf({ ...call('s3 DeleteBucket'), userIdentity, ...more }).backup?.actor

describe('who acted is a', () => {
  const web = (provider: string): JsonObject => ({
    type: 'WebIdentityUser',
    principalId: 'p',
    identityProvider: provider,
  })
  const instance = {
    ...role('app', 'deploy'),
    sessionContext: { ec2RoleDelivery: '2.0', sessionIssuer: { userName: 'app' } },
  }
  const rows: readonly (readonly [string, string, JsonObject | null, JsonObject?])[] = [
    ['person', 'a user', bob.identity],
    ['person', 'the root account', { type: 'Root', arn: `arn:aws:iam::${account}:root`, accountId: account }],
    ['person', 'somebody from single sign-on', maria.identity],
    ['person', 'a role in a console session', role('ops', 'x'), { sessionCredentialFromConsole: 'true' }],
    ['person', 'a role in a session named by e-mail', role('ops', 'maria@example.com')],
    [
      'person',
      'a role behind a second factor',
      { ...role('ops', 'x'), sessionContext: { attributes: { mfaAuthenticated: 'true' } } },
    ],
    ['person', 'a SAML user', { type: 'SAMLUser', principalId: 'q=:carol', userName: 'carol' }],
    ['person', 'an Identity Center user', { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } }],
    ['person', 'a federated user', { type: 'FederatedUser', arn: `arn:aws:sts::${account}:federated-user/dave` }],
    ['person', 'somebody from a people’s provider', web('accounts.google.com')],
    ['service', 'a pipeline', web('token.actions.githubusercontent.com')],
    ['service', 'a cluster', web('oidc.eks.eu-central-1.amazonaws.com/id/0001')],
    ['service', 'a user named as a machine', user('svc-deploy').identity],
    ['service', 'a role of an instance', role('app', 'i-0123456789abcdef0')],
    ['service', 'a role that an instance was given', instance],
    ['service', 'a role of a function', role('app', 'x', { inScopeOf: { issuerType: 'AWS::Lambda::Function' } })],
    ['service', 'a role named for a pipeline', role('terraform-apply', 'x')],
    ['product', 'a role of a backup product', role('VeeamBackupRole', 'x')],
    ['product', 'a user of a backup product', user('commvault').identity],
    ['product', 'the role of AWS Backup', role('AWSBackupDefaultServiceRole', 'x')],
    ['product', 'a role that AWS Backup used', role('custom', 'x', { invokedBy: 'backup.amazonaws.com' })],
    ['provider', 'a service', service('backup').identity],
    ['provider', 'a service without a type', { accountId: account, invokedBy: 'AWS Internal' }],
    ['provider', 'a role linked to a service', role('AWSServiceRoleForBackup', 'x')],
    ['provider', 'an event of the service itself', { accountId: account }, { eventType: 'AwsServiceEvent' }],
    ['unknown', 'a role that anything may use', role('ops', 'x')],
    ['unknown', 'a command line in a role', role('ops', 'botocore-session-1772442000')],
    ['unknown', 'another account', { type: 'AWSAccount', principalId: 'AROAX:s', accountId: '444455556666' }],
    ['unknown', 'nobody', null],
  ]
  for (const [kind, who, identity, more] of rows)
    test(`${kind}: ${who}`, () => expect(actorOf(identity, more)?.kind).toBe(kind))

  test('person by a name that only holds a machine’s word', () => {
    for (const name of ['lucia', 'abbott', 'jobst', 'cicero']) expect(actorOf(user(name).identity)?.kind).toBe('person')
  })
})

describe('who acted stays the same', () => {
  test('from session to session of a role', () => {
    const ids = ['i-0123456789abcdef0', 'i-0123456789abcdef1'].map((session) => actorOf(role('app', session))?.id)
    expect(ids).toEqual([`arn:aws:iam::${account}:role/app`, `arn:aws:iam::${account}:role/app`])
  })

  test('where the session has lost its issuer', () => {
    const { sessionContext: _, ...bare } = role('app', 's1')
    expect(actorOf(bare)?.id).toBe(`arn:aws:iam::${account}:role/app`)
  })

  test('for two people with one permission set, who are two', () => {
    const [one, other] = [person('maria'), person('carol')].map(({ identity }) => actorOf(identity))
    expect(one?.id).not.toBe(other?.id)
    expect([one?.name, other?.name]).toEqual(['maria@example.com', 'carol@example.com'])
  })

  test('from another account, by the role’s own id', () => {
    const [one, other] = ['s1', 's2'].map((session) =>
      actorOf({ type: 'AWSAccount', principalId: `AROASTRANGER:${session}`, accountId: '444455556666' }),
    )
    expect([one?.id, other?.id]).toEqual(['AROASTRANGER', 'AROASTRANGER'])
  })

  test('and a federated user is who federated him', () => {
    const issuer = { arn: `arn:aws:iam::${account}:user/broker`, userName: 'broker' }
    const actor = actorOf({
      type: 'FederatedUser',
      arn: `arn:aws:sts::${account}:federated-user/dave`,
      sessionContext: { sessionIssuer: issuer },
    })
    expect([actor?.id, actor?.name]).toEqual([issuer.arn, 'broker/dave'])
  })

  test('with the session and the credential beside it', () => {
    const actor = actorOf(role('app', 's1', { accessKeyId: 'ASIAEXAMPLE' }))
    expect(actor).toMatchObject({ session: `arn:aws:sts::${account}:assumed-role/app/s1`, credential: 'ASIAEXAMPLE' })
  })
})

describe('the person in ECS', () => {
  test('is named as userIdentity names him', () => {
    expect(eventOf(call('s3 DeleteBucket')).user).toMatchObject({ name: 'bob', domain: account })
    expect(eventOf({ ...call('s3 DeleteBucket'), userIdentity: role('app', 's1') }).user).toMatchObject({
      name: 'app',
      roles: [`arn:aws:iam::${account}:role/app`],
    })
  })

  test('is told for a refused console sign-in too', () => {
    const failed = {
      ...call('signin ConsoleLogin', null),
      userIdentity: { type: 'IAMUser', accountId: account, accessKeyId: '' },
      additionalEventData: { UserName: 'bob' },
    }
    expect(eventOf(failed).user?.name).toBe('bob')
  })

  test('is not invented for a service', () => {
    expect(eventOf(call('backup BackupDeleted', null, { who: service('backup') })).user).toBeUndefined()
  })
})
