// Which site an event belongs to: by its copies, its console, its host or account; what sites share goes to each of them.
import { describe, expect, test } from 'vitest'
import { knowEstate } from '../../src/estate/know.ts'
import type { Estate } from '../../src/model/estate.ts'
import type { Event } from '../../src/model/event.ts'

const estate: Estate = {
  sites: [{ name: 'hamburg' }, { name: 'lyon' }],
  consoles: [
    { name: 'vbr01', source: 'veeam.vbr', site: 'hamburg', hosts: ['vbr01.example.com', '192.0.2.7'] },
    { name: 'vbr02', source: 'veeam.vbr', site: 'lyon', hosts: ['vbr02.example.com'] },
    { name: 'cloud of Lyon', source: 'aws.cloudtrail', site: 'lyon', hosts: ['111122223333'] },
    { name: 'plant', source: 'ot.octoplant', site: 'lyon' },
  ],
  copies: [
    { name: 'A', of: 'ERP', site: 'hamburg', where: ['arn:aws:s3:::erp-hamburg'], keys: ['k-1'] },
    { name: 'B', of: 'CRM', site: 'lyon', where: ['r-2'], keys: ['k-1'] },
  ],
}

const event = (dataset: string, platform: string, more: Partial<Event> & { id?: string } = {}): Event => ({
  '@timestamp': '2026-03-02T00:00:00.000Z',
  event: {
    id: 'e',
    action: 'other',
    code: 'x',
    outcome: 'success',
    kind: 'event',
    category: [],
    type: [],
    dataset,
    module: 'm',
    original: '',
  },
  ...more,
  backup: { platform, ...(more.id === undefined ? {} : { resource: { type: 'bucket', id: more.id } }) },
})

describe('an event belongs', () => {
  const { of, ofSource } = knowEstate(estate).sites('default')
  test.each([
    ['to the site of its console', event('veeam.vbr', 'veeam.vbr', { observer: { name: 'VBR02' } }), ['lyon']],
    ['by any of its hosts', event('linux.syslog', 'linux.syslog', { host: { name: 'vbr01' } }), ['hamburg']],
    ['by an address', event('linux.syslog', 'linux.syslog', { host: { name: '192.0.2.7' } }), ['hamburg']],
    ['by the account', event('aws.cloudtrail', 'aws.iam', { cloud: { account: { id: '111122223333' } } }), ['lyon']],
    [
      'by the copy, wherever it is managed',
      event('aws.cloudtrail', 'aws.s3', { cloud: { account: { id: '111122223333' } }, id: 'arn:aws:s3:::erp-hamburg' }),
      ['hamburg'],
    ],
    ['to both whose copies one key seals', event('kmip.audit', 'kmip', { id: 'K-1' }), ['hamburg', 'lyon']],
    ['by a source that only one site has', event('ot.octoplant', 'ot.octoplant'), ['lyon']],
    ['to all when they share a directory', event('entra.audit', 'entra'), ['hamburg', 'lyon']],
    [
      'to all when nobody says whose account it is',
      event('aws.cloudtrail', 'aws.s3', { cloud: { account: { id: '444455556666' } } }),
      ['hamburg', 'lyon'],
    ],
    [
      'to the line’s own site when nobody knows its host',
      event('linux.syslog', 'linux.syslog', { host: { name: 'web17' } }),
      ['default'],
    ],
  ])('%s', (_, told, sites) => expect(of(told)).toEqual(sites))

  test('a source is heard where it may speak', () => {
    expect(ofSource('ot.octoplant')).toEqual(['lyon'])
    expect(ofSource('entra.audit')).toEqual(['hamburg', 'lyon', 'default'])
  })
})

test('with one site everything is of it, unless the configuration calls it otherwise', () => {
  const known = knowEstate({ sites: [{ name: 'hamburg' }] })
  const told = event('linux.syslog', 'linux.syslog')
  expect(known.sites('default').of(told)).toEqual(['hamburg'])
  expect(known.sites('berlin').of(told)).toEqual(['berlin'])
  expect(knowEstate({}).sites('default').of(told)).toEqual(['default'])
})
