// The HTTP server of a process: listening, and an end that waits for what is under way.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { minute, second } from '../lib/duration.ts'
import type { Config } from '../model/config.ts'

/** Whoever dawdles loses the connection; what is answered may take as long as it likes, as the stream of changes does. */
export interface Patience {
  /** Milliseconds for the head of a request. */
  readonly head: number
  /** For all of it: a batch of records over a slow line. */
  readonly whole: number
  /** How often that is looked at. */
  readonly look: number
}

const usualPatience: Patience = { head: 15 * second, whole: 2 * minute, look: 5 * second }

/** Answers with the app, and waits for nobody for ever. */
export const makeServer = (app: RequestListener, { head, whole, look }: Patience = usualPatience): Server =>
  createServer({ headersTimeout: head, requestTimeout: whole, connectionsCheckingInterval: look }, app)

/** @returns the address that people reach it by */
export async function listen(server: Server, { host, port }: Config['web']): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  const { port: actual } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
}

/** Connections that are still open two seconds later are cut. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const rest = setTimeout(() => server.closeAllConnections(), 2_000)
  await closed
  clearTimeout(rest)
}
