// `lastcopy coverage`: which classes of precursors fire on which systems, shown by cases and samples.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { coverageOf } from '../../content/coverage/matrix.ts'
import { samplesOf } from '../../content/coverage/samples.ts'
import { coveragePage, coverageText, navigatorLayer } from '../../content/coverage/tell.ts'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'

export default {
  summary: 'shows which classes of precursors fire on which systems, from cases that ran',
  usage: ['coverage [--detections DIR] [--json] [--navigator FILE] [--html FILE]'],
  async run(args, io) {
    const { values } = readArgs(args, {
      detections: { type: 'string' },
      json: { type: 'boolean' },
      navigator: { type: 'string' },
      html: { type: 'string' },
    })
    const detections = await loadDetections(resolve(values.detections ?? ownDetections))
    const coverage = coverageOf(detections, samplesOf(detections))
    if (values.navigator) writeFileSync(values.navigator, `${JSON.stringify(navigatorLayer(coverage), null, 2)}\n`)
    if (values.html) writeFileSync(values.html, coveragePage(coverage))
    for (const cell of values.json ? coverage.cells : []) await io.json(cell)
    for (const gap of values.json ? coverage.gaps : []) await io.json({ ...gap, cases: 0, samples: 0 })
    if (!values.json) await io.text(coverageText(coverage))
    io.say(
      `${coverage.cells.length} of ${coverage.sources.length * coverage.classes.length} cells shown, by ${coverage.ran - coverage.failed} cases and the samples of ${coverage.sources.length} sources`,
    )
    if (coverage.failed > 0) io.say(`${coverage.failed} cases failed and show nothing: \`lastcopy test\` tells why`)
    return coverage.failed > 0 ? 1 : 0
  },
} satisfies Command
