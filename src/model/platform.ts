// Kinds of platforms: what a product or service is to copies, whoever made it. Contract, sections 3 and 6.

/**
 * `console`: what makes and keeps backups; `vault`: a service or appliance that holds nothing but copies; `store`: objects and
 * files of any kind; `array`: volumes and their snapshots; `keys`: keys and secrets; `media`: tapes and what leaves the house.
 */
export type Plane =
  | 'console'
  | 'vault'
  | 'store'
  | 'array'
  | 'hypervisor'
  | 'directory'
  | 'keys'
  | 'host'
  | 'media'
  | 'ot'
  | 'cloud'

/** A platform is looked up whole, then by its vendor alone. What stands nowhere has no kind. */
const planes: Readonly<Record<string, Plane>> = {
  veeam: 'console',
  commvault: 'console',
  rubrik: 'console',
  cohesity: 'console',
  netbackup: 'console',
  'dell.avamar': 'console',
  'dell.powerprotect': 'console',
  'dell.networker': 'console',
  'ibm.spectrumprotect': 'console',
  acronis: 'console',
  druva: 'console',
  'proxmox.pbs': 'console',
  bareos: 'console',
  'synology.hyperbackup': 'console',
  'synology.activebackup': 'console',
  'qnap.hybridbackup': 'console',
  'dell.datadomain': 'vault',
  'hpe.storeonce': 'vault',
  'aws.backup': 'vault',
  'azure.recoveryservices': 'vault',
  'azure.dataprotection': 'vault',
  'gcp.backupdr': 'vault',
  'aws.s3': 'store',
  'azure.storage': 'store',
  'azure.netapp': 'array',
  'gcp.storage': 'store',
  minio: 'store',
  ceph: 'store',
  'netapp.storagegrid': 'store',
  netapp: 'array',
  purestorage: 'array',
  dell: 'array',
  hpe: 'array',
  hitachi: 'array',
  'ibm.flashsystem': 'array',
  'ibm.ds8000': 'array',
  synology: 'array',
  qnap: 'array',
  truenas: 'array',
  qumulo: 'array',
  vmware: 'hypervisor',
  'proxmox.ve': 'hypervisor',
  'microsoft.hyperv': 'hypervisor',
  okta: 'directory',
  entra: 'directory',
  duo: 'directory',
  ping: 'directory',
  keycloak: 'directory',
  teleport: 'directory',
  cyberark: 'directory',
  delinea: 'directory',
  wallix: 'directory',
  netwrix: 'directory',
  'windows.directory': 'directory',
  'aws.iam': 'directory',
  'aws.kms': 'keys',
  'aws.cloudhsm': 'keys',
  'azure.keyvault': 'keys',
  'gcp.kms': 'keys',
  hashicorp: 'keys',
  thales: 'keys',
  kmip: 'keys',
  windows: 'host',
  linux: 'host',
  samba: 'host',
  nfs: 'host',
  'ibm.tape': 'media',
  quantum: 'media',
  spectra: 'media',
  offline: 'media',
  ot: 'ot',
  aws: 'cloud',
  azure: 'cloud',
  gcp: 'cloud',
}

const kinds = new Set<string>(Object.values(planes))

/** The platform of a console that a site describes, by what it is to copies: `generic.console`. */
export const genericPlatform = (kind: Plane): string => `generic.${kind}`

/** The kind of a platform (`veeam.vbr`, `aws.s3`); undefined for one that nobody knows. */
export function planeOf(platform: string | undefined): Plane | undefined {
  if (platform === undefined) return undefined
  const vendor = platform.split('.', 1)[0] ?? ''
  if (vendor === 'generic') return kinds.has(platform.slice(8)) ? (platform.slice(8) as Plane) : undefined
  return own(platform) ?? own(vendor)
}

const own = (name: string): Plane | undefined => (Object.hasOwn(planes, name) ? planes[name] : undefined)
