// The addresses of the analysis and of drills, with what they answer.
import { drillEnds, drillKinds } from '../../model/drill.ts'
import { reportKinds } from '../../model/report.ts'
import { answer, type Operation } from './operation.ts'
import { anyObject, list, number, object, ref, type Schema, text, time, told, words } from './schema.ts'

export const postureComponents: Readonly<Record<string, Schema>> = {
  Drill: object(
    {
      id: text,
      site: text,
      kind: words(drillKinds),
      status: words(['running', ...drillEnds]),
      sets: list(text),
      copies: list(text),
      scenario: text,
      runbook: text,
      writtenBy: list(text),
      executedBy: text,
      decidedAt: time,
      lostAt: time,
      startedAt: time,
      startedBy: anyObject,
      steps: list(object({ name: text, at: time, by: anyObject }, { serves: text, point: time, words: text })),
    },
    { finishedAt: time, finishedBy: anyObject, words: text },
  ),
}

export const postureOperations = {
  'GET /api/posture': {
    tag: 'posture',
    summary: 'Which copies survive which credential, what shows that they are good, and what is overdue',
    query: { dwell: told(number, 'Days that somebody may have been inside unseen.') },
    answers: { 200: answer('The analysis; `docs/survive.md` explains its parts.', anyObject) },
    problems: [404, 503],
  },
  'GET /api/reports/:kind': {
    tag: 'posture',
    summary: 'The report of a month, for the board or for auditors',
    path: { kind: words(reportKinds) },
    query: { as: words(['html', 'pdf', 'ndjson']), month: told(text, 'As 2026-10; this one, where it is left out.') },
    answers: {
      200: answer('The same bytes for the same facts.', text, {
        type: 'text/html',
        also: ['application/pdf', 'application/x-ndjson'],
      }),
    },
    problems: [404],
  },
  'GET /api/drills': {
    tag: 'posture',
    summary: 'Restores that were practised, the newest first',
    answers: { 200: answer('Drills.', object({ drills: list(ref('Drill')) })) },
  },
  'GET /api/drills/:id': {
    tag: 'posture',
    summary: 'One drill',
    answers: { 200: answer('The drill.', ref('Drill')) },
    problems: [404],
  },
  'POST /api/drills': {
    tag: 'posture',
    summary: 'Starts the stopwatch of a drill',
    body: {
      schema: object(
        { kind: words(drillKinds), sets: list(text), scenario: text, runbook: text, writtenBy: list(text) },
        { executedBy: text, decidedAt: time, lostAt: time, copies: list(text) },
      ),
    },
    answers: { 201: answer('It runs.', ref('Drill')) },
    problems: [409, 503],
  },
  'POST /api/drills/:id/step': {
    tag: 'posture',
    summary: 'A step that is done',
    body: { schema: object({ name: text }, { at: time, serves: text, point: time, text }) },
    answers: { 200: answer('The drill as it is now.', ref('Drill')) },
    problems: [404, 409, 503],
  },
  'POST /api/drills/:id/finish': {
    tag: 'posture',
    summary: 'Stops the stopwatch',
    body: { schema: object({ end: words(drillEnds) }, { at: time, point: time, text }) },
    answers: { 200: answer('The drill as it is now.', ref('Drill')) },
    problems: [404, 409, 503],
  },
} as const satisfies Record<string, Operation>
