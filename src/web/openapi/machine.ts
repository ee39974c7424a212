// The addresses for load balancers, Prometheus and senders of records.
import { answer, type Operation } from './operation.ts'
import { anyObject, object, only, ref, text } from './schema.ts'

export const machineOperations = {
  'GET /healthz': {
    tag: 'machine',
    summary: 'Whether the process answers',
    answers: { 200: answer('It does.', object({ alive: only(true) })) },
  },
  'GET /readyz': {
    tag: 'machine',
    summary: 'Whether every stage runs, and what is wrong',
    answers: {
      200: answer('It is ready.', ref('Readiness')),
      503: answer('It is not ready, or not well.', ref('Readiness')),
    },
  },
  'GET /metrics': {
    tag: 'machine',
    summary: 'Figures for Prometheus',
    answers: { 200: answer('Text exposition format.', text, { type: 'text/plain' }) },
  },
  'POST /intake/:source': {
    tag: 'machine',
    summary: 'Takes records of a source; `docs/intake.md` says in which forms',
    body: { schema: text, type: 'application/octet-stream' },
    answers: { 200: answer('They are written.', anyObject) },
    problems: [404, 413, 415, 429, 503],
  },
} as const satisfies Record<string, Operation>
