// The sources that a site describes itself, for commands that read records without running the service.
import { asksForMapping } from '../content/sources.ts'
import type { Mapping } from '../model/mapping.ts'
import type { Io } from './io.ts'

/**
 * Those of the file, where one is given or a name asks for it; undefined after every mistake in them was told. Most calls need none,
 * so the configuration is read by who asks only.
 */
export async function mappingsFor(
  names: readonly string[],
  file: string | undefined,
  io: Pick<Io, 'say'>,
): Promise<readonly Mapping[] | undefined> {
  if (file === undefined && !names.some(asksForMapping)) return []
  const { readMappings } = await import('./config.ts')
  return readMappings(file, io)
}
