// The five precursors fire on consoles, arrays and clouds from the same rules: every sample of a source, run through all of it.
import { describe, expect, test } from 'vitest'
import { detectEvent } from '../../src/pipeline/detect.ts'
import { memoryMap } from '../../src/pipeline/memory-map.ts'
import { linesOf } from '../sources/golden.ts'
import { eventsOf, ownSamples } from '../sources/samples.ts'
import { ownLibrary } from '../support/library.ts'

const { detector } = await ownLibrary()
const samples = await ownSamples()

/** The precursors, and the rules that page for each. */
const precursors: Readonly<Record<string, readonly string[]>> = {
  'retention shortened': ['retention_shortened.yml'],
  'immutability weakened': ['immutability_weakened.yml'],
  'administrator added': ['backup_admin_added.yml'],
  'container of copies deleted': ['repository_deleted.yml'],
  'key endangered or changed': ['key_endangered.yml', 'key_rotated.yml'],
}

/** Files of the rules that page for a record of the source's own samples. */
function pagingFiles(name: string): ReadonlySet<string> {
  const files = new Set<string>()
  for (const { source, raw } of samples.filter((sample) => sample.source.name === name)) {
    const memory = memoryMap()
    for (const { text } of linesOf(raw)) {
      for (const event of eventsOf([source.read(Buffer.from(text), 0)])) {
        const at = event['@timestamp']
        const detected = detectEvent(memory, detector, event, { source: name, position: '0', at })
        for (const { rule } of detected?.matches ?? []) if (rule.lastcopy?.priority === 'page-now') files.add(rule.file)
      }
    }
  }
  return files
}

describe.each(['aws.cloudtrail', 'veeam.vbr', 'netapp.ontap'])('%s', (name) => {
  const files = pagingFiles(name)
  test.each(Object.keys(precursors))('%s', (precursor) => {
    expect((precursors[precursor] ?? []).some((file) => files.has(file))).toBe(true)
  })
})

test('no rule names a vendor, but for words that a vendor gave to something', () => {
  const vendors = /\b(aws|amazon|azure|gcp|veeam|netapp|ontap|rubrik|commvault|cohesity)\b/i
  const named = detector.rules.rules.filter(({ meta }) => vendors.test(JSON.stringify(meta.logsource)))
  expect(named.map(({ meta }) => meta.title)).toEqual([])
})
