// `lastcopy estate`: checks what a site says of its copies, or drafts it from records.
import { stringify } from 'yaml'
import { loadEstate } from '../../config/estate.ts'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { outsideSources } from '../../content/sources.ts'
import { newDraft } from '../../estate/draft.ts'
import { noTotals, replay } from '../../pipeline/replay.ts'
import { tellOverdue } from '../../posture/proof-findings.ts'
import { survive } from '../../posture/survive.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { tellProblem } from '../config.ts'
import type { Io } from '../io.ts'
import { mappingsFor } from '../mappings.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'
import { withMemory } from '../replay/memory.ts'
import { drillsFrom } from '../report/drills.ts'
import { readVerb } from '../verbs.ts'

export default {
  summary: 'checks what a site says of its copies, or drafts it from records',
  usage: [
    'estate check FILE [--drills FILE]   and which drills are overdue; with drills as `drill list` prints them',
    'estate draft MANIFEST.json   from the records of a manifest, as `replay` reads it; YAML on stdout',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, { drills: { type: 'string' } })
    const [verb, file = ''] = readVerb(positionals, { check: [1, 1], draft: [1, 1] })
    if (verb === 'draft' && values.drills !== undefined) throw new UsageError('draft has no --drills')
    return verb === 'check' ? check(file, values.drills, io) : draft(file, io)
  },
} satisfies Command

async function check(file: string, drills: string | undefined, io: Io): Promise<number> {
  const estate = loadEstate(file, outsideSources())
  if (!estate.ok) {
    for (const problem of estate.error) io.say(tellProblem(problem))
    io.say(estate.error.length === 1 ? '1 mistake' : `${estate.error.length} mistakes`)
    return 1
  }
  const { copies = [], consoles = [] } = estate.value
  const sets = new Set(copies.map(({ of, name }) => of ?? name))
  const alone = [...sets].filter((set) => copies.filter(({ of, name }) => (of ?? name) === set).length === 1)
  io.say(`${copies.length} copies of ${sets.size} sets, ${consoles.length} consoles: nothing to mend`)
  if (alone.length > 0) io.say(`only one copy: ${alone.slice(0, mostTold).join(', ')}`)
  const at = new Date().toISOString()
  const known = drills === undefined ? [] : await drillsFrom(drills, io)
  const overdue = copies.length === 0 ? [] : (survive(estate.value, [], { at, drills: known }).proof?.overdue ?? [])
  for (const one of overdue.slice(0, mostTold)) io.say(`overdue: ${one.of}: ${tellOverdue(one)}`)
  if (overdue.length > mostTold) io.say(`overdue: and ${overdue.length - mostTold} more`)
  return 0
}

const mostTold = 20

const head = `# Drafted from records: what was seen, and nothing else. Say of what each copy is (of), how it is locked where that was not seen
# (mechanism), which one must be there when all others are gone (last-resort), and take out what is no copy.
`

async function draft(manifest: string, io: Io): Promise<number> {
  const mappings = await mappingsFor(sourcesAsked(manifest), undefined, io)
  if (!mappings) return 2
  const { detector, relevance, sources } = await loadDetections(ownDetections, mappings)
  const files = await readManifest(manifest, sources, io.stdin)
  const drafted = newDraft()
  const totals = noTotals()
  const options = { detector, relevance, decide: () => undefined, observe: drafted.see }
  await withMemory(async (memory) => {
    for await (const _ of replay(files, options, totals, memory));
  })
  const estate = drafted.estate()
  await io.text(`${head}${Object.keys(estate).length === 0 ? '{}\n' : stringify(estate)}`)
  io.say(`${totals.records} records, ${estate.copies?.length ?? 0} places that hold copies`)
  return 0
}
