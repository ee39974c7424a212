// The estate as commands read it: a file without a mistake, or a usage error that says the first of them.
import { loadEstate } from '../config/estate.ts'
import { outsideSources } from '../content/sources.ts'
import type { Estate } from '../model/estate.ts'
import { UsageError } from './command.ts'
import { tellProblem } from './config.ts'

/** @throws UsageError with everything that is wrong with it */
export function readEstateFile(file: string): Estate {
  const estate = loadEstate(file, outsideSources())
  if (!estate.ok) throw new UsageError(estate.error.map(tellProblem).join('\n'))
  return estate.value
}
