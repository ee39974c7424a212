// What a schema cannot say of a paging policy: names that must be there, and times in their order.
import { nearest } from '../lib/nearest.ts'
import type { PolicyGround, ShapedChannel, ShapedPolicy } from './policy.ts'
import type { Teller } from './tell.ts'

type Where = readonly (string | number)[]

/** Tells every name that nothing has, and every span that ends before it begins. */
export function crossCheckPolicy(policy: ShapedPolicy, ground: PolicyGround, tell: Teller): void {
  const named =
    (kind: string, known: readonly string[] | undefined) =>
    (where: Where, name: string): void => {
      if (known && !known.includes(name)) tell(where, `there is no ${kind} "${name.slice(0, 60)}"`, meant(name, known))
    }
  const names: Names = {
    pager: named('pager', ground.pagers),
    person: named('person', Object.keys(policy.people)),
    rotation: named('rotation', Object.keys(policy.rotations)),
    escalation: named('escalation', Object.keys(policy.escalations)),
  }
  for (const [name, { channels }] of Object.entries(policy.people))
    checkChannels(channels, ['people', name, 'channels'], names)
  checkRotations(policy, names, tell)
  checkEscalations(policy, names)
  checkRoutes(policy, ground, names, tell)
  for (const [index, { from, to }] of policy.quiet.entries())
    if (from === to)
      tell(['quiet', index, 'to'], 'is the same time as from', 'write "00:00" to "24:00" for a whole day')
    else if (from === '24:00')
      tell(['quiet', index, 'from'], 'must be a time of day such as "22:00"', '"00:00" of the next')
  for (const name of Object.keys(policy.limits)) names.pager(['limits', name], name)
  const controller = policy['domain-controller']
  for (const [index, name] of (controller?.pagers ?? []).entries())
    names.pager(['domain-controller', 'pagers', index], name)
  if (controller) names.escalation(['domain-controller', 'escalation'], controller.escalation)
}

type Names = Readonly<Record<'pager' | 'person' | 'rotation' | 'escalation', (where: Where, name: string) => void>>

function checkChannels(channels: readonly ShapedChannel[], where: Where, names: Names): void {
  for (const [index, channel] of channels.entries())
    if (typeof channel === 'string') names.pager([...where, index], channel)
    else names.pager([...where, index, 'pager'], channel.pager)
}

function checkRotations({ rotations }: ShapedPolicy, names: Names, tell: Teller): void {
  for (const [rotation, { members, overrides }] of Object.entries(rotations)) {
    for (const [index, name] of members.entries()) names.person(['rotations', rotation, 'members', index], name)
    for (const [index, { from, to, who }] of overrides.entries()) {
      const where = ['rotations', rotation, 'overrides', index]
      names.person([...where, 'who'], who)
      const zoned = [from, to].map((text) => /(?:Z|[+-]\d\d:\d\d)$/.test(text))
      if (zoned[0] !== zoned[1])
        tell([...where, 'to'], 'names a zone where from names none, or the other way round', 'write both alike')
      else if (Date.parse(zoned[0] ? from : `${from}Z`) >= Date.parse(zoned[0] ? to : `${to}Z`))
        tell([...where, 'to'], 'is not after from')
    }
  }
}

function checkEscalations({ escalations }: ShapedPolicy, names: Names): void {
  for (const [escalation, { steps }] of Object.entries(escalations))
    for (const [step, { notify }] of steps.entries())
      for (const [index, target] of notify.entries()) {
        const where = ['escalations', escalation, 'steps', step, 'notify', index]
        if ('person' in target) names.person([...where, 'person'], target.person)
        else if ('rotation' in target) names.rotation([...where, 'rotation'], target.rotation)
        else checkChannels(target.channels, [...where, 'channels'], names)
      }
}

function checkRoutes({ routes }: ShapedPolicy, { sites }: PolicyGround, names: Names, tell: Teller): void {
  const titles = routes.map(({ name }) => name)
  for (const [index, { name, match, escalation }] of routes.entries()) {
    names.escalation(['routes', index, 'escalation'], escalation)
    if (name !== undefined && titles.indexOf(name) !== index)
      tell(['routes', index, 'name'], `"${name}" is there twice`, 'give each a name of its own')
    for (const [at, site] of (match.site ?? []).entries())
      if (sites && !sites.includes(site))
        tell(['routes', index, 'match', 'site', at], `there is no site "${site.slice(0, 60)}"`, meant(site, sites))
  }
  const last = routes.at(-1)
  if (last && Object.keys(last.match).length > 0)
    tell(
      ['routes', routes.length - 1, 'match'],
      'the last route must match everything',
      'add a route without match: what fits none would wake nobody',
    )
}

function meant(word: string, known: readonly string[]): string | undefined {
  const close = nearest(word, known)
  if (close !== undefined) return `did you mean ${close}?`
  return known.length === 0 ? undefined : `there are ${known.slice(0, 20).join(', ')}`
}
