// A pager that notes when it was called about whom, and the processor time of those who call it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Calls {
  readonly url: string
  /** When each actor was paged, epoch milliseconds. */
  readonly of: ReadonlyMap<string, readonly number[]>
  close(): Promise<void>
}

export async function startCalls(): Promise<Calls> {
  const of = new Map<string, number[]>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    const [who] = /"event_action":"(?!trigger)/.test(body) ? [] : (/operator-\d+/.exec(body) ?? [])
    if (who !== undefined) of.set(who, [...(of.get(who) ?? []), Date.now()])
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}')
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    of,
    close: () =>
      new Promise((go) => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
}

/** Seconds of processor time of a process so far, as the kernel counts it in hundredths; 0 when it is gone. */
export function processorOf(pid: number): number {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const fields = rest.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}
