// What attackers may hold: each credential alone, all of one class, and two classes together.
import { type Credential, type CredentialClass, credentialClasses } from '../model/posture.ts'
import { nodes } from './names.ts'
import type { FootingKind, Resolved } from './resolve.ts'

export interface Hand {
  readonly id: string
  readonly title: string
  readonly kind: 'one' | 'class' | 'pair'
  readonly classes: readonly CredentialClass[]
  readonly credentials: readonly Credential[]
  /** It holds all of its classes. */
  readonly whole: boolean
  /** The way to each fall is told: for all of a class only where its credentials are not played alone. */
  readonly told: boolean
}

const opens: Readonly<Record<FootingKind, CredentialClass>> = {
  console: 'backup-admin',
  hypervisor: 'hypervisor-admin',
  array: 'array-admin',
  host: 'repository-root',
  'cloud-account': 'cloud-key',
  keys: 'key-admin',
  library: 'media-admin',
  workstation: 'workstation',
  ot: 'ot-admin',
}

/** Every credential that opens something of the estate. */
export function credentialsOf({ identities, platforms, sets, copies }: Resolved): readonly Credential[] {
  const places = new Set<string>()
  const supported = new Set(
    copies.flatMap(({ said, on }) => (said['revocable-by']?.includes('vendor-support') ? on.value : [])),
  )
  const found: Credential[] = identities.map(({ name }) => credential('directory-admin', name, nodes.identity(name)))
  for (const { name, kind, said, support } of platforms.values()) {
    found.push(credential(opens[kind], name, nodes.platform(name)))
    if (kind === 'cloud-account') found.push(credential('cloud-root', name, nodes.root(name)))
    if (support.value === 'open' || supported.has(name))
      found.push(credential('vendor-support', name, nodes.support(name)))
    if (said.place !== undefined) places.add(said.place)
  }
  for (const { name } of sets.values()) found.push(credential('production-root', name, nodes.production(name)))
  for (const place of places) found.push(credential('physical-access', place, nodes.place(place)))
  return found
}

const credential = (name: CredentialClass, of: string, node: string): Credential => ({ class: name, of, node })

/** More than so many of one class are only taken all at once. */
const mostAlone = 200

export function handsOf(credentials: readonly Credential[]): {
  readonly single: readonly Hand[]
  readonly pairs: readonly Hand[]
} {
  const classes = [...Map.groupBy(credentials, (one) => one.class)]
  const alone = classes.flatMap(([, all]) =>
    all.length > mostAlone ? [] : all.map((one) => handOf(one, all.length === 1)),
  )
  const bundles = classes.map(([name, all]) => bundle([name], all))
  const pairs = bundles.flatMap((one, at) =>
    bundles
      .slice(at + 1)
      .map((other) => bundle([...one.classes, ...other.classes], [...one.credentials, ...other.credentials])),
  )
  return { single: [...alone, ...bundles.filter(({ credentials: all }) => all.length > 1)], pairs }
}

const handOf = (one: Credential, whole: boolean): Hand => ({
  id: `${one.class}:${one.of}`,
  title: `${credentialClasses[one.class]}: ${one.of}`,
  kind: 'one',
  classes: [one.class],
  credentials: [one],
  whole,
  told: true,
})

function bundle(classes: readonly CredentialClass[], credentials: readonly Credential[]): Hand {
  const words = classes.map((name) => credentialClasses[name])
  return {
    id: classes.join('+'),
    title: classes.length === 1 ? `${words[0]}, all ${credentials.length}` : words.join(' and '),
    kind: classes.length === 1 ? 'class' : 'pair',
    classes,
    credentials,
    whole: true,
    told: classes.length === 1 && credentials.length > mostAlone,
  }
}
