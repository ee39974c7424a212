// The addresses of planned changes and mutes.
import { planKinds } from '../../model/plan.ts'
import { classes } from './components.ts'
import { answer, type Operation } from './operation.ts'
import { list, object, ref, text, time, told, whole, words } from './schema.ts'

const decided: Operation = {
  tag: 'changes',
  summary: '',
  body: { schema: object({}, { text: told(text, 'Why; at most 1,000 characters.') }), optional: true },
  answers: { 200: answer('The proposal as it is now.', ref('Plan')) },
  problems: [404, 409, 503],
}

export const changeOperations = {
  'GET /api/changes': {
    tag: 'changes',
    summary: 'Planned changes and mutes, the newest first',
    query: { kind: words(planKinds) },
    answers: { 200: answer('Proposals.', object({ changes: list(ref('Plan')) })) },
  },
  'GET /api/changes/:id': {
    tag: 'changes',
    summary: 'One proposal',
    answers: { 200: answer('The proposal.', ref('Plan')) },
    problems: [404],
  },
  'POST /api/changes': {
    tag: 'changes',
    summary: 'Proposes a planned change or a mute; it holds when another person approves it',
    body: {
      schema: object(
        { to: time, reason: text },
        {
          kind: words(planKinds),
          classes: list(classes),
          actions: list(text),
          rules: told(list(text), 'Ids; only of a mute, which then need not name actors and resources.'),
          actors: list(text),
          resources: list(text),
          count: whole,
          from: time,
        },
      ),
    },
    answers: { 201: answer('It is proposed.', ref('Plan')) },
    problems: [409, 503],
  },
  'POST /api/changes/:id/approve': { ...decided, summary: 'Approves what another person proposed' },
  'POST /api/changes/:id/reject': { ...decided, summary: 'Rejects a proposal' },
  'POST /api/changes/:id/withdraw': { ...decided, summary: 'Takes a proposal back, or ends one that holds' },
} as const satisfies Record<string, Operation>
