// What the cases of a folder show when they run: each case with what came of it, and the coverage of all that passed.
import { readFileSync } from 'node:fs'
import type { CaseProof, ProofDone } from '../model/detections.ts'
import { readCaseFile } from './case-file.ts'
import { caseLines } from './case-lines.ts'
import { coverageOf, techniquesOf } from './coverage/matrix.ts'
import { samplesOf } from './coverage/samples.ts'
import { caseFiles, rulesOf } from './files.ts'
import type { Detections } from './load.ts'

/** Runs every case that somebody wrote. */
export function proveAll(detections: Detections): Omit<ProofDone, 'at' | 'seconds'> {
  const cases: CaseProof[] = []
  const texts = new Map<string, CaseTexts>()
  const { metas, ...coverage } = coverageOf(detections, samplesOf(detections), (file, one, result) => {
    const known = texts.get(file.name) ?? textsOf(file.path)
    texts.set(file.name, known)
    const { line, text } = known(one.name)
    cases.push({
      file: file.name,
      of: rulesOf(file.name),
      name: one.name,
      ...(line === undefined ? {} : { line }),
      passed: result.differences.length === 0,
      differences: result.differences,
      fired: [...result.fired],
      alerts: result.alerts.map(({ rule, priority, summary }) => ({ rule: rule.id, priority, summary })),
      text,
    })
  })
  const unreadable = caseFiles(detections.folder).flatMap(({ name, path }) => {
    const read = readCaseFile(path)
    return read.ok ? [] : [{ file: name, mistakes: read.error }]
  })
  return { cases, unreadable, coverage: { ...coverage, techniques: techniquesOf(coverage.cells, metas) } }
}

type CaseTexts = (name: string) => { readonly line?: number; readonly text: string }

/** A case reaches from its line to the next one's; comments between them belong to neither. */
function textsOf(path: string): CaseTexts {
  const begins = caseLines(path)
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  const places = [...begins.values()].sort((a, b) => a - b)
  return (name) => {
    const line = begins.get(name)
    if (line === undefined) return { text: '' }
    const next = places.find((place) => place > line) ?? lines.length + 1
    const own = lines.slice(line - 1, next - 1)
    while (/^\s*(#.*)?$/.test(own.at(-1) ?? 'x')) own.pop()
    const indent = Math.min(...own.filter((text) => text.trim() !== '').map((text) => text.search(/\S/)))
    return { line, text: own.map((text) => text.slice(indent)).join('\n') }
  }
}
