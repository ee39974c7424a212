// Measures a storm at full size: how many pages 10,000 alerts in a minute become, and whether each alert is told of.
import { blow, storms } from '../test/promises/storm.ts'

const count = Number(process.env.LASTCOPY_STORM ?? 10_000)
let failed = false
for (const [name, of] of Object.entries(storms)) {
  const began = performance.now()
  const { pages, firstAfter, untold, decided, left } = await blow(count, of)
  const took = Math.round((performance.now() - began) / 1_000)
  process.stdout.write(
    `${count} alerts in a minute ${name}: ${pages} pages on the first channel, the first after ${firstAfter} s; ` +
      `${untold.length} alerts untold, ${decided} in the log, ${left.length} incidents left open at the end (${took} s)\n`,
  )
  failed ||= untold.length > 0 || decided < count || left.length > 0 || firstAfter > 0 || pages > 60
}
process.exitCode = failed ? 1 : 0
