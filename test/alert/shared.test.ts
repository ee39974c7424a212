// What the steps of a chain may share, and what everybody shares and so nobody does.
import { describe, expect, test } from 'vitest'
import { sharedOf } from '../../src/alert/facts.ts'
import { linkKinds } from '../../src/model/correlation.ts'
import type { Event } from '../../src/model/event.ts'

const base: Event = {
  '@timestamp': '2026-03-02T09:00:00Z',
  event: {
    id: '1',
    action: 'other',
    code: 'x',
    outcome: 'success',
    kind: 'event',
    category: [],
    type: [],
    dataset: 'generic.json',
    module: 'generic',
    original: '{}',
  },
}
const event = (more: Partial<Event>): Event => ({ ...base, ...more })
const person = { id: 'jdoe@acme', name: 'jdoe', kind: 'person' } as const
const bucket = { type: 'bucket', id: 'b1' } as const

describe('an act shares', () => {
  test.each<[string, Partial<Event>, readonly string[]]>([
    [
      'its actor, session and credential',
      { backup: { actor: { ...person, session: 's', credential: 'k' } } },
      ['actor jdoe@acme', 'session s', 'session k'],
    ],
    ['its network address', { source: { ip: '203.0.113.7', address: '203.0.113.7' } }, ['address 203.0.113.7']],
    ['nothing by an address that everybody has', { source: { ip: '127.0.0.1', address: '127.0.0.1' } }, []],
    ['nothing by no address at all', { source: { ip: '0.0.0.0', address: '0.0.0.0' } }, []],
    ['nothing by the name of a service in between', { source: { address: 'backup.amazonaws.com' } }, []],
    [
      'nothing that a provider does or where it sits',
      {
        backup: { actor: { id: 'AWSService', kind: 'provider', session: 's' } },
        source: { ip: '192.0.2.1', address: '192.0.2.1' },
      },
      [],
    ],
    [
      'its resource and what that lies in',
      { backup: { resource: { ...bucket, container: { type: 'svm', id: 'v1' } } } },
      ['set b1', 'set v1'],
    ],
    [
      'no account that holds everything as a set',
      { backup: { resource: { ...bucket, container: { type: 'account', id: '1' } } } },
      ['set b1'],
    ],
    [
      'the container of a point, and not the point',
      { backup: { resource: { type: 'recovery-point', id: 'p1', container: { type: 'vault', id: 'v1' } } } },
      ['set v1'],
    ],
    ['sets that memory knows', { backup: { resource: bucket, history: { sets: ['far'] } } }, ['set b1', 'set far']],
    [
      'the account that it makes or raises',
      { backup: { actor: person, resource: { type: 'user', id: 'helper@acme' } } },
      ['actor jdoe@acme', 'actor helper@acme', 'set helper@acme'],
    ],
    ['its host, in small letters', { host: { name: 'REPO01' } }, ['host repo01']],
    [
      'the address by which a person goes elsewhere',
      { backup: { actor: { id: 'arn:x', name: 'Jane@Example.com', kind: 'person' } } },
      ['actor arn:x', 'actor jane@example.com'],
    ],
    ['its cloud account', { cloud: { account: { id: '1' } } }, ['account 1']],
    ['nothing where it says nothing', {}, []],
  ])('%s', (_, more, shared) => expect([...sharedOf(event(more), linkKinds)].sort()).toEqual([...shared].sort()))

  test('as an identity only the account that it is done to, else who acts', () => {
    const made = event({ backup: { actor: person, resource: { type: 'user', id: 'helper@acme' } } })
    expect(sharedOf(made, ['identity'])).toEqual(['actor helper@acme'])
    expect(sharedOf(event({ backup: { actor: person, resource: bucket } }), ['identity'])).toEqual(['actor jdoe@acme'])
  })

  test('never more than 32 things', () => {
    const sets = Array.from({ length: 500 }, (_, index) => `set-${index}`)
    expect(sharedOf(event({ backup: { resource: bucket, history: { sets } } }), linkKinds).length).toBeLessThanOrEqual(
      32,
    )
  })
})
