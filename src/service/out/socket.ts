// Opens a connection to a host that may be reached, within a time.
import { connect, isIP, type Socket } from 'node:net'
import { type Guard, whyRefused } from './guard.ts'

/**
 * A TCP connection.
 * @param timeout milliseconds
 * @throws an error whose `code` says why, as the system names it or as `guard` does
 */
export function openSocket(host: string, port: number, timeout: number, guard: Guard): Promise<Socket> {
  const why = isIP(host) === 0 ? undefined : guard.refusal(host)
  if (why !== undefined) return Promise.reject(Object.assign(new Error(why), { refused: true }))
  return new Promise((go, stop) => {
    const socket = connect({ host, port, lookup: guard.lookup })
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })),
      timeout,
    )
    const failed = (error: Error): void => {
      clearTimeout(timer)
      stop(error)
    }
    socket.once('error', failed)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', failed)
      go(socket)
    })
  })
}

/** What an error of a socket says of a page that was not told. */
export function failure(cause: unknown): { readonly status: 0; readonly error: string; readonly refused?: true } {
  if (!(cause instanceof Error)) return { status: 0, error: 'the connection failed' }
  if ('refused' in cause) return { status: 0, error: cause.message, refused: true }
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const closed = whyRefused(code)
  return closed === undefined
    ? { status: 0, error: code ?? 'the connection failed' }
    : { status: 0, error: closed, refused: true }
}
