// A storm over a house, and what the first channel was told of it: used at a small size by the tests, at full size by the benchmark.
import { minute } from '../../src/lib/duration.ts'
import type { Alert } from '../../src/model/alert.ts'
import { buildHouse } from './build.ts'

export interface Storm {
  /** Pages that the phone took. */
  readonly pages: number
  /** The most of them in any five minutes. */
  readonly densest: number
  /** Seconds until the first one. */
  readonly firstAfter: number
  /** Alerts that no page tells of. */
  readonly untold: readonly string[]
  /** A page says a number of alerts. */
  readonly counted: boolean
  /** Alerts that the log says something of. */
  readonly decided: number
  /** Keys that rang and were not ended after all was over. */
  readonly left: readonly string[]
}

const actor = (name: string) => ({ id: name, name, kind: 'person', addresses: [], agents: [] }) as const

/** What the alert of that number has of its own. */
export const storms = {
  'of one attack': () => ({ actor: actor('mallory'), site: 'hamburg' }),
  'from 500 sites': (index: number) => ({ actor: actor(`actor ${index % 700}`), site: `site ${index % 500}` }),
} as const satisfies Readonly<Record<string, (index: number) => Partial<Alert>>>

/** So many alerts within a minute, ten minutes of waiting, and the end of each. */
export async function blow(count: number, of: (index: number) => Partial<Alert>): Promise<Storm> {
  const house = await buildHouse()
  const alertOf = (index: number): Partial<Alert> & { readonly id: string } => ({
    id: `s${index}`,
    summary: `Vault ${index} was deleted`,
    ...of(index),
  })
  for (let index = 0; index < count; index += 1) {
    await house.alert(alertOf(index))
    if (index % Math.ceil(count / 60) === 0) await house.advance('1s')
  }
  await house.advance('10m', 5_000)
  const rang = house.provider.phone.rings().filter(({ action }) => action === 'trigger')
  const keys = new Set(rang.map(({ key }) => key))
  const told = new Set(
    house.decisions.flatMap(({ alert, channel, dedupKey = '' }) =>
      channel === 'phone' && keys.has(dedupKey) ? [alert] : [],
    ),
  )
  const first = rang[0]?.at ?? Number.NaN
  const decided = new Set(house.decisions.map(({ alert }) => alert)).size
  for (let index = 0; index < count; index += 1)
    await house.alert({ ...alertOf(index), version: 2, change: 'resolved', status: 'resolved' })
  await house.advance('10m', 5_000)
  const ended = new Set(house.provider.phone.rings().flatMap(({ action, key }) => (action === 'resolve' ? [key] : [])))
  await house.close()
  return {
    pages: rang.length,
    densest: Math.max(...rang.map(({ at }) => rang.filter((one) => one.at >= at && one.at < at + 5 * minute).length)),
    firstAfter: (first - house.begun) / 1_000,
    untold: Array.from({ length: count }, (_, index) => `s${index}`).filter((id) => !told.has(id)),
    counted: rang.some(({ summary }) => /\b\d[\d,]* alerts\b/.test(summary)),
    decided,
    left: [...keys].filter((key) => !ended.has(key)),
  }
}
