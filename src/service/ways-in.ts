// Who may come in and how, as the configuration says it to the web room.
import type { Config } from '../model/config.ts'
import type { WebDeps } from '../web/deps.ts'
import { factorKeyOf } from './link-key.ts'
import { makeProvider } from './provider.ts'

/** @throws when the key of second factors cannot be read or made */
export function waysIn(config: Config, now: () => number): Pick<WebDeps, 'access' | 'provider'> {
  const { tokens, proxies, publicUrl, secondFactor, oidc } = config.web
  const factorKey = config.roles.includes('console') ? factorKeyOf(config) : undefined
  return {
    access: {
      tokens,
      proxies,
      ...(publicUrl && { publicUrl }),
      ...(secondFactor && { secondFactor }),
      ...(factorKey && { factorKey }),
    },
    ...(oidc && publicUrl && { provider: makeProvider(oidc, { publicUrl, now }) }),
  }
}
