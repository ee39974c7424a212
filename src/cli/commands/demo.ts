// `lastcopy demo`: forty days of an attack through the real service on this machine, with every page as the on-call gets it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { tellDuration } from '../../lib/duration.ts'
import { makeLog } from '../../service/log.ts'
import { type Service, startService } from '../../service/start.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { knownThings, tellProblem } from '../config.ts'
import { type Canvas, canvasOn, wrap } from '../demo/draw.ts'
import { type Played, play } from '../demo/play.ts'
import { openReceiver, type Received } from '../demo/receiver.ts'
import { readStory } from '../demo/story.ts'
import type { Io } from '../io.ts'

const ownStory = join(import.meta.dirname, '../../../samples/stories/forty-days/manifest.json')

const opening = `Lastcopy reads the audit logs of backup systems and clouds, and wakes a person when somebody begins to take the last copies away.
Below, forty days at a small firm run at high speed through the real service. On most of them nothing happens; on some, an intruder gets ready.`

export default {
  summary: 'shows on this machine what the product does, in a minute',
  usage: ['demo [--exit] [--fast] [--story MANIFEST.json]'],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      exit: { type: 'boolean' },
      fast: { type: 'boolean' },
      story: { type: 'string' },
    })
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much`)
    const canvas = canvasOn(io.out as NodeJS.WriteStream, process.env.NO_COLOR === undefined)
    const days = await readStory(values.story ?? ownStory, io.stdin)
    const folder = mkdtempSync(join(tmpdir(), 'lastcopy-demo-'))
    const stopping = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
    const arrived: Received[] = []
    const receiver = await openReceiver((page) => arrived.push(page))
    try {
      for (const line of opening.split('\n')) canvas.say(wrap(line, canvas.width).join('\n'))
      canvas.say('')
      const service = await start(folder, receiver.url, io)
      if (!service) return 2
      try {
        const pace = canvas.live && !values.fast ? { pauseMs: 2_200, dayMs: 220 } : { pauseMs: 0, dayMs: 0 }
        const played = await play(days, { url: service.url, canvas, arrived, stop: stopping.signal, ...pace })
        canvas.say(await summary(played, service, canvas))
        if (!values.exit && !stopping.signal.aborted) await stays(service, canvas, stopping.signal)
      } finally {
        await service.stop()
      }
      return 0
    } finally {
      await receiver.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
} satisfies Command

/** The service as anybody would start it: a file, checked as every file is. */
async function start(folder: string, pagerUrl: string, io: Io): Promise<Service | undefined> {
  const file = join(folder, 'lastcopy.yml')
  // A repeat belongs to the wall clock; the story's days pass in seconds.
  writeFileSync(
    file,
    `journal: { path: demo.db }
web: { listen: "127.0.0.1:0" }
paging: { repeat: 30d, allow: [127.0.0.1] }
pagers:
  - { name: on-call, kind: pagerduty, settings: { routingKey: "demo-routing-key-of-32-characters", url: "${pagerUrl}" } }
`,
  )
  const loaded = loadConfig({ file, env: {}, cwd: folder, known: await knownThings() })
  if (!loaded.ok) {
    for (const problem of loaded.error) io.say(tellProblem(problem))
    return undefined
  }
  const service = await startService(loaded.value, makeLog({ level: 'fatal', secrets: loaded.value.secrets }))
  await service.started
  return service
}

async function summary(
  { records, pages, slowestMs, marks }: Played,
  { url }: Service,
  { paint }: Canvas,
): Promise<string> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const events = [...metrics.matchAll(/^lastcopy_events_total\{[^}]*\} (\d+)/gm)].reduce(
    (sum, found) => sum + Number(found[1]),
    0,
  )
  const all = `${url}/api/alerts?limit=1&status=open,acknowledged,resolved,closed`
  const { total } = (await (await fetch(all)).json()) as { readonly total: number }
  const quiet = marks.filter((paged) => !paged).length
  const tell = (count: number, one: string): string => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
  return [
    '',
    `${tell(records, 'record')}  →  ${tell(events, 'event')} that matter to backups  →  ${tell(total, 'alert')}  →  ${paint.bold(tell(pages, 'page'))}`,
    `On ${quiet} of ${marks.length} days nobody was woken.${pages > 0 ? ` The slowest page came ${tellDuration(slowestMs)} after its record.` : ''}`,
  ].join('\n')
}

async function stays({ url }: Service, { say, paint }: Canvas, stop: AbortSignal): Promise<void> {
  say(`\nLook at the alerts:  ${paint.bold(`${url}/`)}   (Ctrl-C ends the demo)`)
  await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }))
}
