// Findings of proof: drills and looks that are overdue, and promises that the stopwatch did not keep.
import type { Finding } from '../model/posture.ts'
import type { Measured, Overdue, Proof } from '../model/proof.ts'
import { finding } from './finding-words.ts'

const what: Readonly<Record<Overdue['what'], string>> = {
  full: 'a full scenario was practised',
  application: 'a restore was practised or tested',
  verification: 'what is in it was restored and looked at',
}

const mends: Readonly<Record<Overdue['what'], (of: string) => string>> = {
  full: () =>
    'Practise the whole scenario from the runbook, by somebody who did not write it: `lastcopy drill start --kind full`.',
  application: (of) =>
    `Restore ${of} on the stopwatch: \`lastcopy drill start --kind application --set ${JSON.stringify(of)}\`.`,
  verification: (of) => `See why the tests of “${of}” do not come, and restore it once by hand.`,
}

/** What is overdue as of the proof's moment, and what was promised and not kept. */
export function proofFindings({ overdue, sets }: Proof): readonly Finding[] {
  return [
    ...overdue.map((one) =>
      finding(one.what === 'verification' ? 'no-proof' : 'drill-overdue', 'weakens', one.of, {
        evidence: [tellOverdue(one)],
        mend: mends[one.what](one.of),
      }),
    ),
    ...sets.flatMap(({ name, rto, rpo }) => {
      const evidence = [broken('it took', rto), broken('it lost', rpo)].flatMap((one) => one ?? [])
      if (evidence.length === 0) return []
      const mend = `Make the restore of ${name} faster or its points closer together, or promise what was measured.`
      return [finding('promise-broken', 'weakens', name, { evidence, mend })]
    }),
  ]
}

/** An overdue practice in words. */
export function tellOverdue({ what: kind, last, everyDays }: Overdue): string {
  const every = `due every ${Math.round(everyDays)} days`
  return last
    ? `${what[kind]} last on ${last.at.slice(0, 10)} (${last.ref}), ${every}`
    : `nobody saw that ${what[kind]}, ${every}`
}

const broken = (verb: string, one: Measured | undefined): string | undefined =>
  one?.kept === false
    ? `${verb} ${one.hours} h in ${one.drill} on ${one.at.slice(0, 10)}, and ${one.promised} h were promised`
    : undefined
