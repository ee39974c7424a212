// The addresses of records, and of what detection remembers.
import { stateKinds } from '../../model/state.ts'
import { answer, limited, type Operation } from './operation.ts'
import {
  all,
  anyObject,
  anything,
  flag,
  list,
  number,
  object,
  only,
  ref,
  text,
  time,
  told,
  whole,
  words,
} from './schema.ts'

const tag = 'records'
const letters = { source: text, reason: told(text, 'Part of the reason.'), since: time }
const lines = (what: string) => ({ schema: told(text, what), type: 'application/x-ndjson' })
const elsewhere = [503]

const counted = list(object({ what: text, count: whole }))
const source = object(
  { source: text, site: text, state: words(['speaking', 'silent', 'never']) },
  {
    first: time,
    last: time,
    usual: told(number, 'Milliseconds: the longest pause that is usual.'),
    lag: object({ records: whole, time: told(number, 'Milliseconds.') }, { trouble: text }),
    read: object({ records: whole, received: time, rejects: counted, dropped: whole, unknown: counted }),
  },
)

export const recordOperations = {
  'GET /api/dead-letters': {
    tag,
    summary: 'Records that could not be read, the newest first',
    query: { ...letters, ...limited(10_000) },
    answers: {
      200: answer(
        'Letters, without the records.',
        object({ deadLetters: list(all(ref('DeadLetter'), object({ bytes: whole }))) }),
      ),
    },
  },
  'GET /api/dead-letters/:id': {
    tag,
    summary: 'One letter with its record',
    answers: {
      200: answer('The letter.', all(ref('DeadLetter'), object({ record: told(text, 'The bytes in base64.') }))),
    },
    problems: [404],
  },
  'POST /api/dead-letters/:id/replay': {
    tag,
    summary: 'Puts a record back where it came from, to be read anew',
    query: { again: told(flag, 'Also where it was put back before.') },
    answers: { 202: answer('It is put back.', object({ replayed: text })) },
    problems: [404, 409],
  },
  'POST /api/dead-letters/replay': {
    tag,
    summary: 'The same for all that are asked for',
    query: letters,
    answers: { 202: answer('How many are put back.', object({ replayed: whole, before: whole })) },
  },
  'GET /api/sources': {
    tag,
    summary: 'How each source is: when it spoke last, how far it is behind, what could not be read',
    answers: { 200: answer('Sources.', object({ at: time, since: time, sources: list(source) }, { watermark: time })) },
  },
  'GET /api/baseline': {
    tag,
    summary: 'What settings were before',
    query: { resource: told(text, 'The beginning of a resource’s id.'), ...limited(10_000) },
    answers: {
      200: answer(
        'Settings.',
        object({ baseline: list(object({ resource: text, setting: text, value: anything, at: time })) }),
      ),
    },
  },
  'POST /api/baseline': {
    tag,
    summary: 'Says what settings were before',
    body: lines('One setting a line, as `GET` tells them.'),
    answers: { 202: answer('They are written.', object({ imported: whole })) },
  },
  'POST /api/learn': {
    tag,
    summary: 'Gives memory events of before; nobody is paged',
    body: lines('One event a line, as `lastcopy learn` writes them.'),
    answers: { 202: answer('They are written.', object({ learned: whole })) },
  },
  'GET /api/ready': {
    tag,
    summary: 'What this site does not see',
    query: { without: told(list(text), 'A source, or `source/stream`, that it does not have.') },
    answers: {
      200: answer(
        'What is missing.',
        object({ at: time, found: list(anyObject), unknown: list(text), sources: whole, streams: whole }),
      ),
    },
    problems: elsewhere,
  },
  'GET /api/state': {
    tag,
    summary: 'What detection remembers',
    query: { kind: list(words(stateKinds)), site: text, text, ...limited(10_000) },
    answers: {
      200: answer(
        'Entries.',
        object({
          lines: list(ref('StateLine')),
          more: flag,
          counts: { type: 'object', additionalProperties: whole },
        }),
      ),
    },
    problems: elsewhere,
  },
  'GET /api/state/:key': {
    tag,
    summary: 'One entry with all that made it',
    answers: { 200: answer('The entry.', object({ line: ref('StateLine') })) },
    problems: [404, ...elsewhere],
  },
  'GET /api/openapi.json': {
    tag: 'machine',
    summary: 'This document',
    answers: {
      200: answer(
        'OpenAPI 3.1.',
        object(
          { openapi: only('3.1.1'), info: anyObject, paths: anyObject, components: anyObject },
          { tags: list(anyObject), servers: list(anyObject) },
        ),
      ),
    },
  },
} as const satisfies Record<string, Operation>
