// The samples that sources are tried on: our own always, and real ones from the reference folder where it is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadSources } from '../../src/content/sources.ts'
import type { Event } from '../../src/model/event.ts'
import type { Reading, Source } from '../../src/model/source.ts'
import { linesOf, receivedAt } from './golden.ts'

const root = join(import.meta.dirname, '../..')

export interface Sample {
  /** `aws.cloudtrail/vaults`. */
  readonly name: string
  readonly source: Source
  readonly raw: string
  /** Where the golden text stands, or should. */
  readonly golden: string
}

/** Our own samples, of every source that there is. */
export async function ownSamples(): Promise<readonly Sample[]> {
  const sources = await loadSources()
  return [...sources.values()].flatMap((source) => {
    const folder = join(root, 'samples', source.name)
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.raw.ndjson')) : []
    return files.map((file) => ({
      name: `${source.name}/${file.replace('.raw.ndjson', '')}`,
      source,
      raw: readFileSync(join(folder, file), 'utf8'),
      golden: join(folder, file.replace('.raw.ndjson', '.events.json')),
    }))
  })
}

/** The samples of each source, and where it stands which alerts they lead to. */
export async function alertsFiles() {
  const samples = await ownSamples()
  return [...new Set(samples.map(({ source }) => source))].map((source) => ({
    name: source.name,
    source,
    target: join(root, 'samples', source.name, 'alerts.txt'),
    files: samples
      .filter((sample) => sample.source === source)
      .map(({ name, raw }) => [name.split('/')[1] ?? name, raw] as const),
  }))
}

const reference = join(root, '../shared/reference/samples')

/** Real records of a vendor by file; empty where the reference folder is not there. */
export function realSamples(folder: string): ReadonlyMap<string, string> {
  const place = join(reference, folder)
  if (!existsSync(place)) return new Map()
  return new Map(readdirSync(place).map((file) => [file, readFileSync(join(place, file), 'utf8')]))
}

/** Folders of the reference with records of a source; a folder that several sources share names its files. */
const folders: Readonly<Record<string, readonly (string | readonly [folder: string, files: RegExp])[]>> = {
  'aws.cloudtrail': ['aws'],
  'veeam.vbr': [['veeam', /\.log$/], 'restore-testing'],
  'netapp.ontap': ['netapp-ontap'],
  'dell.datadomain': ['dell-datadomain'],
  'rubrik.rsc': [['rubrik', /\.json$/]],
  'commvault.audit': ['commvault'],
  'cohesity.audit': ['cohesity'],
  'netbackup.audit': ['netbackup'],
  'proxmox.pbs': ['proxmox-backup-server'],
  'proxmox.ve': ['proxmox'],
  'ot.monitoring': ['ot-monitoring'],
  'azure.activity': [['azure', /^activity-log|panther/]],
  'azure.keyvault': [['azure', /^key-vault/]],
  'entra.audit': [['azure', /^entra/]],
  'gcp.audit': ['gcp'],
  'minio.audit': ['minio'],
  'purestorage.flasharray': ['pure-flasharray'],
  'dell.powerstore': ['dell-powerstore'],
  'vmware.esxi': [['vmware', /esxi-(hostd|syslog)/]],
  'vmware.vcenter': [['vmware', /^vcenter-events/]],
  'windows.security': ['windows'],
  'linux.audit': [['linux', /audit/]],
  'linux.syslog': [['linux', /openssh|secure/], 'time'],
  'okta.system': ['okta'],
  'duo.admin': ['duo'],
  'teleport.audit': ['teleport'],
  'hashicorp.vault': ['vault'],
  'cyberark.pas': ['cyberark'],
  'synology.dsm': ['synology'],
  'qnap.qts': ['qnap'],
  'truenas.audit': ['truenas'],
  'hitachi.vsp': ['hitachi-vsp'],
  'netapp.storagegrid': ['netapp-storagegrid'],
  'dell.powerscale': ['dell-powerscale'],
  'qumulo.audit': ['qumulo'],
  'azure.storage': [['azure', /^azure-files/]],
  'ibm.spectrumprotect': ['ibm-storage-protect'],
  'dell.avamar': ['dell-avamar'],
  'druva.audit': ['druva'],
  'keycloak.events': ['keycloak'],
  'ping.audit': ['ping'],
  'delinea.audit': ['delinea'],
  'wallix.bastion': ['wallix'],
  'netwrix.audit': ['netwrix'],
  'aws.cloudhsm': ['cloudhsm'],
}

/** Real records of a source by file; empty where the reference folder is not there. */
export const realOf = (source: string): readonly (readonly [file: string, raw: string])[] =>
  (folders[source] ?? []).flatMap((entry) => {
    const [folder, files] = typeof entry === 'string' ? [entry, /./] : entry
    return [...realSamples(folder)].filter(([file]) => files.test(file))
  })

/** A file as a source is given it: whole where it is one document, else line by line. */
export function readingsOf(source: Source, file: string): readonly Reading[] {
  const whole = source.read(Buffer.from(file), receivedAt)
  return whole.ok && linesOf(file).length > 1 && !file.startsWith('{"')
    ? [whole]
    : linesOf(file).map(({ text }) => source.read(Buffer.from(text), receivedAt))
}

export const eventsOf = (readings: readonly Reading[]): readonly Event[] =>
  readings.flatMap((reading) => (reading.ok ? reading.value.events : []))

/** Why anything was refused, in whole records and in parts of them. */
export const rejectsOf = (readings: readonly Reading[]): readonly string[] =>
  readings.flatMap((reading) =>
    reading.ok ? reading.value.rejects.map(({ reason }) => reason) : [reading.error.reason],
  )
