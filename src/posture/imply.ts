// What must be there though the estate does not name it: a copy lies on something, and somebody lets administrators in.
import type { Estate, EstateCopy, EstateFooting, EstateIdentity, Mechanism, PlatformKind } from '../model/estate.ts'

export interface Footing extends EstateFooting {
  readonly kind: PlatformKind | 'console'
  readonly implied: boolean
}

export interface FullEstate {
  readonly identities: readonly EstateIdentity[]
  readonly footings: readonly Footing[]
  readonly copies: readonly { readonly said: EstateCopy; readonly made: Made }[]
}

/** Where a copy lies, who manages it and where its keys are: as the estate says, else what must be there. */
export interface Made {
  readonly on: readonly string[]
  readonly managedBy: readonly string[]
  readonly keysAt: readonly string[]
}

/** What each mechanism lies on. */
const homes: Readonly<Record<Mechanism, PlatformKind>> = {
  'object-lock-compliance': 'cloud-account',
  'object-lock-governance': 'cloud-account',
  'vault-lock': 'cloud-account',
  'hardened-repository': 'host',
  'snapshot-lock': 'array',
  'worm-tape': 'library',
  offline: 'library',
  none: 'host',
}

/** Names under which what nobody named goes. One for all of a kind: what is not told apart may be the same. */
const unnamed: Readonly<Record<PlatformKind | 'console' | 'identity', string>> = {
  'cloud-account': 'a cloud account that is not named',
  host: 'a repository that is not named',
  array: 'an array that is not named',
  library: 'a tape library that is not named',
  keys: 'a key store that is not named',
  hypervisor: 'a hypervisor that is not named',
  workstation: 'a workstation that is not named',
  ot: 'a plant’s system that is not named',
  console: 'a backup console that is not named',
  identity: 'a directory that is not named',
}

const unnamedPlace = 'a place that is not named'

/** The estate with every copy on something, managed by somebody, and at least one directory. */
export function implied(estate: Estate): FullEstate {
  const named: readonly Footing[] = [
    ...(estate.consoles ?? []).map(({ source: _, ...said }) => ({ ...said, kind: 'console' as const, implied: false })),
    ...(estate.platforms ?? []).map((said) => ({ ...said, implied: false })),
  ]
  const consoles = (estate.consoles ?? []).map(({ name }) => name)
  const unsaid = new Map<string, Footing>()
  const make = (kind: Footing['kind']): string => {
    unsaid.set(unnamed[kind], { name: unnamed[kind], kind, implied: true })
    return unnamed[kind]
  }
  const copies = (estate.copies ?? []).map((said) => {
    const managers = said['managed-by'] ?? managersOf(said, consoles)
    const made: Made = {
      on: said.on ?? [make(homes[said.mechanism ?? 'none'])],
      managedBy: managers.length > 0 || said['managed-by'] ? managers : [make('console')],
      keysAt: said['keys-at'] ?? ((said.keys ?? []).length > 0 ? [make('keys')] : []),
    }
    return { said, made }
  })
  const identities = estate.identities ?? [{ name: unnamed.identity }]
  return { identities, footings: [...named, ...unsaid.values()].map(placed), copies }
}

const solid = new Set<Footing['kind']>(['hypervisor', 'array', 'host', 'library'])

/** What is made of metal stands somewhere. */
const placed = (footing: Footing): Footing =>
  footing.place === undefined && footing['runs-on'] === undefined && solid.has(footing.kind)
    ? { ...footing, place: unnamedPlace }
    : footing

/** `vbr01/Repository 01` names its console; else any of them may manage it. */
function managersOf({ where }: EstateCopy, consoles: readonly string[]): readonly string[] {
  const lower = where.map((one) => one.toLowerCase())
  const named = consoles.filter((name) => lower.some((one) => one.startsWith(`${name.toLowerCase()}/`)))
  return named.length > 0 ? named : consoles
}
