// The addresses of detections, with what they answer.
import { ruleUses } from '../../model/detections.ts'
import { classes, priorities } from './components.ts'
import { answer, type Operation } from './operation.ts'
import {
  anyObject,
  anything,
  flag,
  list,
  number,
  object,
  ref,
  type Schema,
  text,
  time,
  told,
  whole,
  words,
} from './schema.ts'

const proof: Schema = object(
  { state: words(['running', 'failed', 'done']) },
  {
    why: text,
    at: time,
    seconds: number,
    ran: whole,
    failed: whole,
    unreadable: list(object({ file: text, mistakes: list(text) })),
  },
)
const cell = object({
  source: text,
  class: classes,
  cases: whole,
  samples: whole,
  priority: priorities,
  rules: list(text),
})

export const detectionComponents: Readonly<Record<string, Schema>> = {
  Rule: object(
    {
      id: text,
      title: text,
      kind: words(['rule', 'correlation']),
      use: words(ruleUses),
      logsource: object({}, { category: text, product: text, service: text }),
      tags: list(text),
      techniques: list(text),
      fields: list(text),
      falsepositives: list(text),
      references: list(text),
      file: text,
      figures: object({ alerts: whole, statuses: anyObject, judged: ref('Counts') }, { last: time }),
    },
    {
      description: text,
      status: text,
      level: text,
      class: classes,
      priority: priorities,
      join: text,
      stage: whole,
      state: text,
      wait: told(whole, 'Milliseconds.'),
      summary: text,
      line: whole,
      trouble: told(text, 'Why it is not in use.'),
      cases: object({ fires: whole, failed: whole }),
    },
  ),
  Proof: proof,
  Case: object(
    {
      file: text,
      of: text,
      name: text,
      passed: flag,
      differences: list(text),
      fired: list(text),
      alerts: list(object({ rule: text, priority: priorities, summary: text })),
      text,
    },
    { line: whole },
  ),
  CoverageCell: cell,
  Explained: object({
    event: told(anyObject, 'With what memory adds.'),
    twin: flag,
    alerts: list(object({ id: text, rule: text, title: text, class: classes, priority: priorities, summary: text })),
    completed: list(object({ id: text, title: text })),
    rules: list(
      object(
        {
          id: text,
          title: text,
          verdict: words(['matched', 'not-matched', 'filtered']),
          sees: flag,
          because: list(
            object({
              asks: text,
              for: text,
              holds: flag,
              why: words(['matches', 'absent', 'no-value', 'other-case', 'other-value']),
              found: list(anything),
            }),
          ),
        },
        { priority: priorities },
      ),
    ),
    asked: whole,
    unasked: whole,
  }),
}

export const detectionOperations = {
  'GET /api/detections': {
    tag: 'detections',
    summary: 'Every rule, how it is used, how its cases went and what it was worth',
    query: {
      use: words(ruleUses),
      priority: priorities,
      class: classes,
      source: told(text, 'It fired there in a case or on a sample.'),
      text,
    },
    answers: {
      200: answer(
        'Rules by file. While `proof` is `running` its cases have not run yet.',
        object({ digest: text, proof: ref('Proof'), rules: list(ref('Rule')) }),
      ),
    },
  },
  'GET /api/detections/coverage': {
    tag: 'detections',
    summary: 'Which classes fire on which systems, from cases that ran and passed and from samples',
    answers: {
      200: answer(
        'The matrix, as soon as the cases have run.',
        object(
          { proof: ref('Proof') },
          {
            coverage: object({
              sources: list(text),
              classes: list(classes),
              cells: list(ref('CoverageCell')),
              gaps: list(object({ source: text, class: classes, verbs: list(text) })),
              techniques: list(object({ id: text, rules: list(text) })),
              ran: whole,
              failed: whole,
            }),
          },
        ),
      ),
    },
  },
  'GET /api/detections/:id': {
    tag: 'detections',
    summary: 'One rule with its text, its cases and its runbook',
    answers: {
      200: answer(
        'The rule.',
        object(
          { rule: ref('Rule'), proof: ref('Proof'), cases: list(ref('Case')), coverage: list(ref('CoverageCell')) },
          { text, runbook: told(text, 'Markdown.') },
        ),
      ),
    },
    problems: [404],
  },
  'POST /api/detections/explain': {
    tag: 'detections',
    summary: 'What a pasted record or event leads to, and why',
    description: 'Nothing is kept, and nobody is paged. At most 256 kB and 100 records, within 10 seconds.',
    body: {
      schema: object(
        { text: told(text, 'Records, one a line, or one JSON value over several lines.') },
        { source: told(text, 'What reads them; left out for ECS events.'), rule: told(text, 'Only this rule.') },
      ),
    },
    answers: {
      200: answer(
        'What came of each.',
        object({
          records: list(
            object({
              number: whole,
              rejects: list(object({ reason: text }, { field: text })),
              dropped: flag,
              events: list(ref('Explained')),
            }),
          ),
          left: told(whole, 'Records beyond the bound.'),
        }),
      ),
    },
    problems: [503],
  },
} as const satisfies Record<string, Operation>
