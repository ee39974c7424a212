// The rules that come with the program, loaded once for all tests of a worker.
import { ownDetections } from '../../src/content/files.ts'
import { type Detections, loadDetections } from '../../src/content/load.ts'

let loaded: Promise<Detections> | undefined

/** Nothing of it changes while it is used. */
export function ownLibrary(): Promise<Detections> {
  loaded ??= loadDetections(ownDetections)
  return loaded
}
