// TLS for those that listen: the server's certificate, and which of the senders' certificates hold.
import type { TLSSocket, TlsOptions } from 'node:tls'
import type { Tls } from '../model/intake.ts'

/** So long a sender may take to agree on a connection. */
const handshake = 10_000

export const tlsOptions = ({ cert, key, ca }: Tls): TlsOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
  handshakeTimeout: handshake,
  // Whether it holds is looked at afterwards, so that a sender without one may come where that is wanted.
  ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false }),
})

export interface Client {
  /** The common name of its certificate. */
  readonly name?: string
  readonly refused?: string
}

/** Who a sender is by its certificate, or why it is refused. */
export function clientOf(socket: TLSSocket, { ca, requireClient, clients }: Tls): Client {
  if (ca === undefined) return {}
  const certificate = socket.getPeerCertificate()
  if (Object.keys(certificate).length === 0) return requireClient ? { refused: 'it shows no certificate' } : {}
  if (!socket.authorized) return { refused: `its certificate does not hold: ${socket.authorizationError}` }
  const { subject, subjectaltname = '' } = certificate
  const common = [subject.CN].flat().filter((name) => name !== undefined)
  const names = [...common, ...subjectaltname.split(', ').flatMap((one) => /^DNS:(.+)$/.exec(one)?.[1] ?? [])]
  if (clients.length > 0 && !names.some((name) => clients.includes(name)))
    return { refused: `its certificate is of ${names.join(', ')}` }
  return names[0] === undefined ? {} : { name: names[0] }
}
