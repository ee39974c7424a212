// All ways in, over one count of guesses and one seal.
import { usualStrength } from '../../people/password.ts'
import type { WebDeps } from '../deps.ts'
import { makePasskeys, type Passkeys } from '../people/passkeys.ts'
import { type Door, makeDoor } from './door.ts'
import { type Guesses, makeGuesses } from './guesses.ts'
import { makeSealer, type Sealer } from './sealer.ts'
import { makeSecondStep, type SecondStep } from './second-step.ts'

export interface Doors {
  readonly door: Door
  readonly second: SecondStep
  readonly passkeys: Passkeys
  readonly guesses: Guesses
  readonly sealer: Sealer
}

export function makeDoors({ people, provider, passwords, access, now }: WebDeps): Doors {
  const guesses = makeGuesses(now)
  const sealer = makeSealer(access.factorKey, now)
  const door = makeDoor({ people, provider, strength: passwords ?? usualStrength, guesses, sealer, now })
  const second = makeSecondStep({ people, door, guesses, sealer, factorKey: access.factorKey, now })
  return { door, second, passkeys: makePasskeys(people, sealer), guesses, sealer }
}
