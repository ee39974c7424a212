// A call of StorageGRID's management API as its readers want it.
import type { JsonObject } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Facts } from '../kit/facts.ts'

export interface Managed {
  readonly method: string
  /** Behind `/api/v4`, without what stands before: `org/containers/nightly/versioning`. */
  readonly path: string
  /** The id or name in the path, in plain letters; '' where there is none. */
  readonly id: string
  readonly body: JsonObject
  readonly answer: JsonObject
  /** The account whose people call; '' for the grid's own. */
  readonly tenant: string
  readonly grid: Resource
  readonly given: string
}

export type Reader = (call: Managed) => Facts

/** A thing of the grid's own. */
export const own = ({ grid }: Managed, type: string, name: string, called = name): Resource => ({
  type,
  id: `${grid.id}/${name}`,
  name: called,
  container: { type: grid.type, id: grid.id, ...(grid.name === undefined ? {} : { name: grid.name }) },
})
