// The number of the records' format, the same in both journals.

/**
 * Grows when records or state become such that the release before could not go on from them. Until then only fields and kinds of
 * records are added, which every release passes over as long as it does not know them: so releases run side by side.
 */
export const recordFormat = 1

/** Raised when a later release wrote what this one cannot read. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError'

  constructor(what: string, found: number) {
    super(
      `${what} was written by a newer Lastcopy (format ${found}, this one reads ${recordFormat}): start that release, or a later one`,
    )
  }
}
