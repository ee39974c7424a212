// Syslog over UDP. Nobody can be held up here, so what is lost is counted as far as the platform tells.
import { createSocket, type Socket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { type Clerk, type Desk, type Listener, plainAddress } from './syslog.ts'

/** What the kernel holds until we come; it gives what its own limit allows. */
const buffer = 8 << 20
const lookEvery = 1_000
/** A loss is told on /readyz for so long. */
const toldFor = 60_000
const mostSenders = 10_000

/** @throws when the address cannot be had */
export async function listenDatagrams({ config, parts, hand, warn, clerkFor }: Desk): Promise<Listener> {
  const { name, maxMessage } = config
  const { counts, log } = parts
  const socket = createSocket(isIP(config.host) === 6 ? 'udp6' : 'udp4')
  const clerks = new Map<string, Clerk | undefined>()
  let lost: { readonly at: number; readonly count: number } | undefined
  const lose = (why: 'queue-full' | 'lost-in-kernel', count: number): void => {
    counts.trouble(name, why, count)
    if (lost === undefined || Date.now() - lost.at > toldFor)
      log.warn({ intake: name, why, count }, 'datagrams were lost')
    lost = { at: Date.now(), count: (lost?.count ?? 0) + count }
  }
  const clerkOf = (address: string): Clerk | undefined => {
    if (!clerks.has(address)) {
      if (clerks.size >= mostSenders) clerks.clear()
      clerks.set(address, clerkFor(address))
      if (clerks.get(address) === undefined)
        warn({ intake: name, from: address }, 'nobody reads what this address sends')
    }
    return clerks.get(address)
  }
  socket.on('message', (message, { address }) => {
    const clerk = clerkOf(plainAddress(address))
    if (clerk === undefined) counts.trouble(name, 'unknown-sender', 1)
    else if (hand.full()) lose('queue-full', 1)
    else clerk.take(messageIn(message, maxMessage))
  })
  await bound(socket, config)
  const { port } = socket.address()
  let before = (await kernelDrops(port)) ?? 0
  const look = setInterval(async () => {
    const now = await kernelDrops(port)
    if (now === undefined) return
    if (now > before) lose('lost-in-kernel', now - before)
    before = now
  }, lookEvery)
  look.unref()
  log.info({ intake: name, transport: 'udp', port }, 'listening for syslog')
  return {
    trouble() {
      if (lost && Date.now() - lost.at > toldFor) lost = undefined
      return lost && `${lost.count} datagrams were lost: they came faster than they could be taken`
    },
    async stop() {
      clearInterval(look)
      await new Promise<void>((go) => socket.close(go))
    },
  }
}

/** One message a datagram; RFC 5426, section 3.1. Ends of lines behind it are none of it. */
function messageIn(datagram: Buffer, most: number) {
  let end = datagram.length
  while (end > 0 && [0, 10, 13].includes(datagram[end - 1] ?? -1)) end -= 1
  const bytes = datagram.subarray(0, end)
  if (bytes.length === 0) return []
  if (bytes.length <= most) return [{ kind: 'record', bytes } as const]
  return [{ kind: 'unfit', why: 'too-long', bytes: bytes.subarray(0, most), length: bytes.length } as const]
}

const bound = (socket: Socket, { host, port }: Desk['config']): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, () => {
      socket.removeListener('error', reject)
      socket.on('error', () => undefined)
      try {
        socket.setRecvBufferSize(buffer)
      } catch {
        // A smaller buffer is no reason not to listen.
      }
      resolve()
    })
  })

/** Datagrams that the kernel dropped at a port since it was bound; undefined where the platform does not tell. */
async function kernelDrops(port: number): Promise<number | undefined> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  let drops: number | undefined
  for (const table of ['/proc/net/udp', '/proc/net/udp6']) {
    const text = await readFile(table, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/)
      if (columns[1]?.endsWith(wanted)) drops = (drops ?? 0) + Number(columns.at(-1) ?? 0)
    }
  }
  return drops
}
