// `lastcopy learn`: gives the service's memory records of before, so that its first day is none. Nobody is paged for them.
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import { eventsOf, type ReplayTotals } from '../../pipeline/replay.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import type { Command } from '../command.ts'
import { mappingsFor } from '../mappings.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'

/** Sent at once: so many events, or so many letters. */
const most = 2_000
const mostLetters = 8 << 20

export default {
  summary: 'gives memory records of before: settings, habits, copies; and pages nobody',
  usage: [`learn MANIFEST.json ${apiUsage}   records of files, as \`replay\` reads them`],
  async run(args, io) {
    const { values, positionals } = readArgs(args, apiOptions)
    const manifest = required(positionals[0], 'the manifest')
    const mappings = await mappingsFor(sourcesAsked(manifest), undefined, io)
    if (!mappings) return 2
    const { relevance, sources } = await loadDetections(ownDetections, mappings)
    const files = await readManifest(manifest, sources, io.stdin)
    const api = await openApi(values, io)
    if (!api) return 2
    const totals: ReplayTotals = { records: 0, events: 0, dropped: 0, rejects: 0, alerts: 0, pages: 0 }
    let [lines, letters, sent]: [string[], number, number] = [[], 0, 0]
    const send = async (): Promise<void> => {
      if (lines.length === 0) return
      const { learned } = await api.ask('api/learn', { method: 'POST', body: lines.join('\n') })
      sent += Number(learned)
      lines = []
      letters = 0
    }
    for await (const { event, at } of eventsOf(files, { relevance }, totals)) {
      const line = JSON.stringify({ event, at: new Date(at).toISOString() })
      lines.push(line)
      letters += line.length
      if (lines.length >= most || letters >= mostLetters) await send()
    }
    await send()
    io.say(`${totals.records} records read, ${totals.rejects} rejected, ${sent} events given to memory`)
    return totals.rejects > 0 ? 1 : 0
  },
} satisfies Command
