// What the people stage decided, as an answer of the API.
import type { Response } from 'express'
import { type Ask, type RefusedReason, refusals } from '../model/ask.ts'
import type { Acting, PeopleDesk } from './deps.ts'
import { refuse } from './sign-in/access.ts'
import { late } from './sign-in/door.ts'

const statuses: Partial<Record<RefusedReason, number>> = {
  'no-such-user': 404,
  'no-such-token': 404,
  'no-such-plan': 404,
  'no-such-view': 404,
  'no-such-drill': 404,
  'no-such-factor': 404,
  'no-such-session': 404,
  'needs-factor': 403,
  'not-allowed': 403,
  'own-proposal': 403,
  'no-person': 403,
  'too-powerful': 403,
}

/** Asks, and answers where it was refused. @returns whether it is done */
export async function decided(people: PeopleDesk, ask: Ask, by: Acting, response: Response): Promise<boolean> {
  const outcome = await people.ask(ask, by)
  if (outcome === 'late') {
    refuse(response.set('retry-after', String(late.wait)), late.status, late.error)
    return false
  }
  if (outcome.refused === undefined) return true
  response.status(statuses[outcome.refused] ?? 409).json({ error: refusals[outcome.refused], reason: outcome.refused })
  return false
}
