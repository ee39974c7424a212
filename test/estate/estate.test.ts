// The estate: what a file may say, what it makes of events, and what alerts say is left.
import { describe, expect, test } from 'vitest'
import { readEstate } from '../../src/config/estate.ts'
import { newDraft } from '../../src/estate/draft.ts'
import { knowEstate } from '../../src/estate/know.ts'
import type { Alert } from '../../src/model/alert.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { Event } from '../../src/model/event.ts'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { pageText } from '../../src/relay/text.ts'
import { ownLibrary } from '../support/library.ts'

const { detector } = await ownLibrary()
const estate: Estate = {
  copies: [
    { name: 'on site', of: 'ERP', where: ['r-1'], mechanism: 'hardened-repository' },
    { name: 'cloud', of: 'ERP', where: ['Immutable'], keys: ['k-1'] },
    { name: 'tape', of: 'ERP', where: ['vault-a'], mechanism: 'worm-tape', 'last-resort': true },
    { name: 'plant', of: 'OT', where: ['plant-share'], site: 'plant' },
  ],
  people: { administrators: ['EX\\ann'], 'service-accounts': ['EX\\svc'] },
  bastions: ['192.0.2.0/28', '2001:db8::5'],
}

const at = (hours: number): string => new Date(Date.UTC(2026, 2, 2, hours)).toISOString()
let number = 0
function event(time: string, action: string, backup: NonNullable<Event['backup']>): Event {
  number += 1
  return {
    '@timestamp': time,
    event: {
      id: `e${number}`,
      action,
      code: action,
      outcome: 'success',
      kind: 'event',
      category: [],
      type: [],
      dataset: 'generic.json',
      module: 'generic',
      original: '{}',
    },
    backup: { actor: { id: 'eve', name: 'eve', kind: 'person' }, ...backup },
  }
}

function alertsOf(events: readonly Event[], known: Estate | undefined = estate): readonly Alert[] {
  const memory = memoryMap()
  const judged = { ...detector, ...(known ? { estate: knowEstate(known) } : {}) }
  const last = new Map<string, Alert>()
  for (const one of events)
    for (const alert of detectEvent(memory, judged, one, {
      source: 'generic.json',
      position: one.event.id,
      at: one['@timestamp'],
    })?.alerts ?? [])
      last.set(alert.id, alert)
  return [...last.values()]
}
const stakesOf = (alerts: readonly Alert[]) =>
  alerts.map(({ stake }) => [stake?.left, stake?.copies.map(({ name, fate }) => `${name} ${fate}`).join(', ')])

const bucket = { type: 'bucket', id: 'b-9', name: 'immutable' }
const removed = (time: string, id: string) =>
  event(time, 'repository-deleted', { resource: { type: 'repository', id, name: id } })

describe('an alert says what is left', () => {
  test('of the sets that it touches', () =>
    expect(stakesOf(alertsOf([removed(at(1), 'r-1')]))).toEqual([[2, 'on site gone, cloud stands, tape stands']]))

  test('after what other alerts have told', () => {
    const key = event(at(2), 'key-destruction-scheduled', {
      resource: { type: 'key', id: 'k-1' },
      detail: { days_left: 7 },
    })
    const [, second] = alertsOf([removed(at(1), 'r-1'), key])
    expect(second?.stake).toMatchObject({ left: 1, until: { at: at(2 + 7 * 24), why: 'the key is destroyed' } })
  })

  test('again when it is undone', () => {
    const key = (time: string, action: string) => event(time, action, { resource: { type: 'key', id: 'k-1' } })
    const alerts = alertsOf([key(at(1), 'key-disabled'), key(at(2), 'key-enabled'), removed(at(3), 'r-1')])
    expect(stakesOf(alerts).at(-1)).toEqual([2, 'on site gone, cloud stands, tape stands'])
  })

  test('whatever letters the estate is written in, and by the name of what holds it', () => {
    const change = { setting: 'retention', from: 35, to: 2, unit: 'd', direction: 'weakened' } as const
    const [alert] = alertsOf([event(at(1), 'retention-changed', { resource: bucket, change })])
    expect(alert?.priority).toBe('page-now')
    expect(alert?.stake).toMatchObject({
      left: 2,
      until: { at: at(1 + 48), why: 'everything that is there now has expired' },
    })
  })

  test('only of its own site', () => {
    const share = { resource: { type: 'repository', id: 'plant-share' } }
    expect(stakesOf(alertsOf([event(at(1), 'repository-deleted', { ...share, site: 'plant' })]))).toEqual([
      [0, 'plant gone'],
    ])
    expect(stakesOf(alertsOf([event(at(1), 'repository-deleted', { ...share, site: 'office' })]))).toEqual([
      [undefined, undefined],
    ])
  })

  test('in the page, in plain words', () => {
    const [alert] = alertsOf([removed(at(1), 'r-1')])
    if (!alert) throw new Error('no alert')
    expect(pageText(alert, { steps: [] }).stake).toContain('2 of 3 copies of ERP stand: cloud, tape (worm-tape).')
  })

  test('without an estate: until when, and the last point before', () => {
    const job = { type: 'repository', id: 'r-7' }
    const point = (hours: number) =>
      event(at(hours), 'recovery-point-created', {
        resource: { type: 'recovery-point', id: `p${hours}`, container: job },
      })
    const change = { setting: 'retention', from: 30, to: 1, unit: 'd', direction: 'weakened' } as const
    const [alert] = alertsOf(
      [point(1), point(25), event(at(30), 'retention-changed', { resource: job, change })],
      undefined,
    )
    expect(alert?.stake).toEqual({
      copies: [],
      left: 0,
      until: { at: at(54), why: 'everything that is there now has expired' },
      lastPoint: at(25),
    })
  })
})

describe('what the estate says of an event', () => {
  const known = knowEstate(estate)
  test.each([
    ['192.0.2.9', true],
    ['192.0.2.99', false],
    ['2001:db8::5', true],
  ])('%s is a bastion: %s', (ip, is) => expect(known.isBastion(ip)).toBe(is))
  test('accounts are known by id or name, in any case', () =>
    expect([known.account('ex\\ANN'), known.account('x', 'EX\\svc'), known.account('eve')]).toEqual([
      'administrator',
      'service',
      undefined,
    ]))
})

describe('the file', () => {
  const mistakes = (text: string) => {
    const read = readEstate(text, 'estate.yaml', ['veeam.vbr'])
    return read.ok ? [] : read.error.map(({ line, message, hint }) => `${line}: ${message}${hint ? ` (${hint})` : ''}`)
  }
  test.each([
    ['nothing', '', []],
    [
      'a source that is none',
      'consoles: [{name: a, source: veam.vbr}]',
      ['1: consoles[0].source: there is no source "veam.vbr" (did you mean veeam.vbr?)'],
    ],
    [
      'a copy twice',
      'copies:\n- {name: a, where: [x]}\n- {name: A, where: [y]}',
      ['3: copies[1].name: "A" is there twice'],
    ],
    ['a copy that lies nowhere', 'copies: [{name: a, where: []}]', ['1: copies[0].where: needs an entry']],
    [
      'a site that is none',
      'sites: [{name: hamburg}]\ncopies: [{name: a, where: [x], site: hamborg}]',
      ['2: copies[0].site: there is no site "hamborg" (did you mean hamburg?)'],
    ],
    ['a drill of nothing', 'drills: [{of: ERP, every: 90d}]', ['1: drills[0].of: no copy is of "ERP"']],
    [
      'a network that is none',
      'bastions: [192.0.2.0/33]',
      ['1: bastions[0]: must be an address or a network, such as 192.0.2.10 or 198.51.100.0/24'],
    ],
    [
      'a person who is a program',
      'people: {administrators: [a], service-accounts: [A]}',
      ['1: people.administrators[0]: "a" is a service account, too'],
    ],
    [
      'a platform that is none',
      'copies: [{name: a, where: [x], on: [repo1]}]\nplatforms: [{name: repo01, kind: host}]',
      ['1: copies[0].on: there is no "repo1" that it could mean (did you mean repo01?)'],
    ],
    [
      'a console and a platform of one name',
      'consoles: [{name: a, source: veeam.vbr}]\nplatforms: [{name: A, kind: host}]',
      ['2: platforms[0].name: "A" is there twice'],
    ],
    [
      'a directory that is none',
      'identities: [{name: corp}]\nplatforms: [{name: a, kind: host, identity: [crop], four-eyes: corp}]',
      ['2: platforms[0].identity: there is no "crop" that it could mean (there are corp)'],
    ],
    ['a list', '- a', ['1: the file: must be a mapping of settings, such as `site: plant-7`']],
  ])('with %s', (_, text, told) => expect(mistakes(text)).toEqual(told))
})

test('a draft names what holds copies, once, with what was seen of it', () => {
  const draft = newDraft()
  const copy = { is: true, locked: true }
  draft.see(
    event(at(1), 'recovery-point-created', {
      resource: { type: 'recovery-point', id: 'p', container: { type: 'vault', id: 'v-1', name: 'gold' } },
      copy,
    }),
  )
  draft.see(event(at(2), 'immutability-changed', { resource: { type: 'vault', id: 'v-1', name: 'gold' }, copy }))
  draft.see(
    event(at(3), 'repository-created', { resource: { type: 'vault', id: 'v-2', name: 'gold' }, copy: { is: true } }),
  )
  draft.see(event(at(4), 'object-written', { resource: { type: 'bucket', id: 'web' }, copy: { is: false } }))
  expect(draft.estate()).toMatchObject({
    copies: [
      { name: 'gold', where: ['v-1'], mechanism: 'vault-lock' },
      { name: 'gold (v-2)', where: ['v-2'] },
    ],
    people: { administrators: ['eve'] },
  })
})
