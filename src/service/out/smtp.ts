// Hands one message to a mail server, and says what the server answered; the codes are SMTP's (RFC 5321, section 4.2).
import { isIP } from 'node:net'
import type { HttpAnswer, Mail } from '../../model/pager.ts'
import type { Guard } from './guard.ts'
import { failure, openSocket } from './socket.ts'

/** @param timeout milliseconds for the whole conversation */
export async function sendMail(mail: Mail, timeout: number, guard: Guard): Promise<HttpAnswer> {
  const { host, port, security, user, password, ca, from, to, subject, text, headers } = mail
  let cutOff: NodeJS.Timeout | undefined
  // Loaded with the first mail: most sites page over HTTP.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    tls: {
      ...(isIP(host) === 0 ? { servername: host } : {}),
      host,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca }),
    },
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket(_options, done) {
      openSocket(host, port, timeout, guard).then(
        (connection) => {
          cutOff = setTimeout(
            () => connection.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
            timeout,
          )
          done(null, { connection })
        },
        (cause: Error) => done(cause),
      )
    },
  })
  try {
    const { response, rejected } = await transport.sendMail({
      from,
      to: [...to],
      subject,
      text,
      headers,
      xMailer: false,
    })
    const missed = rejected.length === 0 ? '' : `; ${rejected.length} of ${to.length} recipients were refused`
    return { status: Number(/^\d{3}/.exec(response)?.[0] ?? 250), headers: {}, body: `${response.slice(4)}${missed}` }
  } catch (cause) {
    const code = cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : 0
    if (code < 400) return failure(cause)
    const said = cause instanceof Error && 'response' in cause ? String(cause.response) : ''
    return { status: code, headers: {}, body: said.slice(4, 300) }
  } finally {
    clearTimeout(cutOff)
    transport.close()
  }
}
