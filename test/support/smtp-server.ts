// A loopback mail server (RFC 5321, with STARTTLS and AUTH PLAIN), in the moods that a mail server has.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Certificate } from './certificates.ts'

export type MailMood = 'accept' | 'later' | 'no' | 'hang' | 'one-recipient' | 'drop-after-data'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly user?: string
  /** Headers and body as they came. */
  readonly text: string
}

export interface MailServer {
  readonly port: number
  readonly mails: readonly ReceivedMail[]
  /** Every command line, in order. */
  readonly said: readonly string[]
  mood: MailMood
  close(): Promise<void>
}

export interface MailServerOptions {
  readonly certificate?: Certificate
  /** TLS from the first byte. */
  readonly tls?: boolean
  /** Name and password that it asks for. */
  readonly login?: readonly [string, string]
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const said: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(here, options, options.tls ? secured(socket, options) : socket, { greet: true, secure: options.tls === true })
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const here: MailServer = {
    port: (server.address() as AddressInfo).port,
    mails,
    said,
    mood: 'accept',
    close: () =>
      new Promise((go) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => go())
      }),
  }
  return here
}

const secured = (socket: Socket, { certificate }: MailServerOptions): TLSSocket => {
  const tls = new TLSSocket(socket, { isServer: true, ...certificate })
  tls.on('error', () => {})
  return tls
}

function talk(
  server: MailServer,
  options: MailServerOptions,
  socket: Socket,
  { greet, secure }: { readonly greet: boolean; readonly secure: boolean },
): void {
  let rest = ''
  let data: string[] | undefined
  let user: string | undefined
  let from = ''
  let to: string[] = []
  const say = (text: string): void => void socket.write(`${text}\r\n`)
  const commands: Readonly<Record<string, (line: string) => void>> = {
    EHLO() {
      const starts = options.certificate && !secure ? ['STARTTLS'] : []
      const all = ['mail.example.com', ...starts, ...(options.login ? ['AUTH PLAIN'] : []), '8BITMIME']
      for (const [at, one] of all.entries()) say(`250${at === all.length - 1 ? ' ' : '-'}${one}`)
    },
    STARTTLS() {
      say('220 go on')
      socket.removeAllListeners('data')
      talk(server, options, secured(socket, options), { greet: false, secure: true })
    },
    AUTH(line) {
      const [, name = '', word = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0')
      const good = name === options.login?.[0] && word === options.login[1]
      if (good) user = name
      say(good ? '235 welcome' : '535 5.7.8 not you')
    },
    MAIL(line) {
      from = /<(.*?)>/.exec(line)?.[1] ?? ''
      to = []
      say(options.login && user === undefined ? '530 sign in first' : '250 fine')
    },
    RCPT(line) {
      if (server.mood === 'later') return say('451 4.7.1 greylisted, come back')
      if (server.mood === 'no' || (server.mood === 'one-recipient' && to.length > 0))
        return say('550 5.1.1 nobody here')
      to.push(/<(.*?)>/.exec(line)?.[1] ?? '')
      say('250 fine')
    },
    DATA() {
      data = []
      say('354 go on')
    },
    QUIT() {
      say('221 bye')
      socket.end()
    },
  }
  socket.on('data', (part: Buffer) => {
    const lines = (rest + part.toString()).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (data && line === '.') {
        ;(server.mails as ReceivedMail[]).push({ from, to, secure, ...(user ? { user } : {}), text: data.join('\n') })
        data = undefined
        if (server.mood === 'drop-after-data') socket.destroy()
        else say('250 2.0.0 taken as 1')
      } else if (data) data.push(line.replace(/^\./, ''))
      else {
        ;(server.said as string[]).push(line)
        const command = commands[line.split(' ')[0]?.toUpperCase() ?? '']
        if (command) command(line)
        else say('502 what?')
      }
    }
  })
  if (greet && server.mood !== 'hang') say('220 mail.example.com')
}
