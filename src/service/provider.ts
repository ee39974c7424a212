// The OpenID provider: where a browser is sent, and who it is when it comes back. Code flow with PKCE, state and nonce.
import * as client from 'openid-client'
import { fail, ok } from '../lib/result.ts'
import type { OidcConfig } from '../model/config.ts'
import { type AccessRole, accessRoles } from '../model/people.ts'
import type { ProviderDesk } from '../web/deps.ts'

export interface ProviderParts {
  /** Where people reach Lastcopy. */
  readonly publicUrl: string
  now(): number
}

/** What it says of itself may change: its keys do by themselves, its addresses seldom. */
const goodFor = 3_600_000
/** Seconds that the provider may take. */
const patience = 10

export function makeProvider(oidc: OidcConfig, { publicUrl, now }: ProviderParts): ProviderDesk {
  const redirect = `${publicUrl}/sign-in/provider/back`
  let found: { readonly at: number; readonly config: client.Configuration } | undefined

  /** Asked when somebody comes: a provider that is down keeps nobody from starting. */
  const discovered = async (): Promise<client.Configuration> => {
    if (found && now() - found.at < goodFor) return found.config
    const issuer = new URL(oidc.issuer)
    const authentication = oidc.clientSecret === undefined ? client.None() : undefined
    const config = await client.discovery(issuer, oidc.clientId, oidc.clientSecret, authentication, {
      timeout: patience,
      // The configuration allows it for this machine alone.
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
    })
    found = { at: now(), config }
    return config
  }
  return {
    label: oidc.label,
    breakGlass: oidc.breakGlass,
    async begin() {
      const config = await discovered()
      const checks = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: ['openid', ...oidc.scopes].join(' '),
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, checks }
    },
    async finish(query, { state, nonce, verifier }) {
      const config = await discovered()
      const answer = await granted(config, new URL(`${redirect}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      if (!answer.ok) return answer
      const claims = answer.value
      const values = [claims[oidc.roleClaim]].flat()
      const role = [...accessRoles]
        .reverse()
        .find((one) => oidc.roles[one]?.some((value: string) => values.includes(value)))
      if (role === undefined) return fail('the provider gives you no role here; whoever looks after it can')
      const name = claims[oidc.nameClaim]
      if (typeof name !== 'string') return fail(`the provider gives no name in ${oidc.nameClaim}`)
      return ok({ issuer: claims.iss, subject: claims.sub, name: name.toLowerCase(), role: role satisfies AccessRole })
    },
  }
}

const unanswered: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])

/** What the provider refuses, or what is not what we asked for, is somebody who does not come in; no answer at all is thrown. */
async function granted(config: client.Configuration, address: URL, checks: client.AuthorizationCodeGrantChecks) {
  try {
    const claims = (await client.authorizationCodeGrant(config, address, checks)).claims()
    return claims ? ok(claims) : fail('the provider does not say who you are')
  } catch (cause) {
    if (cause instanceof client.AuthorizationResponseError || cause instanceof client.ResponseBodyError)
      return fail(`the provider says no: ${cause.error}`)
    if (cause instanceof client.ClientError && !unanswered.has(String(cause.code)))
      return fail('what came back from the provider does not belong to this sign-in')
    throw cause
  }
}
