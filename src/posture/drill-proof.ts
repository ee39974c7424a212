// What a drill proved, and what it did not: in sentences that an auditor can check against its steps.
import { type Drill, isByOthers, type ServedSet, servedIn } from '../model/drill.ts'
import type { DrillProof } from '../model/proof.ts'
import type { Copy, Resolved } from './resolve.ts'

const mostNamed = 10

/** @param resolved the estate that it is measured by @returns undefined as long as it runs */
export function proofOfDrill(drill: Drill, resolved: Pick<Resolved, 'sets' | 'copies'>): DrillProof | undefined {
  const { status, finishedAt } = drill
  if (status === 'running' || finishedAt === undefined) return undefined
  const served = servedIn(drill)
  const from = resolved.copies.filter(({ name }) => drill.copies.includes(name))
  return {
    id: drill.id,
    kind: drill.kind,
    at: finishedAt,
    end: status,
    sets: drill.sets,
    counts: status === 'served' && isByOthers(drill),
    served,
    proved: provedBy(drill, served, from),
    notProved: notProvedBy(drill, served, from, resolved),
  }
}

function provedBy(drill: Drill, served: readonly ServedSet[], from: readonly Copy[]): readonly string[] {
  if (served.length === 0) return []
  return [
    ...served.map(
      ({ of, rtoHours, rpoHours }) =>
        `${of} bears load ${rtoHours} h after the decision${rpoHours === undefined ? '' : `, with ${rpoHours} h of data lost`}`,
    ),
    ...(isByOthers(drill) ? [`the runbook (${drill.runbook}) leads somebody there who did not write it`] : []),
    ...from
      .filter(({ of }) => served.some((one) => one.of === of))
      .map(({ name }) => `“${name}” can be read, and is good enough to serve from`),
  ]
}

function notProvedBy(
  drill: Drill,
  served: readonly ServedSet[],
  from: readonly Copy[],
  { sets, copies }: Pick<Resolved, 'sets' | 'copies'>,
): readonly string[] {
  const { kind, executedBy } = drill
  const missing = drill.sets.filter((of) => served.every((one) => one.of !== of))
  const left = [...sets.keys()].filter((name) => !drill.sets.includes(name))
  const others = copies.filter(({ name, of }) => drill.sets.includes(of) && !drill.copies.includes(name))
  const last = others.filter(({ said }) => said['last-resort'])
  const unknown = served.filter(({ rpoHours }) => rpoHours === undefined).map(({ of }) => of)
  return [
    ...(missing.length > 0 ? [`that ${named(missing)} comes back`] : []),
    ...(isByOthers(drill) ? [] : [`that the runbook leads anybody there but ${executedBy}, who wrote it`]),
    ...(kind === 'application'
      ? ['that it comes back when the directory, the network and the keys are gone as well']
      : []),
    ...(kind === 'full' && left.length > 0 ? [`that ${named(left)} comes back: it was no part of the scenario`] : []),
    ...(from.length > 0 ? [] : ['which copy is good: nobody said which was restored']),
    ...(last.length > 0 ? [`that the copy of last resort is good: ${named(last.map(({ name }) => `“${name}”`))}`] : []),
    ...(others.length > last.length
      ? [
          `that the other copies are good: ${named(others.filter((one) => !last.includes(one)).map(({ name }) => `“${name}”`))}`,
        ]
      : []),
    ...(unknown.length > 0 ? [`how much data of ${named(unknown)} is lost: nobody said the point`] : []),
  ]
}

const named = (names: readonly string[]): string =>
  names.length > mostNamed
    ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
    : names.join(', ')
