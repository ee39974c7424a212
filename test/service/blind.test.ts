// What a service does not see: the sources that its configuration names, judged with what its memory heard.
import { expect, test } from 'vitest'
import { outsideSources } from '../../src/content/sources.ts'
import { day, hour } from '../../src/lib/duration.ts'
import { makeBlind, namedSources } from '../../src/service/blind.ts'
import { ownLibrary } from '../support/library.ts'

const none = { maxBody: 1, tokens: [], signatures: [], sourcetypes: {}, http: [], syslog: [], files: [] }
const every = Object.fromEntries(outsideSources().map((source) => [`audit.${source}`, source]))
const config = { topics: every, intake: none, sources: [], ready: { without: [] } }

test('topics that nobody chose name no source; what is written down does', () => {
  expect(namedSources(config)).toEqual([])
  expect(namedSources({ ...config, topics: { 'audit.aws': 'aws.cloudtrail' } })).toEqual(['aws.cloudtrail'])
  const files = [{ name: 'f', paths: [], source: 'samba.audit', begin: 'end', format: 'lines' }] as const
  const token = { name: 't', token: 'secret', sources: ['duo.admin'] }
  expect(namedSources({ ...config, intake: { ...none, files, tokens: [token] } })).toEqual(['duo.admin', 'samba.audit'])
})

test('a source that is named and silent, and a stream that a source which speaks lacks', async () => {
  const detections = await ownLibrary()
  const now = Date.parse('2026-03-31T12:00:00Z')
  const voice = (source: string) => ({ site: 'here', source, first: now - 30 * day, last: now - hour, silent: false })
  const seen = { site: 'here', source: 'netapp.ontap', first: now - 30 * day, last: now - hour, days: 9 }
  const named = { ...config, topics: { a: 'netapp.ontap', b: 'veeam.vbr' } }
  const parts = {
    config: named,
    sites: ['here'],
    detections: () => detections,
    heard: () => ({
      heard: [voice('netapp.ontap'), voice('lastcopy.audit')],
      seen: [{ ...seen, stream: 'administration' }],
    }),
    now: () => now,
  }
  const blind = makeBlind(parts)
  const told = blind([])?.found.map(({ kind, source, stream = '' }) => `${kind} ${source} ${stream}`.trim())
  expect(told).toEqual(['source-never-spoke veeam.vbr', 'stream-missing netapp.ontap ems'])
  expect(blind(['veeam.vbr', 'netapp.ontap/ems'])?.found).toEqual([])
  const without = { ...named, ready: { without: ['netapp.ontap/ems'] } }
  expect(makeBlind({ ...parts, config: without })(['veeam.vbr'])?.found).toEqual([])
  expect(makeBlind({ ...parts, heard: () => undefined })([])).toBeUndefined()
})
