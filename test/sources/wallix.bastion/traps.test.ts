import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import source from '../../../src/sources/wallix.bastion/source.ts'
import { readsPieces } from '../hostile.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const read = (value: Json | string) =>
  source.read(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), Date.UTC(2026, 2, 2, 12))
const eventOf = (value: Json | string) => eventsOf([read(value)])[0]
const header = '<14>1 2026-03-02T10:00:05+01:00 bastion01 WAB(root) 4597 - - '
const audit = (action: string, type: string, infos: string, object = 'helper') =>
  `${header}[wabaudit] action="${action}" type="${type}" object="${object}" user="admin" client_ip="203.0.113.77" infos="${infos}"`
const session = (type: string, more: string) =>
  `${header}[SSH Session] session_id="s-1" client_ip="203.0.113.21" target_ip="192.0.2.60" user="jdoe" device="repo01" service="SSH" account="root" type="${type}" ${more}`

test.each([
  [audit('add', 'User', 'profile [user]'), 'user-added', 'success'],
  [audit('add', 'User', 'profile [product_administrator]'), 'admin-added', 'success'],
  [audit('edit', 'User', "profile ['user' to 'operation_administrator']"), 'admin-added', 'success'],
  [audit('edit', 'User', 'userPassword [********]'), 'credential-added', 'success'],
  [audit('edit', 'User', "userauths ['local, radius' to 'local']"), 'mfa-changed', 'success'],
  [audit('delete', 'User', ''), 'user-removed', 'success'],
  [audit('edit', 'Usergroup', 'users [Add < helper >]', 'Backup Admins'), 'role-granted', 'success'],
  [audit('edit', 'Usergroup', 'users [Remove < helper and 2 other(s) >]', 'Backup Admins'), 'role-revoked', 'success'],
  [audit('edit', 'Authorization', "approvalRequired ['True' to 'False']"), 'four-eyes-changed', 'success'],
  [audit('edit', 'Authorization', "active_quorum ['2' to '1']"), 'four-eyes-changed', 'success'],
  [audit('edit', 'Authorization', "isRecorded ['True' to 'False']"), 'audit-changed', 'success'],
  [audit('delete', 'sessionlog', ''), 'audit-changed', 'success'],
  [audit('list', 'Approvals', ''), 'read', 'success'],
  [audit('edit', '__proto__', "constructor ['a' to 'b']"), 'other', 'success'],
  [`${header}[sysaudit] action="delete" type="siem-dest" object="x" user="admin" infos=""`, 'audit-changed', 'success'],
  [
    `${header}[wabauth] action="authentify" user="x" client_ip="203.0.113.77" status="failure" infos="diagnostic [Authentication failed]`,
    'sign-in',
    'failure',
  ],
  [
    `${header}[wabauth] type="UserAuth" action="authentify" user="x" client_ip="203.0.113.77" status="canceled" infos=""`,
    'sign-in',
    'failure',
  ],
  [
    `${header}[wabauth] action="authentify" user="x" client_ip="203.0.113.77" status="started" infos=""`,
    'sign-in',
    'unknown',
  ],
  [session('SESSION_ESTABLISHED_SUCCESSFULLY', ''), 'sign-in', 'success'],
  [session('KBD_INPUT', 'data="chattr -i /mnt/backup/a.vbk"'), 'immutability-changed', 'success'],
  [session('NEW_PROCESS', 'command_line="vssadmin delete shadows /all /quiet"'), 'recovery-point-deleted', 'success'],
  [session('SESSION_DISCONNECTION', 'duration="157:45:59"'), 'other', 'success'],
  [
    `${header}[Vault Activity] action="checkout" user="x" account="root@local@repo01" result="Checkout failed"`,
    'read',
    'failure',
  ],
  [`${header}[integrity] session_uid="u" status="failed" type="SSH" user="jdoe@192.0.2.1"`, 'audit-changed', 'success'],
  [`${header}[integrity] session_uid="u" status="OK" type="SSH" user="jdoe@192.0.2.1"`, 'read', 'success'],
  ['action="list" type="Approvals" user="OPERATOR" client_ip="127.0.0.1" infos=""', 'read', 'success'],
  ['pam_unix(sshd:session): session opened for user root(uid=0) by (uid=0)', 'other', 'unknown'],
])('%s', (line, action, outcome) => {
  expect(eventOf(line)?.event).toMatchObject({ action, outcome })
})

describe('traps of its lines', () => {
  test('a value that holds line breaks is one value', () => {
    const line =
      '[wabaudit] action="add" type="Approval" object="<Approval(uid=1)>\n\n" user="jdoe" client_ip="203.0.113.21" infos=""'
    const events = eventsOf([
      read({ '@timestamp': '2026-03-02T09:00:00Z', message: `${line}\n${audit('delete', 'User', '')}` }),
    ])
    expect(events.map(({ user, event }) => [user?.name, event.code])).toEqual([
      ['jdoe', 'add.Approval'],
      ['admin', 'delete.User'],
    ])
  })
  test('the first of equal names counts: what somebody typed is not who he is', () => {
    expect(eventOf(`${session('KBD_INPUT', 'data="user=')}root" user="root"`)?.user?.name).toBe('jdoe')
  })
  test('whose recording was changed is not who changed it', () => {
    const event = eventOf(`${header}[sessionintegrity] session_uid="u" status="failed" user="jdoe@192.0.2.1"`)
    expect(event?.backup?.actor).toBeUndefined()
    expect(event?.backup?.change).toMatchObject({ direction: 'weakened' })
  })
  test('recordings that are no longer sealed', () => {
    const weaker = eventOf(
      audit(
        'edit',
        'Recording Options',
        "Recording Options ['No encryption, with checksum' to 'No encryption, no checksum']",
      ),
    )
    expect(weaker?.backup?.change?.direction).toBe('weakened')
    const better = eventOf(
      audit(
        'edit',
        'Recording Options',
        "Recording Options ['No encryption, no checksum' to 'Encryption, with checksum']",
      ),
    )
    expect(better?.backup?.change).toBeUndefined()
  })
  test('a header without its priority is a header', () => {
    expect(
      eventOf('2026-03-02T10:20:12+01:00 bastion01 sshd 991 - - pam_unix(sshd:session): session opened for user x')
        ?.observer?.name,
    ).toBe('bastion01')
  })
  test('CEF of older versions', () => {
    expect(
      eventOf(
        'Mar  2 08:26:10 bastion01 CEF:1|Wallix|WAB|6.0.1|0x0000232f|delete|5|suser=admin src=203.0.113.77 WallixWABtype=User WallixWABobject=helper',
      ),
    ).toMatchObject({
      event: { action: 'user-removed', code: 'delete.User' },
      source: { ip: '203.0.113.77' },
      user: { name: 'admin', target: { name: 'helper' } },
    })
  })
})

test.each<[Json | string, string]>([
  ['hello', 'the line is none of a bastion: it has no log in brackets, such as [wabaudit]'],
  [{ a: 1 }, 'the object holds no line of a bastion'],
])('%j is refused', (value, reason) => {
  expect(rejectsOf([read(value)])).toEqual([reason])
})

test('pieces of lines, and endless ones, throw nothing', () => {
  readsPieces(source, [
    audit('edit', 'Usergroup', "users [Add < a, b >], x ['1' to '2']"),
    session('KBD_INPUT', 'data="x"'),
  ])
})

const files = realOf('wallix.bastion')
test.runIf(files.length > 0)('real lines are all read, with who and from where where the line says so', () => {
  const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
  expect(rejectsOf(readings)).toEqual([])
  for (const event of eventsOf(readings)) {
    if (/client_ip="/.test(event.event.original)) expect(event.source?.ip).toBeDefined()
    if (/ user="/.test(event.event.original)) expect(event.related?.user?.length).toBeGreaterThan(0)
  }
})
