// The addresses of people, tokens, sessions and the audit log.
import { accessRoles, scopes } from '../../model/people.ts'
import { roles } from './components.ts'
import { answer, type Operation } from './operation.ts'
import { all, anyObject, list, object, only, ref, type Schema, text, time, told, whole, words } from './schema.ts'

const tag = 'people'
const secret = (what: string): Schema => told(text, `${what} It is shown once and kept as a hash.`)
const entered = object({ name: text, session: secret('Shown as a bearer token.') })
const password = told(text, 'At least 12 characters.')
const nameOnly = answer('It is done.', object({ name: text }, { role: roles }))

export const peopleOperations = {
  'POST /api/sign-in': {
    tag,
    summary: 'Signs in with a name and a password',
    body: {
      schema: object({ name: text, password: text }, { code: told(text, 'Of the second factor, or a recovery code.') }),
    },
    answers: { 200: answer('A session of twelve hours.', entered) },
    problems: [403, 429, 503],
  },
  'POST /api/sign-in/passkey/options': {
    tag,
    summary: 'What a browser needs to show a passkey',
    answers: { 200: answer('Options of WebAuthn; a cookie holds the challenge.', anyObject) },
    problems: [409],
  },
  'POST /api/sign-in/passkey': {
    tag,
    summary: 'Signs a browser in with a passkey',
    body: { schema: object({ answer: told(anyObject, 'As WebAuthn gives it.') }, { to: text }) },
    answers: { 200: answer('A cookie holds the session.', object({ to: text })) },
    problems: [403, 409, 429, 503],
  },
  'POST /api/me/passkey/options': {
    tag,
    summary: 'What a browser needs to make a passkey',
    body: { schema: object({ current: told(text, 'One’s password.') }) },
    answers: { 200: answer('Options of WebAuthn; a cookie holds the challenge.', anyObject) },
    problems: [409, 429, 503],
  },
  'GET /api/sessions': {
    tag,
    summary: 'One’s own sessions; all of them for an admin',
    answers: { 200: answer('Sessions that last.', object({ sessions: list(ref('Session')) })) },
  },
  'POST /api/sessions/:id/end': {
    tag,
    summary: 'Ends a session',
    answers: { 200: answer('It is over.', object({ ended: text, account: text })) },
    problems: [404, 409, 503],
  },
  'POST /api/first-run': {
    tag,
    summary: 'Makes the first admin with the one-time code of a start',
    body: { schema: object({ code: text, name: text, password }) },
    answers: { 200: answer('A session of twelve hours.', entered) },
    problems: [403, 409, 429, 503],
  },
  'POST /api/sign-out': {
    tag,
    summary: 'Ends the session',
    answers: { 200: answer('It is over.', object({ signedOut: only(true) })) },
  },
  'GET /api/me': {
    tag,
    summary: 'Who asks, and what they may',
    answers: {
      200: answer(
        'Who asks.',
        object(
          { kind: words(['account', 'token', 'machine']), name: text },
          { role: roles, person: text, scopes: list(words(scopes)), lacks: text },
        ),
      ),
    },
  },
  'GET /api/users': {
    tag,
    summary: 'The accounts',
    answers: { 200: answer('Accounts.', object({ users: list(ref('Account')) })) },
  },
  'POST /api/users': {
    tag,
    summary: 'Makes an account',
    body: { schema: object({ name: told(text, 'Small letters, digits and . _ @ -'), role: roles, password }) },
    answers: { 201: answer('It is made.', object({ name: text, role: roles })) },
    problems: [409, 503],
  },
  'POST /api/users/:name/password': {
    tag,
    summary: 'Sets a password: one’s own with the current one, another’s as an admin',
    body: { schema: object({ password }, { current: text }) },
    answers: { 200: nameOnly },
    problems: [404, 409, 429, 503],
  },
  'POST /api/users/:name/:act': {
    tag,
    summary: 'Changes an account',
    path: { act: words(['role', 'disable', 'enable', 'remove', 'sign-out']) },
    body: { schema: object({}, { role: told(roles, 'With `role`.') }), optional: true },
    answers: { 200: nameOnly },
    problems: [404, 409, 503],
  },
  'GET /api/tokens': {
    tag,
    summary: 'One’s own tokens; all of them for an admin',
    answers: { 200: answer('Tokens, without what is secret.', object({ tokens: list(ref('Token')) })) },
  },
  'POST /api/tokens': {
    tag,
    summary: 'Makes a token',
    body: {
      schema: object(
        { name: text, role: words(accessRoles) },
        {
          owner: told(text, 'An account; whoever asks, where it is left out with `purpose`.'),
          purpose: text,
          scopes: list(words(scopes)),
          expiresAt: time,
        },
      ),
    },
    answers: { 201: answer('It is made.', all(ref('Token'), object({ token: secret('The token.') }))) },
    problems: [409, 503],
  },
  'POST /api/tokens/:id/revoke': {
    tag,
    summary: 'Revokes a token, by its id or its name',
    answers: { 200: answer('It is revoked.', object({ revoked: text, name: text })) },
    problems: [404, 409, 503],
  },
  'POST /api/erasures': {
    tag,
    summary: 'Puts a pseudonym in the place of a person, wherever the law lets it',
    body: {
      schema: object(
        { names: told(list(text), 'Every name that the person goes by.') },
        { dryRun: words(['yes', 'no']) },
      ),
    },
    answers: {
      200: answer(
        'What was written anew, and which alerts still name the person.',
        object({ pseudonym: text, alerts: whole, told: whole, events: whole, entries: whole, standing: list(text) }),
      ),
    },
    problems: [409, 503],
  },
  'GET /api/audit': {
    tag: 'audit',
    summary: 'The audit log, oldest first, one entry a line',
    answers: { 200: answer('Lines.', { ...text, 'x-line': ref('AuditEntry') }, { type: 'application/x-ndjson' }) },
  },
  'GET /api/audit/head': {
    tag: 'audit',
    summary: 'Where the audit log ends: to be kept elsewhere',
    answers: { 200: answer('Its last entry.', ref('AuditHead')) },
    problems: [503],
  },
} as const satisfies Record<string, Operation>
