import { expect, test } from 'vitest'
import source from '../../../src/sources/purestorage.flashblade/source.ts'
import { eventsOf } from '../samples.ts'

const read = (text: string) => source.read(Buffer.from(text), Date.UTC(2026, 2, 18))
const told = (command: string, subcommand: string, given: string) =>
  eventsOf([
    read(
      JSON.stringify({
        name: '7',
        time: Date.UTC(2026, 2, 17, 23),
        user: 'ann',
        command,
        subcommand,
        arguments: given,
        ip_address: '192.0.2.10',
        user_interface: 'CLI',
        array_name: 'fb01',
      }),
    ),
  ])

test.each<[string, string, string, string, string, unknown]>([
  ['purebucket', 'destroy', 'b', 'repository-deleted', 'fb01/bucket/b', undefined],
  ['purefs', 'destroy', 'f.s', 'recovery-point-deleted', 'fb01/file-system/f.s', undefined],
  ['purefs', 'eradicate', 'f', 'repository-deleted', 'fb01/file-system/f', undefined],
  ['purebucket', 'setattr', '--retention-mode "" b', 'immutability-changed', 'fb01/bucket/b', 'off'],
  ['purebucket', 'setattr', '--default-retention 7d b', 'immutability-changed', 'fb01/bucket/b', 7],
  ['purebucket', 'setattr', '--versioning=suspended b', 'versioning-changed', 'fb01/bucket/b', 'suspended'],
  ['purebucket', 'setattr', '--eradication-delay 1d b', 'guard-changed', 'fb01/bucket/b', 1],
  ['purebucket', 'setattr', '--quota 10T b', 'repository-changed', 'fb01/bucket/b', undefined],
  ['purepolicy', 'setattr', '--keep-for 2d p', 'retention-changed', 'fb01/policy p', 2],
  ['purepolicy', 'remove-rule', 'p', 'retention-changed', 'fb01/policy p', undefined],
  ['purepolicy', 'delete', 'p', 'job-stopped', 'fb01/policy p', 'off'],
  ['purepolicy', 'remove', '--fs f p', 'policy-assigned', 'fb01/file-system/f', 'off'],
  ['purefs', 'replica-link delete', 'f', 'replication-changed', 'fb01/replication/f', 'off'],
  ['pureobjaccount', 'delete', 'acc', 'parent-deleted', 'fb01/account acc', undefined],
  ['pureadmin', 'create', '--role array_admin bob', 'admin-added', 'bob@fb01', undefined],
])('%s %s %s is %s', (command, subcommand, given, action, id, to) => {
  const [event] = told(command, subcommand, given)
  expect([event?.event.action, event?.backup?.resource?.id, event?.backup?.change?.to]).toEqual([action, id, to])
  expect(event).toMatchObject({
    '@timestamp': '2026-03-17T23:00:00.000Z',
    event: { dataset: 'purestorage.flashblade' },
    user: { id: 'ann@fb01' },
    source: { ip: '192.0.2.10' },
  })
})

test('a command that nobody knows is a plain event, and one of another product a reject', () => {
  expect(told('purefs', 'dance', 'x')[0]?.event.action).toBe('other')
  expect(told('purearray', 'list', '')[0]?.event.action).toBe('read')
  expect(read('{"command":"volume delete"}').ok).toBe(false)
})
