// Events about copies themselves: SLAs, snapshots, locks, locations, clusters, replication.
import type { Facts } from '../kit/facts.ts'
import type { Rule, Told } from './classify.ts'
import { bulk, clean, of, planId, simple, switched } from './readers.ts'

export const protectionRules: readonly Rule[] = [
  // The record names neither the old nor the new retention.
  {
    name: /^SLAModification(Succeeded|Failed)?$/,
    words: /^(?<who>\S+) (?:successfully )?modified Global SLA (?<name>.+)$/i,
    read: simple('retention-changed', 'plan'),
  },
  {
    name: /^SLADeletion/,
    words: /^(?<who>\S+) (?:successfully )?deleted Global SLA (?<name>.+)$/i,
    read: simple('job-stopped', 'plan', { changes: [{ setting: 'schedule', to: 'off' }] }),
  },
  {
    name: /^SLACreation/,
    words: /^(?<who>\S+) (?:successfully )?created Global SLA (?<name>.+)$/i,
    read: simple('job-created', 'plan'),
  },
  {
    name: /^SLAPause/,
    words: /^(?<who>\S+) successfully (?<action>\w+) Global SLA (?<name>.+?) on (?<cluster>.+)$/i,
    read: switched('job-stopped', 'plan', 'schedule'),
  },
  {
    name: /SLAAssignment|SLADirectAssignment/,
    words:
      /^(?<who>\S+) successfully (?:initiated request to )?assign(?:ed)? (?:retention )?SLA (?:Domain )?(?<to>.+?) to (?:objects |snapshots )?(?<name>.+?)(?: on (?:cluster )?(?<cluster>[^ ]+|RSC))?$/i,
    read: (told) => ({
      action: 'policy-assigned',
      resource: of('object', told),
      changes: [
        {
          setting: 'assignment',
          to: /^(unprotected|do ?not ?protect|none)$/i.test(told.said.to ?? '')
            ? 'off'
            : planId(clean(told.said.to ?? 'unknown')),
        },
      ],
    }),
  },
  {
    name: /^DissolveLegalHold/,
    words: /^(?<who>\S+) has successfully removed the Legal Hold from the (?<time>.+?) snapshot of (?<name>.+?) on/i,
    read: simple('immutability-changed', 'recovery-point', { changes: [{ setting: 'legal-hold', to: 'off' }] }),
  },
  {
    name: /^ApplyLegalHold/,
    words: /^(?<who>\S+) has successfully placed a Legal Hold on the (?<time>.+?) snapshot of (?<name>.+?) on/i,
    read: simple('immutability-changed', 'recovery-point', { changes: [{ setting: 'legal-hold', to: 'on' }] }),
  },
  {
    name: /^SnapshotImmutabilityJob/,
    words: /(?:failed|Failed) to lock .*snapshots?/,
    read: simple('immutability-changed', 'recovery-point', { changes: [{ setting: 'lock-mode', to: 'off' }] }),
  },
  {
    name: /^(DeleteSnapshot|DeleteSnapshotFailed|VcdVappSnapshotDelete\w*)$/,
    words: /^(?<who>\S+) (?:deleted|started (?:the )?delet\w+ of) snapshot (?<point>\S+) of '?(?<name>.+?)'?$/i,
    read: (told) => point(told),
  },
  {
    name: /Snapshots?\w*Delet(ion|etion)\w*|^DeleteSnapshotsOfObject|^DeleteAll\w*Snapshots/,
    words:
      /^(?<who>\S+) (?:successfully )?(?:deleted (?:all )?snapshots|expired|queued request to expire)\b.*?(?:object|objects|name|database) '?(?<name>[^']+?)'?(?: on | with ID|$)/i,
    read: simple('recovery-point-deleted', 'recovery-point', bulk),
  },
  {
    name: /^V1DeleteManagedVolume/,
    words: /^(?<who>\S+) started the operation to delete the Managed Volume '(?<name>.+?)'/i,
    read: simple('repository-deleted', 'repository'),
  },
  {
    name: /^ArchivalGroupDeletion/,
    words: /^(?<who>\S+) successfully deleted Archival Location (?<name>.+)$/i,
    read: simple('repository-deleted', 'repository'),
  },
  {
    name: /^ArchivalLocationStateChange/,
    words: /^(?<who>\S+) successfully (?<action>\w+) archival location (?<name>.+?)(?: from Polaris)?\.?$/i,
    read: (told) =>
      /delet|remov/i.test(told.said.action ?? '')
        ? simple('repository-deleted', 'repository')(told)
        : switched('replication-changed', 'repository', 'replication')(told),
  },
  {
    name: /^(RemoveCDMCluster|ClusterDelete)/,
    words: /^(?<who>\S+) started removal of Rubrik Cluster (?<name>\S+?)\.?$/i,
    read: (told) => ({ action: 'repository-deleted', resource: of('cluster', told, told.cluster || told.said.name) }),
  },
  {
    name: /^RemoveClusterNodes|^RemoveDisk$/,
    words: /^(?<who>\S+) triggered removal of nodes: (?<nodes>.+) on (?<name>.+)$/i,
    read: simple('repository-changed', 'cluster'),
  },
  {
    name: /^(AwsAccount(Force)?Deletion|AzureSubscriptionDeletion|O365DeleteOrg|AwsNativeDeleteAccount|AzureNativeDeleteSubscription|SaasAppsDeleteOrg|GCPNativeDisableProject)/,
    words: /^(?<who>\S+) (?:initiated the deletion of|started deletion of) (?<name>.+)$/i,
    read: simple('job-stopped', 'plan', { changes: [{ setting: 'selection', to: 'off' }] }),
  },
  {
    name: /^CloudaccountsDisableFeature/,
    words: /^(?<who>\S+) started to disable (?<feature>.+?) of (?<name>.+?)\. ?/i,
    read: simple('job-stopped', 'plan', { changes: [{ setting: 'selection', to: 'off' }] }),
  },
  {
    name: /^ClusterPauseResume/,
    words: /^(?<who>\S+) has successfully (?<action>\w+) protection on clusters: (?<name>.+)$/i,
    read: switched('job-stopped', 'cluster', 'schedule'),
  },
  {
    name: /^Replication\w*Pause(Enable|Disable)|PauseEnable/,
    words:
      /^(?<who>\S+) successfully (?<action>\w+) replication from cluster: (?<name>.+?) to cluster: (?<target>.+?)\.?(?: |$)/i,
    read: switched('replication-changed', 'replication', 'replication'),
  },
  {
    name: /^ReplicationPairDeletion/,
    words: /^(?<who>\S+) removed Rubrik cluster: (?<target>.+?) as replication target to Rubrik cluster: (?<name>.+)$/i,
    read: simple('replication-changed', 'replication', { changes: [{ setting: 'replication', to: 'off' }] }),
  },
  {
    name: /^ReplicationPairCreation/,
    words: /^(?<who>\S+) added Rubrik cluster: (?<name>.+)$/i,
    read: simple('replication-changed', 'replication', { changes: [{ setting: 'replication', to: 'on' }] }),
  },
]

/** One snapshot, by its id where the message has it. */
function point(told: Told): Facts {
  const resource = of('recovery-point', told, told.said.point ?? told.objectName)
  const set = clean(told.said.name ?? told.objectName)
  return {
    action: 'recovery-point-deleted',
    resource: resource && {
      ...resource,
      id: told.said.point ? `${told.clusterId || 'rubrik'}/${told.said.point}` : resource.id,
      ...(set
        ? {
            container: {
              type: 'object',
              id: told.objectId || `${told.clusterId || 'rubrik'}/object/${set}`,
              name: set,
            },
          }
        : {}),
    },
  }
}
