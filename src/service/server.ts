// The HTTP server of a process: listening, and an end that waits for what is under way.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '../model/config.ts'

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
