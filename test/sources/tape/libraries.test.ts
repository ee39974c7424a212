import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import ibm from '../../../src/sources/ibm.tape/source.ts'
import quantum from '../../../src/sources/quantum.scalar/source.ts'
import spectra from '../../../src/sources/spectra.tape/source.ts'
import { eventsOf } from '../samples.ts'

const at = Date.UTC(2026, 2, 2, 12)
const said = (text: string, source: { read: typeof ibm.read } = ibm) =>
  eventsOf([source.read(Buffer.from(`<14>1 2026-03-02T10:00:00Z lib01 - - - - ${text}`), at)])[0]

describe('a tape library', () => {
  test.each([
    ['Cartridge A00017L8 was exported by user jdoe', 'media-moved', 'lib01/A00017L8'],
    ['Volume A00017L8 moved to I/O station by jdoe', 'media-moved', 'lib01/A00017L8'],
    ['Media A00017L8 ejected', 'media-moved', 'lib01/A00017L8'],
    ['Tape A00017L8 missing after inventory', 'media-moved', 'lib01/A00017L8'],
    ['Cartridge A00017L8 imported', 'media-moved', 'lib01/A00017L8'],
    ['Cartridge A00017L8 moved from slot 12 to drive 3', 'other', 'lib01'],
    ['Cleaning cartridge CLNU01L1 was ejected automatically', 'other', 'lib01'],
    ['Drive 3 requires cleaning', 'other', 'lib01'],
    ['WORM cartridge A00017LX: overwrite attempted', 'worm-violated', 'lib01/A00017LX'],
    ['WORM cartridge A00017LX mounted in drive 2', 'other', 'lib01'],
    ['TapeAlert 59 on drive 2, cartridge A00017LX', 'worm-violated', 'lib01/A00017LX'],
    ['TapeAlert 20 on drive 2: clean now', 'other', 'lib01'],
    ['Logical library VEEAM deleted by jdoe', 'repository-deleted', 'lib01/partition/VEEAM'],
    ["Partition 'Vault 1' was modified", 'repository-changed', 'lib01/partition/Vault 1'],
    ['Partition VEEAM created', 'repository-created', 'lib01/partition/VEEAM'],
    ['Main access door opened', 'exposure-changed', 'lib01'],
    ['Encryption disabled for partition VEEAM', 'encryption-changed', 'lib01/partition/VEEAM'],
    ['Encryption key moniker KEY2024 was deleted', 'key-destruction-scheduled', 'lib01/key/KEY2024'],
    ['Key server SKM-1 removed', 'key-disabled', 'lib01/key-manager'],
    ['Cartridge A00017L8 was erased', 'object-overwritten', 'lib01/A00017L8'],
    ["User 'svc2' added with role administrator", 'admin-added', 'svc2@lib01'],
    ['Syslog server 198.51.100.9 removed', 'audit-changed', 'lib01/log'],
    ['NTP server removed', 'clock-changed', 'lib01'],
    ['Firmware update finished', 'other', 'lib01'],
  ])('%s is told as %s of %s', (text, action, id) => {
    const event = said(text)
    expect([event?.event.action, event?.backup?.resource?.id]).toEqual([action, id])
  })

  test.each([
    ['Cartridge A00017L8 exported by user jdoe', 'jdoe@lib01', 'person', undefined],
    ['Cartridge A00017L8 exported by host', 'host@lib01', 'product', undefined],
    ['Cartridge A00017L8 automatically exported', 'library@lib01', 'provider', true],
    ['Cartridge A00017L8 exported by jdoe, scheduled vaulting', 'jdoe@lib01', 'person', true],
    ['Cartridge A00017L8 exported', undefined, undefined, undefined],
  ])('%s is by %s, a %s', (text, id, kind, scheduled) => {
    const { actor, detail } = said(text)?.backup ?? {}
    expect([actor?.id, actor?.kind, detail?.scheduled]).toEqual([id, kind, scheduled])
  })

  test('what failed is a failure, but for write-once media', () => {
    expect(said('Login failed for user admin from 203.0.113.9')).toMatchObject({
      event: { action: 'sign-in', outcome: 'failure' },
      user: { name: 'admin' },
      source: { ip: '203.0.113.9' },
    })
    expect(said('Export of cartridge A00017L8 failed')?.event.outcome).toBe('failure')
    expect(said('WORM integrity check failed for cartridge A00017LX')?.event.outcome).toBe('success')
  })

  test('a medium has its label as a further id, so that the safe knows it too', () => {
    expect(said('Cartridge A00017L8 exported')?.backup?.resource?.aliases).toEqual(['tape/A00017L8'])
  })
})

test('IBM: an event of the interface, in a list as it answers', () => {
  const answer = [
    {
      ID: 1649,
      severity: 'information',
      time: '2026-03-02T09:00:44-0700',
      location: null,
      user: 'jdoe',
      library: 'a',
      description: 'Cartridge A00017L8 was exported',
    },
  ]
  expect(eventsOf([ibm.read(Buffer.from(JSON.stringify(answer)), at)])).toMatchObject([
    {
      '@timestamp': '2026-03-02T16:00:44.000Z',
      event: { id: 'a/1649', action: 'media-moved' },
      user: { name: 'jdoe' },
      observer: { name: 'a' },
    },
  ])
})

describe('BlueScale', () => {
  const blue = (text: string) => eventsOf([spectra.read(Buffer.from(`<6>BlueScale_TFIN01[212]:(340)${text}`), at)])[0]
  test('says its library, and no time', () => {
    expect(blue('Cartridge A00017L8 was exported by user jdoe')).toMatchObject({
      event: { action: 'media-moved', reason: expect.stringContaining('no time') },
      observer: { name: 'TFIN01' },
    })
  })
  test.each([
    ['Remove the exported TeraPack from the Entry/Exit Port.'],
    ['If the partition was deleted in error, create it again.'],
    ['No action is required.'],
    ['Export the WORM cartridge that was overwritten.'],
  ])('advice is no act: %s', (text) => {
    expect(blue(text)?.event).toMatchObject({ action: 'other', outcome: 'unknown' })
  })
  test('behind a relay it is the same', () => {
    const line = '<6>Mar  2 10:00:00 192.0.2.9 BlueScale_TFIN01[212]:(340)Cartridge A00017L8 was exported'
    expect(eventsOf([spectra.read(Buffer.from(line), at)])[0]).toMatchObject({
      '@timestamp': '2026-03-02T10:00:00.000Z',
      observer: { name: 'TFIN01' },
    })
  })
})

test.each([
  ['ibm.tape', ibm],
  ['quantum.scalar', quantum],
  ['spectra.tape', spectra],
])('%s: strangers are refused, and hostile values throw nothing', (_, source) => {
  for (const record of ['hello', '{"a":1}', '[]', '{"time":"2026-03-02T10:00:00Z"}'])
    expect(eventsOf([source.read(Buffer.from(record), at)])).toEqual([])
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      source.read(Buffer.from(json), at)
      source.read(
        Buffer.from(`{"time":"2026-03-02T10:00:00Z","severity":"x","message":${json},"volser":${json},"user":${json}}`),
        at,
      )
      source.read(Buffer.from(`<14>1 2026-03-02T10:00:00Z lib01 - - - - Cartridge ${text} exported by ${text}`), at)
      source.read(Buffer.from(`<6>BlueScale_${text}[1]:(1)${text}`), at)
    }),
    { numRuns: 150 },
  )
})
