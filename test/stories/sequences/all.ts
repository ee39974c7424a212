// The attacks, in the order of their names.
import type { Sequence } from '../sequence.ts'
import { custody, doors, leaver, sealed, tenantWipe } from './clouds.ts'
import { fastCrew, group, helpDesk, hole, sweep } from './servers.ts'
import { bastion, blind, clock, host, plant, rot } from './slow.ts'

export const sequences: readonly Sequence[] = [
  fastCrew,
  hole,
  helpDesk,
  group,
  sweep,
  leaver,
  tenantWipe,
  sealed,
  doors,
  clock,
  custody,
  blind,
  rot,
  host,
  plant,
  bastion,
]
