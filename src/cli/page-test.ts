// A test of the way from Lastcopy to whoever is woken: a page that says so, its time to each provider, and how it rings there.
import { setTimeout as sleep } from 'node:timers/promises'
import { isObject } from '../lib/json.ts'
import type { IncidentStory } from '../model/incident.ts'
import type { RingsAt } from '../model/page.ts'
import type { DomainController } from '../model/policy.ts'
import type { Api } from './api.ts'
import { Refused } from './api.ts'
import type { Io } from './io.ts'

const pause = 100
/** A provider that calls back does so within seconds. */
const ringsWithin = 5_000
const compared = ['service', 'urgency', 'escalationPolicy'] as const

/**
 * Rings, waits and tells: a line of JSON a channel, the findings in words.
 * @param within milliseconds that a channel has to accept
 * @returns whether every channel accepted in time, and rings like the site's domain-controller alerts where both are known
 */
export async function testPages(api: Api, io: Pick<Io, 'json' | 'say'>, within: number): Promise<boolean> {
  const test = await api.ask('api/pages/test', { json: {} })
  const at = Date.parse(String(test.at))
  const pagers = Array.isArray(test.pagers) ? test.pagers.map(String) : []
  const domainController = isObject(test.domainController)
    ? (test.domainController as unknown as DomainController)
    : undefined
  const look = () => storyOf(api, String(test.id))
  const accepted = ({ incident }: IncidentStory) =>
    pagers.every((name) =>
      incident.channels.some(({ pager, acceptedAt }) => pager === name && acceptedAt !== undefined),
    )
  const story = await until(look, accepted, within)
  if (!story) {
    io.say(`✗ no process has made a page of the test within ${within / 1_000} s: does one run with the role page?`)
    return false
  }
  let fine = true
  for (const name of pagers) {
    const channel = story.incident.channels.find(({ pager }) => pager === name)
    const ms = channel?.acceptedAt === undefined ? undefined : Date.parse(channel.acceptedAt) - at
    await io.json({
      pager: name,
      accepted: ms !== undefined,
      ...(ms === undefined ? {} : { ms }),
      attempts: channel?.attempts ?? 0,
    })
    io.say(
      ms === undefined
        ? `✗ ${name}: did not accept within ${within / 1_000} s${channel ? ` (${channel.detail})` : ''}`
        : `✓ ${name}: accepted after ${ms} ms (${channel?.detail})`,
    )
    fine &&= ms !== undefined
  }
  if (!domainController) {
    io.say('? the policy does not say how domain-controller alerts ring (domain-controller), so that was not compared')
    return fine
  }
  return (await compare({ domainController, pagers, look, io })) && fine
}

interface Compared {
  readonly domainController: DomainController
  readonly pagers: readonly string[]
  readonly io: Pick<Io, 'say'>
  look(): Promise<IncidentStory | undefined>
}

async function compare({ domainController, pagers, look, io }: Compared): Promise<boolean> {
  let fine = true
  for (const name of domainController.pagers.filter((pager) => !pagers.includes(pager))) {
    io.say(`✗ ${name}: domain-controller alerts ring there, what pages at once does not`)
    fine = false
  }
  const wanted = compared.filter((name) => domainController[name] !== undefined)
  const through = pagers.filter((pager) => domainController.pagers.includes(pager))
  if (wanted.length === 0 || through.length === 0) return fine
  const all = (story: IncidentStory) => through.every((name) => story.rings.some(({ pager }) => pager === name))
  const rings = (await until(look, all, ringsWithin))?.rings ?? []
  for (const pager of through) {
    const said = rings.find((one) => one.pager === pager)
    if (said) fine = tellRings(said, domainController, wanted, io) && fine
    else io.say(`? ${pager}: did not call back, so how it rings there could not be checked`)
  }
  return fine
}

function tellRings(
  said: RingsAt,
  domainController: DomainController,
  wanted: readonly (typeof compared)[number][],
  io: Pick<Io, 'say'>,
): boolean {
  let fine = true
  for (const name of wanted) {
    const [is, must] = [said[name], domainController[name]]
    if (is === must) io.say(`✓ ${said.pager}: ${name} is ${is}, as for a domain controller`)
    else if (is === undefined) io.say(`? ${said.pager}: the provider does not say its ${name}`)
    else io.say(`✗ ${said.pager}: ${name} is ${is}, for a domain controller it is ${must}`)
    fine &&= is === undefined || is === must
  }
  return fine
}

async function until(
  look: () => Promise<IncidentStory | undefined>,
  good: (story: IncidentStory) => boolean,
  within: number,
): Promise<IncidentStory | undefined> {
  const end = performance.now() + within
  for (;;) {
    const story = await look()
    if ((story && good(story)) || performance.now() >= end) return story
    await sleep(pause)
  }
}

/** Undefined until the page is known. */
async function storyOf(api: Api, id: string): Promise<IncidentStory | undefined> {
  try {
    return (await api.ask(`api/pages/${encodeURIComponent(id)}`)) as unknown as IncidentStory
  } catch (cause) {
    if (cause instanceof Refused && cause.status === 404) return undefined
    throw cause
  }
}
