// An OpenID provider on this machine: discovery, keys, a page with a name to press, codes that are good once and bound by PKCE.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OidcProvider {
  readonly issuer: string
  /** Claims of whoever may be pressed, by name. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>
  /** Changes what the next token says. */
  spoil: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined
  /** Answers nobody any more, and again. */
  down: boolean
  close(): Promise<void>
}

interface Grant {
  readonly name: string
  readonly challenge: string
  readonly nonce: string
  readonly redirect: string
}

export async function startOidcProvider(client: {
  readonly id: string
  readonly secret: string
}): Promise<OidcProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => {
    if (provider.down) return void response.socket?.destroy()
    const url = new URL(request.url ?? '/', provider.issuer)
    const json = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      })
    if (url.pathname === '/keys')
      return json(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] })
    if (url.pathname === '/authorize') {
      const asked = Object.fromEntries(url.searchParams)
      if (asked.client_id !== client.id || asked.code_challenge_method !== 'S256' || !asked.nonce || !asked.state)
        return json(400, { error: 'invalid_request' })
      const links = [...provider.people.keys()].map((name) => {
        const code = randomBytes(16).toString('hex')
        const { code_challenge: challenge = '', nonce = '', redirect_uri: redirect = '', state = '' } = asked
        grants.set(code, { name, challenge, nonce, redirect })
        return `<a href="${redirect}?${new URLSearchParams({ code, state, iss: provider.issuer })}">${name}</a>`
      })
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(links.join(' '))
    }
    if (url.pathname === '/token')
      return void bodyOf(request).then((body) => {
        const given = new URLSearchParams(body)
        const grant = grants.get(given.get('code') ?? '')
        grants.delete(given.get('code') ?? '')
        const proof = createHash('sha256')
          .update(given.get('code_verifier') ?? '')
          .digest('base64url')
        if (given.get('client_id') !== client.id || given.get('client_secret') !== client.secret)
          return json(401, { error: 'invalid_client' })
        if (!grant || grant.challenge !== proof || grant.redirect !== given.get('redirect_uri'))
          return json(400, { error: 'invalid_grant' })
        const now = Math.floor(Date.now() / 1_000)
        const claims = { iss: provider.issuer, aud: client.id, iat: now, exp: now + 300, nonce: grant.nonce }
        const said = { ...claims, ...provider.people.get(grant.name) }
        const idToken = tokenOf(provider.spoil ? provider.spoil(said) : said)
        json(200, { access_token: randomBytes(8).toString('hex'), token_type: 'Bearer', id_token: idToken })
      })
    json(404, {})
  })
  const tokenOf = (claims: object): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(claims)}`
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const provider: OidcProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people: new Map(),
    spoil: undefined,
    down: false,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return provider
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
