// Reads `policy.yml`: who is woken for what. Every mistake is named at once with its line and what was probably meant.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Result } from '../lib/result.ts'
import type { Priority } from '../model/alert.ts'
import { type Channel, type Policy, type QuietHours, type Route, type Target, usualTiers } from '../model/policy.ts'
import type { Problem } from '../model/rule.ts'
import { checkAgainst } from './check.ts'
import { span } from './forms.ts'
import { crossCheckPolicy } from './policy-check.ts'
import { turnOf } from './policy-forms.ts'
import { type ReadYaml, readYaml } from './read-yaml.ts'
import { tellInto } from './tell.ts'

const schemaFile = join(import.meta.dirname, '../../schemas/policy.schema.json')

/** What a policy leans on in the configuration. */
export interface PolicyGround {
  /** Names of the pagers; undefined where there is no configuration to compare with: any name holds. */
  readonly pagers: readonly string[] | undefined
  /** Names of the sites, where they are known. */
  readonly sites?: readonly string[] | undefined
  readonly zone?: string | undefined
  readonly floor: Priority
}

export interface ReadPolicy {
  readonly policy: Policy
  readonly lineOf: ReadYaml['lineOf']
}

export function loadPolicy(file: string, ground: PolicyGround): Result<ReadPolicy, readonly Problem[]> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return fail([{ file, message: 'there is no such file, or it cannot be read' }])
  }
  return readPolicy(text, file, ground)
}

/** The same for a text. */
export function readPolicy(text: string, file: string, ground: PolicyGround): Result<ReadPolicy, readonly Problem[]> {
  const read = readYaml(text, file)
  if (!read.ok) return read
  const { value, lineOf } = read.value
  const problems: Problem[] = []
  const tell = tellInto(problems, file, lineOf)
  checkAgainst(schemaFile, value, tell)
  if (problems.length > 0) return fail(problems)
  const shaped = value as unknown as ShapedPolicy
  crossCheckPolicy(shaped, ground, tell)
  return problems.length > 0 ? fail(problems) : ok({ policy: complete(shaped, file, ground), lineOf })
}

function complete(shaped: ShapedPolicy, file: string, ground: PolicyGround): Policy {
  const zone = shaped.zone ?? ground.zone ?? 'UTC'
  const controller = shaped['domain-controller']
  return {
    file,
    zone,
    people: mapped(shaped.people, ({ title, zone: own, channels }, name) => ({
      title: title ?? name,
      ...(own === undefined ? {} : { zone: own }),
      channels: channels.map(channelOf),
    })),
    rotations: mapped(shaped.rotations, ({ turn, zone: own, ...rest }) => ({
      ...rest,
      zone: own ?? zone,
      turn: turnOf(turn) ?? { days: 1 },
    })),
    escalations: mapped(shaped.escalations, ({ steps, repeat }) => ({
      steps: steps.map(({ notify, wait }) => ({ notify: notify.map(targetOf), wait: span(wait) })),
      repeat,
    })),
    routes: shaped.routes.map(({ name, match, escalation }, index) => ({
      name: name ?? `route ${index + 1}`,
      match,
      escalation,
    })),
    quiet: shaped.quiet.map(({ zone: own, days, ...rest }) => ({
      ...rest,
      zone: own ?? zone,
      days: days.map((day) => week.indexOf(day) + 1),
    })),
    floor: shaped.floor ?? ground.floor,
    acknowledgementLasts: span(shaped['acknowledgement-lasts']),
    bundle: { ...shaped.bundle, within: span(shaped.bundle.within) },
    limits: {
      ...Object.fromEntries((ground.pagers ?? []).map((name) => [name, usualTiers])),
      ...mapped(shaped.limits, (tiers) => tiers.map(({ pages, per }) => ({ pages, per: span(per) }))),
    },
    ...(controller === undefined
      ? {}
      : { domainController: { ...rename(controller), pagers: controller.pagers, escalation: controller.escalation } }),
  }
}

const week: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const usualAccepted = '30s'

const mapped = <A, B>(record: Readonly<Record<string, A>>, make: (value: A, name: string) => B) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]))

const rename = ({ service, urgency, 'escalation-policy': escalationPolicy }: ShapedController) => ({
  ...(service === undefined ? {} : { service }),
  ...(urgency === undefined ? {} : { urgency }),
  ...(escalationPolicy === undefined ? {} : { escalationPolicy }),
})

function channelOf(shaped: ShapedChannel): Channel {
  const { pager, accepted = usualAccepted, answered } = typeof shaped === 'string' ? { pager: shaped } : shaped
  return { pager, accepted: span(accepted), ...(answered === undefined ? {} : { answered: span(answered) }) }
}

const targetOf = (shaped: ShapedTarget): Target =>
  'channels' in shaped ? { channels: shaped.channels.map(channelOf) } : shaped

export type ShapedChannel = string | { pager: string; accepted?: string; answered?: string }
type ShapedTarget = { person: string } | { rotation: string } | { channels: ShapedChannel[] }
interface ShapedController {
  pagers: string[]
  escalation: string
  service?: string
  urgency?: string
  'escalation-policy'?: string
}

/** The file's value after the schema said yes and put its defaults in. */
export interface ShapedPolicy {
  zone?: string
  people: Record<string, { title?: string; zone?: string; channels: ShapedChannel[] }>
  rotations: Record<
    string,
    {
      zone?: string
      members: string[]
      turn: string
      since: string
      overrides: { from: string; to: string; who: string }[]
    }
  >
  escalations: Record<string, { repeat: number | 'always'; steps: { notify: ShapedTarget[]; wait: string }[] }>
  routes: { name?: string; match: Route['match']; escalation: string }[]
  quiet: { zone?: string; from: string; to: string; days: string[]; priority: QuietHours['priority'] }[]
  floor?: Priority
  'acknowledgement-lasts': string
  bundle: { within: string; by: Policy['bundle']['by']; alone: number }
  limits: Record<string, { pages: number; per: string }[]>
  'domain-controller'?: ShapedController
}
