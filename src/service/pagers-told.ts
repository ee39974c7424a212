// The pagers and the policy as the people stage is told them at a start: by digests, so that a change is noticed and nothing told.
import { createHmac } from 'node:crypto'
import { canonical } from '../lib/json.ts'
import type { PagersLoaded } from '../model/ask.ts'
import type { Config } from '../model/config.ts'
import { linkKeyOf } from './link-key.ts'

/**
 * A change of a secret counts too: whoever swaps a routing key sends the pages elsewhere. Its digest is made under the key of links,
 * which lies in no topic, so that nobody can try guesses; where there is no such key secrets are left out.
 */
export function pagersOf(config: Pick<Config, 'pagers' | 'paging' | 'secrets' | 'web' | 'journal'>): PagersLoaded {
  const key = linkKeyOf(config)
  const { file: _, ...policy } = config.paging.policy ?? {}
  const digest = (value: object): string =>
    createHmac('sha256', key ?? '')
      .update(canonical(key ? plain(value) : blotted(value, config.secrets)))
      .digest('hex')
      .slice(0, 32)
  return {
    act: 'pagers-loaded',
    pagers: config.pagers.map(({ name, kind, settings }) => ({ name, digest: digest({ kind, settings }) })),
    policy: digest({ ...config.paging, policy }),
  }
}

/** Without secrets: a digest over them would let a guess be tried. */
export function blotted(value: object, secrets: readonly string[]): object {
  const hide = (_: string, held: unknown): unknown => (typeof held === 'string' && secrets.includes(held) ? '' : held)
  return JSON.parse(JSON.stringify(value, hide)) as object
}

/** As JSON has it: infinity and what is undefined do not differ between two starts. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value)) as object
