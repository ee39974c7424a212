// `lastcopy ready`: what the detections cannot see because its records never arrive, and how to switch these on.
import { existsSync } from 'node:fs'
import { ownDetections } from '../../content/files.ts'
import { loadDetections } from '../../content/load.ts'
import type { BlindReport } from '../../model/stream.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { mappingsFor } from '../mappings.ts'
import { sightFiles } from '../ready/files.ts'
import { tellReady } from '../ready/tell.ts'
import { readManifest, sourcesAsked } from '../replay/manifest.ts'

export default {
  summary: 'tells which detections are blind here because their records never arrive, and how to switch these on',
  usage: [
    `ready [--json] [--without SOURCE[/STREAM]]… ${apiUsage}   what the running service has heard`,
    'ready MANIFEST.json [--json] [--without SOURCE[/STREAM]]… [--detections DIR]   what files hold, as `replay` reads them',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      json: { type: 'boolean' },
      without: { type: 'string', multiple: true },
      detections: { type: 'string' },
    })
    const [manifest, more] = positionals
    if (more !== undefined) throw new UsageError('one manifest at a time')
    const without = values.without ?? []
    let report: BlindReport
    if (manifest === undefined) {
      if (values.detections !== undefined)
        throw new UsageError('--detections goes with a manifest: the service has its own')
      const api = await openApi(values, io)
      if (!api) return 2
      const words = new URLSearchParams(without.map((name): [string, string] => ['without', name]))
      report = (await api.ask(`api/ready?${words}`)) as unknown as BlindReport
      if (!Array.isArray(report.found))
        throw new StopError(`${api.url} does not know what is ready: is it older than this?`)
    } else {
      if (values.url !== undefined) throw new UsageError('a manifest or --url, not both')
      const folder = values.detections ?? ownDetections
      if (!existsSync(folder)) throw new UsageError(`${folder} is not there`)
      const mappings = await mappingsFor(sourcesAsked(manifest), values.config, io)
      if (!mappings) return 2
      const detections = await loadDetections(folder, mappings)
      for (const { file, message } of detections.problems) io.say(`${file}: ${message}`)
      report = await sightFiles(
        await readManifest(manifest, detections.sources, io.stdin),
        detections,
        new Set(without),
        io,
      )
    }
    await tellReady(report, values.json === true, io)
    return report.found.some(({ perhaps }) => !perhaps) ? 1 : 0
  },
} satisfies Command
