// Starts what takes records in without Kafka, each under a name of its own that /readyz and the metrics tell.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { tailFiles } from '../intake/files.ts'
import { httpIntake } from '../intake/http.ts'
import { readStdin } from '../intake/stdin.ts'
import { openSyslog } from '../intake/syslog.ts'
import { tlsOptions } from '../intake/tls.ts'
import type { Config } from '../model/config.ts'
import type { HttpIntake, IntakeCounts } from '../model/intake.ts'
import type { Journal, StageHandle } from '../model/journal.ts'
import type { Logger } from './log.ts'
import type { Supervisor } from './supervise.ts'

export interface IntakesParts {
  readonly config: Config
  readonly journal: Journal
  readonly supervisor: Supervisor
  readonly log: Logger
  readonly counts: IntakeCounts
  readonly input: AsyncIterable<Buffer>
}

export function startIntakes({ config, journal, supervisor, log, counts, input }: IntakesParts): void {
  const { topics, intake } = config
  const { maxBody: most, stdin } = intake
  const parts = { journal, topics, counts, log: tellBy(log), most }
  for (const one of intake.http)
    supervisor.start(`intake ${one.name}`, () =>
      listenHttp(
        one,
        httpIntake({ name: one.name, journal, topics, config: intake, counts, ...(one.tls && { tls: one.tls }) }),
      ),
    )
  for (const one of intake.syslog) supervisor.start(`intake ${one.name}`, () => openSyslog(one, parts))
  for (const one of intake.files)
    supervisor.start(`intake ${one.name}`, () => tailFiles(one, { ...parts, every: second }))
  if (stdin) supervisor.start('intake stdin', () => readStdin({ ...parts, input, source: stdin.source }))
}

const tellBy = (log: Logger) => ({
  info: (more: object, words: string) => log.info(more, words),
  warn: (more: object, words: string) => log.warn(more, words),
})

const second = 1_000
/** So long the rest of a request may take to come. */
const patience = 120_000
const ending = 2_000

async function listenHttp(
  { name, host, port, tls }: HttpIntake,
  handler: ReturnType<typeof httpIntake>,
): Promise<StageHandle> {
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    handler(request, response).catch(() => response.destroy())
  }
  const server: Server = tls ? createSecure(tlsOptions(tls), serve) : createServer(serve)
  server.requestTimeout = patience
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  return {
    lag: async () => [{ topic: name, partition: 0, records: 0, progressAt: Date.now() }],
    async stop() {
      const closed = new Promise((go) => server.close(go))
      server.closeIdleConnections()
      const rest = setTimeout(() => server.closeAllConnections(), ending)
      await closed
      clearTimeout(rest)
    },
  }
}
