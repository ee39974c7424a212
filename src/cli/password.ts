// Asks for a password: without an echo on a terminal, else from the next line of stdin; never from the command line.
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { StopError } from './command.ts'
import type { Io } from './io.ts'

/** @throws StopError when there is none, or the second one is another */
export async function askPassword(io: Io, what: string, twice: 'once' | 'twice' = 'once'): Promise<string> {
  const terminal = io.stdin as NodeJS.ReadStream
  if (terminal.isTTY !== true) {
    const line = await nextLine(io.stdin)
    if (line === '') throw new StopError('no password: type it at the terminal, or hand it in on stdin')
    return line
  }
  const given = await hidden(terminal, io.err, `${what}: `)
  if (given === '') throw new StopError('no password was given')
  if (twice === 'twice' && (await hidden(terminal, io.err, 'Once more: ')) !== given)
    throw new StopError('the two are not the same')
  return given
}

let lines: AsyncIterator<string> | undefined

/** Stdin is read line by line: who hands in two passwords writes two lines. */
async function nextLine(stdin: NodeJS.ReadableStream): Promise<string> {
  lines ??= createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  const { value, done } = await lines.next()
  return done === true ? '' : value
}

const interrupt = '\u0003'
const backspace = new Set(['\u007f', '\b'])

function hidden(terminal: NodeJS.ReadStream, out: Writable, prompt: string): Promise<string> {
  return new Promise((done, failed) => {
    let typed = ''
    out.write(prompt)
    terminal.setRawMode(true)
    terminal.setEncoding('utf8')
    terminal.resume()
    const end = (): void => {
      terminal.off('data', take)
      terminal.setRawMode(false)
      terminal.pause()
      out.write('\n')
    }
    const take = (text: string): void => {
      for (const sign of text) {
        if (sign === interrupt) {
          end()
          failed(new StopError('given up'))
          return
        }
        if (sign === '\r' || sign === '\n') {
          end()
          done(typed)
          return
        }
        typed = backspace.has(sign) ? [...typed].slice(0, -1).join('') : typed + sign
      }
    }
    terminal.on('data', take)
  })
}
