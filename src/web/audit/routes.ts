// The page of the audit log, with what the address says to look for.
import type { RequestHandler } from 'express'
import { auditActs } from '../../model/audit.ts'
import type { Subject } from '../../model/people.ts'
import { sentence } from '../alert/pages.ts'
import { readFields } from '../body/fields.ts'
import type { WebDeps } from '../deps.ts'
import { type AuditQuery, makeAuditBook } from './book.ts'
import { auditPage } from './page.ts'

const perPage = 100

export const auditPageRoutes = ({ people, site, zone, now }: WebDeps) => {
  const book = makeAuditBook(people, now)
  return {
    'GET /audit': [
      async (request, response) => {
        const read = queryOf(request.query)
        const query = read.ok ? read.value : {}
        const state = await book.look(request.query.anew === 'yes')
        const { entries, more } = await book.find(query, perPage)
        const last = entries.at(-1)?.seq
        const view = { state, entries, query, reader: response.locals.who as Subject, site, zone, now: now() }
        response.status(read.ok ? 200 : 400).send(
          auditPage({
            ...view,
            ...(more && last !== undefined ? { older: addressOf(query, last) } : {}),
            ...(read.ok ? {} : { wrong: sentence(read.error) }),
          }),
        )
      },
    ],
  } satisfies Record<string, readonly RequestHandler[]>
}

const queryOf = (given: Readonly<Record<string, unknown>>) =>
  readFields(
    { ...given, from: inUtc(given.from), to: inUtc(given.to) },
    ({ text, choice, count, time }): AuditQuery => ({
      act: choice('act', auditActs),
      who: text('who', 63),
      outcome: choice('outcome', ['done', 'refused']),
      text: text('text', 200),
      from: time('from'),
      to: time('to'),
      before: count('before', 999_999_999),
    }),
  )

/** A browser's fields for times know no zone; the page says that they are UTC. */
const inUtc = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value) ? `${value}Z` : value

function addressOf(query: AuditQuery, before: number): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...query, before }))
    if (value !== undefined) all.set(name, String(value))
  return `/audit?${all}`
}
