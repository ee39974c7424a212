// Syslog over connections, plain or TLS. Whoever sends faster than the journal takes is held up; whoever stalls is let go.
import { createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createTls, type TLSSocket } from 'node:tls'
import { makeFramer } from './frames.ts'
import { textOf } from './parts.ts'
import { type Desk, type Listener, plainAddress } from './syslog.ts'
import { clientOf, tlsOptions } from './tls.ts'

/** @throws when the address or the certificate cannot be had */
export async function listenStream(desk: Desk): Promise<Listener> {
  const { config, parts, warn } = desk
  const { counts, log } = parts
  const open = new Set<Connection>()
  const accept = (socket: Socket): void => {
    const connection = serve(socket, desk, () => {
      open.delete(connection)
      counts.connections(config.name, open.size)
    })
    open.add(connection)
    counts.connections(config.name, open.size)
  }
  const server = config.tls
    ? createTls(tlsOptions(config.tls), (socket) => {
        const client = config.tls && clientOf(socket as TLSSocket, config.tls)
        if (client?.refused === undefined) return accept(socket)
        refuse(socket, 'tls-failed', client.refused)
      })
    : createPlain(accept)
  const refuse = (socket: Socket, why: 'tls-failed', words: string): void => {
    counts.trouble(config.name, why, 1)
    warn({ intake: config.name, from: plainAddress(socket.remoteAddress), words }, 'a sender was refused')
    socket.destroy()
  }
  server.maxConnections = config.maxConnections
  server.on('drop', () => counts.trouble(config.name, 'too-many-connections', 1))
  server.on('tlsClientError', (cause: Error, socket: Socket) => refuse(socket, 'tls-failed', textOf(cause)))
  await listen(server, config)
  log.info({ intake: config.name, transport: config.transport, port: portOf(server) }, 'listening for syslog')
  return {
    trouble: () => undefined,
    async stop() {
      const closed = new Promise((go) => server.close(go))
      for (const connection of [...open]) connection.close()
      await closed
    },
  }
}

interface Connection {
  close(): void
}

function serve(socket: Socket, { config, parts, hand, warn, clerkFor }: Desk, gone: () => void): Connection {
  const { counts } = parts
  const from = plainAddress(socket.remoteAddress)
  const client = config.tls ? clientOf(socket as TLSSocket, config.tls) : undefined
  const clerk = clerkFor(from, client?.name)
  const framer = makeFramer(config.maxMessage)
  let deadline: NodeJS.Timeout | undefined
  let over = false
  const finish = (how: 'ended' | 'broken'): void => {
    if (over) return
    over = true
    clearTimeout(deadline)
    clerk?.take(framer.end(how))
  }
  /** A message that has begun must come to its end in time, however often a byte of it comes. */
  const watch = (): void => {
    if (over || !framer.unfinished()) {
      clearTimeout(deadline)
      deadline = undefined
    } else deadline ??= setTimeout(() => socket.destroy(), config.unfinished)
  }
  const rest = async (): Promise<void> => {
    clearTimeout(deadline)
    deadline = undefined
    socket.pause()
    await hand.room()
    socket.resume()
    watch()
  }
  const take = (chunk: Buffer): void => {
    const before = framer.unfinished()
    const frames = framer.feed(chunk)
    clerk?.take(frames)
    // Another message than the one that was waited for.
    if (before && frames.length > 0) {
      clearTimeout(deadline)
      deadline = undefined
    }
    if (framer.lost()) return void socket.destroy()
    watch()
    if (hand.full()) void rest()
  }
  if (clerk === undefined) {
    counts.trouble(config.name, 'unknown-sender', 1)
    warn({ intake: config.name, from }, 'nobody reads what this address sends')
    socket.destroy()
  }
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 60_000)
  socket.setTimeout(config.idle, () => {
    // Silent because it is held up: that is no idling.
    if (!socket.isPaused()) socket.destroy()
  })
  socket.on('data', take)
  socket.on('end', () => finish('ended'))
  socket.on('error', () => undefined)
  socket.on('close', () => {
    finish('broken')
    gone()
  })
  return { close: () => socket.destroy() }
}

const listen = (server: Server, { host, port }: Desk['config']): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      server.on('error', () => undefined)
      resolve()
    })
  })

const portOf = (server: Server): number | undefined => {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}
