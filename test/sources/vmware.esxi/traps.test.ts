import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import esxi from '../../../src/sources/vmware.esxi/source.ts'
import vcenter from '../../../src/sources/vmware.vcenter/source.ts'
import { eventsOf, readingsOf, realOf, rejectsOf } from '../samples.ts'

const received = Date.UTC(2026, 2, 2, 12)
const host = (line: string) => eventsOf([esxi.read(Buffer.from(line), received)])[0]
const center = (line: string) => eventsOf([vcenter.read(Buffer.from(line), received)])[0]

describe('one thing in every layout of a host', () => {
  test.each([
    ['8', '2026-03-02T09:00:00.100Z In(14) shell[1]: [root]: vim-cmd vmsvc/snapshot.removeall 12', ''],
    ['7', '<110>2026-03-02T09:00:00.100Z esx01 shell[1]: [root]: vim-cmd vmsvc/snapshot.removeall 12', 'esx01'],
    [
      'structured',
      '<110>2026-03-02T09:00:00.100Z esx01 shell[1]: [shell.cmd@6876 subject="root" object="shell" command="vim-cmd vmsvc/snapshot.removeall 12" result="success" status="0"]',
      'esx01',
    ],
    [
      'RFC 5424',
      '<110>1 2026-03-02T09:00:00.100Z esx01 shell 1 - [shell.cmd@6876 subject="root" object="shell" command="vim-cmd vmsvc/snapshot.removeall 12" result="success" status="0"] ',
      'esx01',
    ],
    [
      'relayed',
      'Mar  2 10:01:00 192.0.2.8 2026-03-02T09:00:00.100Z esx01 shell[1]: [root]: vim-cmd vmsvc/snapshot.removeall 12',
      'esx01',
    ],
  ])('%s', (_, line, name) => {
    expect(host(line)).toMatchObject({
      '@timestamp': '2026-03-02T09:00:00.100Z',
      event: { action: 'recovery-point-deleted', code: 'shell-command', outcome: 'success' },
      user: { name: 'root' },
      ...(name === '' ? {} : { host: { name } }),
    })
  })

  test('a command that failed did nothing', () => {
    expect(
      host(
        '<110>2026-03-02T09:00:00.100Z esx01 shell[1]: [shell.cmd@6876 subject="root" command="esxcli system auditrecords local disable" result="failure" status="1"]',
      )?.event.outcome,
    ).toBe('failure')
  })

  test('a relay’s stamp is when it took the line', () => {
    expect(host('Mar  2 10:01:00 192.0.2.8 2026-03-02T09:00:00.100Z esx01 shell[1]: [root]: ls')?.event.created).toBe(
      '2026-03-02T10:01:00.000Z',
    )
  })
})

describe('an event of vCenter', () => {
  const line = (rest: string) =>
    `<14>1 2026-03-02T09:00:01Z vc01 vpxd 1 - -  Event [7] [1-1] [2026-03-02T09:00:00.1Z] ${rest}`

  test('has its brackets by their places, empty ones too', () => {
    expect(
      center(
        line(
          '[vim.event.UserLoginSessionEvent] [info] [ACME\\mwolf] [] [7] [User ACME\\mwolf@192.0.2.7 logged in as x]',
        ),
      ),
    ).toMatchObject({
      event: { id: '7', code: 'UserLoginSessionEvent', action: 'sign-in', created: '2026-03-02T09:00:01.000Z' },
      source: { ip: '192.0.2.7' },
      backup: { actor: { id: 'mwolf@acme', kind: 'person' } },
    })
  })

  test('that is cut keeps its first part, and the others are parts of the same act', () => {
    const [first, second] = [
      center(
        '<14>1 2026-03-02T09:00:01Z vc01 vpxd 1 - -  Event [7] [1-2] [2026-03-02T09:00:00.1Z] [vim.event.VmReconfiguredEvent] [info] [A\\b] [DC] [7] [Reconfigured x on y in DC. ',
      ),
      center('<14>1 2026-03-02T09:00:01Z vc01 vpxd 1 - -  Event [7] [2-2] 18", parent = (fileName = "x")'),
    ]
    expect(first?.event).toMatchObject({ id: '7', code: 'VmReconfiguredEvent' })
    expect(second?.event).toMatchObject({ id: '7/2', action: 'other' })
    expect(first?.backup?.act).toBe(second?.backup?.act)
  })

  test.each([
    ['Permission created for ACME\\x on Datacenters, role is Administrator, propagation is Enabled', 'admin-added'],
    ['Permission created for ACME\\x on DC1, role is Read-only, propagation is Enabled', 'role-granted'],
  ])('%s', (message, action) => {
    expect(center(line(`[vim.event.PermissionAddedEvent] [info] [ACME\\a] [] [7] [${message}]`))?.event.action).toBe(
      action,
    )
  })

  test('of single sign-on has its quotes escaped or not, and its month first', () => {
    const json =
      '{"user":"a@ACME","client":"192.0.2.7","timestamp":"01/29/2026 08:49:33 GMT","description":"User a@ACME@192.0.2.7 failed to log in","type":"com.vmware.sso.LoginFailure"}'
    for (const text of [json, json.replaceAll('"', '\\"')])
      expect(center(`2026-01-29T08:49:33.509Z INFO websso[52] [CorId=x] [auditlogger] ${text}`)).toMatchObject({
        '@timestamp': '2026-01-29T08:49:33.000Z',
        event: { action: 'sign-in', outcome: 'failure' },
        user: { name: 'a@ACME' },
        source: { ip: '192.0.2.7' },
      })
  })

  test('nobody who is a part of vSphere is a person', () => {
    expect(
      center(
        line(
          '[vim.event.UserLoginSessionEvent] [info] [VSPHERE.LOCAL\\vpxd-extension-1] [] [7] [User VSPHERE.LOCAL\\vpxd-extension-1@192.0.2.3 logged in as x]',
        ),
      )?.backup?.actor?.kind,
    ).toBe('provider')
  })
})

test.each([[esxi], [vcenter]])('anything at all throws nothing', (source) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      source.read(
        Buffer.from(`<166>2026-03-02T09:00:00Z h Hostd: [Originator@6876 ${one}] Event 1 : ${other}`),
        received,
      )
      source.read(Buffer.from(`Event [${one}] [1-1] [x] [${other}] [${one}] [] [] [] [${other}`), received)
      source.read(
        Buffer.from(JSON.stringify({ key: one, eventTypeId: other, createdTime: one, host: other })),
        received,
      )
    }),
    { numRuns: 300 },
  )
  const before = process.cpuUsage().user
  for (const part of ['Adding Name: ', 'User a@', '[', 'Permission created for ', "'"])
    source.read(
      Buffer.from(
        `<14>1 2026-03-02T09:00:01Z v vpxd 1 - -  Event [7] [1-1] [t] [vim.event.EventEx] [i] [u] [d] [7] [${part.repeat(40_000)}`,
      ),
      received,
    )
  expect(process.cpuUsage().user - before).toBeLessThan(2_000_000)
})

for (const source of [esxi, vcenter]) {
  const files = realOf(source.name)
  test.runIf(files.length > 0)(`real lines of ${source.name} are all read`, () => {
    const readings = files.flatMap(([, raw]) => readingsOf(source, raw))
    expect(rejectsOf(readings)).toEqual([])
    expect(eventsOf(readings).length).toBeGreaterThan(25)
  })
}
