// Why a rule in use says yes or no to an event, for whoever reads an alert.
import type { Detections } from '../content/load.ts'
import { explain } from '../sigma/explain.ts'
import type { WebDeps } from '../web/deps.ts'

/** @param detections those in use now @returns `explain` of the web room: undefined for a rule that is not in use */
export const makeWhy =
  (detections: () => Detections): WebDeps['explain'] =>
  (wanted, event) => {
    const { rules } = detections().detector
    const rule = rules.rules.find(({ meta }) => meta.id === wanted)
    return rule && explain(rule, event, rules.fields)
  }

/** @param detections those in use now @returns `titleOf` of the web room */
export const makeTitles =
  (detections: () => Detections): WebDeps['titleOf'] =>
  (wanted) =>
    detections().metas.find(({ id }) => id === wanted)?.title
