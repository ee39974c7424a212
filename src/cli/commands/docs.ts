// `lastcopy docs`: a page for each detection, with what cases and samples showed and its runbook.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { coverageOf } from '../../content/coverage/matrix.ts'
import { samplesOf } from '../../content/coverage/samples.ts'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { detectionPages } from '../../content/pages.ts'
import { readArgs, required } from '../args.ts'
import type { Command } from '../command.ts'

export default {
  summary: 'writes a page for each detection: what it says and misses, where it fired, its cases, its runbook',
  usage: ['docs --out DIR [--detections DIR]'],
  async run(args, io) {
    const { values } = readArgs(args, { out: { type: 'string' }, detections: { type: 'string' } })
    const out = resolve(required(values.out, '--out'))
    const detections = await loadDetections(resolve(values.detections ?? ownDetections))
    const pages = detectionPages(detections, coverageOf(detections, samplesOf(detections)))
    for (const [name, text] of pages) {
      const path = join(out, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    io.say(`${pages.size} pages in ${out}`)
    return 0
  },
} satisfies Command
