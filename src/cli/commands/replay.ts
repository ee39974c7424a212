// `lastcopy replay`: the whole pipeline over files; what would have been rejected, alerted and paged, and when.
import { existsSync } from 'node:fs'
import { notePlan } from '../../alert/planned.ts'
import { ownDetections } from '../../content/files.ts'
import { type Detections, loadDetections } from '../../content/load.ts'
import { knowEstate } from '../../estate/know.ts'
import { defaultSite } from '../../model/site.ts'
import { firstAndWorse } from '../../pipeline/paging.ts'
import { type LaterPages, laterPages } from '../../pipeline/policy-pages.ts'
import { learnFiles, noTotals, replay } from '../../pipeline/replay.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { tellProblem } from '../config.ts'
import { readEstateFile } from '../estate.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'
import { findPolicy, pagersFor } from '../relay/policy.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'
import { withMemory } from '../replay/memory.ts'
import { readPlans } from '../replay/plans.ts'
import { asJson, asText, totalsLine, totalsText } from '../replay/tell.ts'

const options = {
  json: { type: 'boolean' },
  detections: { type: 'string' },
  estate: { type: 'string' },
  policy: { type: 'string' },
  changes: { type: 'string' },
  learn: { type: 'string' },
  config: { type: 'string' },
} as const

export default {
  summary: 'runs files through the whole pipeline and tells what would have been paged',
  usage: [
    'replay MANIFEST.json [--json] [--detections DIR] [--estate FILE] [--learn MANIFEST] [--policy FILE] [--changes FILE] [--config FILE]',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    const manifest = required(positionals[0], 'the manifest')
    if (positionals.length > 1) throw new UsageError('one manifest at a time')
    const policy = await policyFor(values.policy, values.config, io)
    if (policy === 'wrong') return 2
    const estate = values.estate === undefined ? undefined : knowEstate(readEstateFile(values.estate))
    const folder = values.detections ?? ownDetections
    if (!existsSync(folder)) throw new UsageError(`${folder} is not there`)
    const asked = [manifest, ...(values.learn === undefined ? [] : [values.learn])].flatMap(sourcesAsked)
    const mappings = await mappingsFor(asked, values.config, io)
    if (!mappings) return 2
    const detections = await loadDetections(folder, mappings)
    const files = await readManifest(manifest, detections.sources, io.stdin)
    const before = values.learn === undefined ? [] : await readManifest(values.learn, detections.sources, io.stdin)
    const plans = values.changes === undefined ? [] : await readPlans(values.changes, io.stdin)
    tellProblems(detections, io)
    const totals = noTotals()
    const { relevance } = detections
    const detector = { ...detections.detector, estate }
    await withMemory(async (memory) => {
      const sites = estate?.sites(defaultSite).all ?? [defaultSite]
      for (const plan of plans) for (const site of new Set([plan.site, ...sites])) notePlan(memory, { ...plan, site })
      await learnFiles(before, { detector, relevance }, noTotals(), memory)
      const stages = { detector, relevance, decide: firstAndWorse(), later: policy }
      for await (const line of replay(files, stages, totals, memory)) {
        if (values.json) await io.json(asJson(line))
        else {
          const text = asText(line)
          if (text !== undefined) await io.text(`${text}\n`)
        }
      }
    })
    if (values.json) await io.json(totalsLine(totals))
    else await io.text(`${totalsText(totals)}\n`)
    return 0
  },
} satisfies Command

/** @throws UsageError where the file is not there */
async function policyFor(
  file: string | undefined,
  config: string | undefined,
  io: Io,
): Promise<LaterPages | undefined | 'wrong'> {
  if (file === undefined) return undefined
  if (!existsSync(file)) throw new UsageError(`--policy ${file} is not there`)
  const found = await findPolicy({ file, config })
  if ('wrong' in found) {
    for (const problem of found.wrong) io.say(tellProblem(problem))
    return 'wrong'
  }
  const { policy } = found.read
  return laterPages(policy, pagersFor(found.ground, policy))
}

function tellProblems({ problems }: Detections, io: Io): void {
  for (const { file, line, message } of problems) io.say(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)
}
