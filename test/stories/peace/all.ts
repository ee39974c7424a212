// Ordinary work, in the order of its names.
import type { Peace } from '../peace.ts'
import {
  clocks,
  drill,
  ends,
  exercise,
  hostsPatched,
  keysRotated,
  lab,
  logsMoved,
  pentest,
  people,
  repositoryMoved,
  restoresTested,
  tidied,
  upgraded,
} from './work.ts'

export const peace: readonly Peace[] = [
  hostsPatched,
  repositoryMoved,
  keysRotated,
  tidied,
  restoresTested,
  drill,
  people,
  exercise,
  clocks,
  ends,
  lab,
  logsMoved,
  pentest,
  upgraded,
]
