// Calls of ONTAPI by their names: `volume-destroy`, with whatever of their parameters the record holds.
import type { Typed } from './cli.ts'
import { readers } from './readers/all.ts'

/** Names that differ from the shell's by more than a dash. */
const names: Readonly<Record<string, string>> = {
  'volume-destroy': 'volume delete',
  'volume-destroy-async': 'volume delete',
  'volume-offline-async': 'volume offline',
  'volume-online-async': 'volume online',
  'volume-modify-iter': 'volume modify',
  'volume-modify-iter-async': 'volume modify',
  'volume-create-async': 'volume create',
  'volume-rename-async': 'volume rename',
  'volume-recovery-queue-delete': 'volume recovery-queue purge',
  'snapshot-create': 'volume snapshot create',
  'snapshot-delete': 'volume snapshot delete',
  'snapshot-multi-delete': 'volume snapshot multi-delete',
  'snapshot-modify-iter': 'volume snapshot modify',
  'snapshot-rename': 'volume snapshot rename',
  'snapshot-restore-volume': 'volume snapshot restore',
  'snapshot-restore-volume-async': 'volume snapshot restore',
  'snapshot-autodelete-set-option': 'volume snapshot autodelete modify',
  'snapshot-set-reserve': 'volume modify',
  'snapshot-modify-snaplock-expiry-time': 'volume snapshot modify-snaplock-expiry-time',
  'snapshot-policy-create': 'volume snapshot policy create',
  'snapshot-policy-delete': 'volume snapshot policy delete',
  'snapshot-policy-modify': 'volume snapshot policy modify',
  'snapshot-policy-add-schedule': 'volume snapshot policy add-schedule',
  'snapshot-policy-modify-schedule': 'volume snapshot policy modify-schedule',
  'snapshot-policy-remove-schedule': 'volume snapshot policy remove-schedule',
  'volume-set-snaplock-attrs': 'volume snaplock modify',
  'snaplock-set-volume-attrs': 'volume snaplock modify',
  'snaplock-set-file-retention': 'volume file retention set',
  'snaplock-privileged-delete-file': 'volume file privileged-delete',
  'snaplock-legal-hold-end': 'snaplock legal-hold end',
  'snaplock-legal-hold-begin': 'snaplock legal-hold begin',
  'snaplock-set-node-compliance-clock': 'snaplock compliance-clock initialize',
  'snapmirror-destroy': 'snapmirror delete',
  'snapmirror-destroy-iter': 'snapmirror delete',
  'snapmirror-break-iter': 'snapmirror break',
  'snapmirror-quiesce-iter': 'snapmirror quiesce',
  'snapmirror-release-iter': 'snapmirror release',
  'snapmirror-abort-iter': 'snapmirror abort',
  'snapmirror-update-iter': 'snapmirror update',
  'snapmirror-resync-iter': 'snapmirror resync',
  'snapmirror-resume-iter': 'snapmirror resume',
  'snapmirror-policy-remove-rule': 'snapmirror policy remove-rule',
  'snapmirror-policy-modify-rule': 'snapmirror policy modify-rule',
  'snapmirror-policy-delete': 'snapmirror policy delete',
  'vserver-destroy': 'vserver delete',
  'vserver-destroy-async': 'vserver delete',
  'aggr-destroy': 'storage aggregate delete',
  'aggr-offline': 'storage aggregate offline',
  'lun-destroy': 'lun delete',
  'nvme-namespace-destroy': 'vserver nvme namespace delete',
  'cluster-log-forward-destroy': 'cluster log-forwarding delete',
  'cluster-log-forward-modify': 'cluster log-forwarding modify',
  'cluster-log-forward-create': 'cluster log-forwarding create',
  'ems-event-notification-destroy': 'event notification delete',
  'ems-event-notification-destination-destroy': 'event notification destination delete',
  'ntp-server-delete': 'cluster time-service ntp server delete',
  'ntp-server-create': 'cluster time-service ntp server create',
  'file-directory-security-policy-delete': 'other',
  'key-manager-delete-kmip-config': 'security key-manager delete-kmip-config',
  'key-manager-external-disable': 'security key-manager external disable',
  'key-manager-onboard-disable': 'security key-manager onboard disable',
}

/** Options that ONTAPI calls otherwise. */
const options: Readonly<Record<string, string>> = {
  name: 'volume',
  'volume-name': 'volume',
  'new-volume-name': 'newname',
  'vserver-name': 'vserver',
  'destination-location': 'destination-path',
  'source-location': 'source-path',
  'role-name': 'role',
  'user-name': 'user-or-group-name',
  'schedule-name': 'schedule',
  'new-snapshot-count': 'newcount',
  'policy-name': 'policy',
}

/** Undefined where the input is no call of ONTAPI. */
export function calledIn(input: string): (Typed & { readonly name: string }) | undefined {
  const xml = /<([a-z]+(?:-[a-z]+)+)[\s/>]/.exec(input.slice(0, 20_000))
  const plain = /^\s*([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?=\s|$|\/|>)/.exec(input)
  const name = xml?.[1] ?? plain?.[1]
  if (name === undefined || (!xml && / -[a-z]/.test(input))) return undefined
  const path = Object.hasOwn(names, name) ? names[name] : pathOf(name)
  const told = optionsIn(input.slice(0, 20_000))
  return {
    name,
    path: path ?? name,
    known: path !== undefined && Object.hasOwn(readers, path),
    // It deletes one, though the log keeps its name to itself.
    options: name === 'snapshot-delete' && !told.has('snapshot') ? new Map([...told, ['snapshot', '?']]) : told,
    rest: [],
  }
}

/** A name of ONTAPI is a command with dashes for blanks, as far as no part of it has a dash itself. */
function pathOf(name: string): string | undefined {
  const plain = name.replace(/-(iter|async)$/, '')
  const byDashes = dashed.get(plain.replace(/-destroy$/, '-delete'))
  return byDashes
}

const dashed: ReadonlyMap<string, string> = new Map(
  Object.keys(readers).map((path) => [path.replaceAll(' ', '-'), path]),
)

function optionsIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const put = (name: string, value: string): void => {
    found.set(Object.hasOwn(options, name) ? (options[name] ?? name) : name, value)
  }
  const vfiler = /\bvfiler="([^"]{1,200})"/.exec(text)?.[1]
  if (vfiler) found.set('vserver', vfiler)
  for (const [, name = '', value = ''] of text.matchAll(/<([a-z][\w-]*)>([^<>]{1,500})<\//g)) put(name, value)
  for (const [, name = '', quoted, value = ''] of text.matchAll(
    /(?:^|[\s,])([a-z][\w-]{0,60})=(?:"([^"]*)"|([^\s,;<>]*))/g,
  ))
    put(name, quoted ?? value)
  return found
}

/** Calls that only look. */
export const isZapiLook = (name: string): boolean =>
  /(^|-)(get|list|show|status|ping|about|version)(-|$)/.test(name) || /-get-iter$/.test(name)
