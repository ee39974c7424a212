// One act that a device logs in two ways, where nothing but what it says is the same in both. docs/facts.md, "Twins".
import { hashOf } from '../../lib/hash.ts'
import type { Facts } from './facts.ts'

/** The same for records of one device, person, verb, thing and value within a minute. @param time epoch milliseconds */
export const actOf = (device: string, actor: string, facts: Facts, time: number): string =>
  hashOf(
    device,
    actor,
    facts.action,
    facts.resource?.id ?? '',
    JSON.stringify(facts.changes?.map(({ setting, to }) => [setting, to]) ?? []),
    String(Math.floor(time / 60_000)),
  )
