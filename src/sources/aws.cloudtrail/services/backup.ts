// All that is known of AWS Backup: its own calls, its gateway before virtual machines, and multi-party approval.
import { first, number, object, text } from '../../kit/look.ts'
import type { Reader, ServiceReaders } from '../record.ts'
import { backupPlans } from './backup-plans.ts'
import { backupVaults } from './backup-vaults.ts'
import { byId, changing, on, tagging } from './parts.ts'

export const backup: ServiceReaders = {
  ...backupVaults,
  ...backupPlans,
  TagResource: tagging('resourceArn'),
  UntagResource: tagging('resourceArn'),
}

const gateway = byId('gateway', 'backup-gateway', 'gateway/', 'gatewayArn')
const hypervisor = byId('hypervisor', 'backup-gateway', 'hypervisor/', 'hypervisorArn')

export const backupGateway: ServiceReaders = {
  CreateGateway: on(gateway, 'other'),
  DeleteGateway: on(gateway, 'job-stopped', changing('schedule', 'off')),
  DisassociateGatewayFromServer: on(gateway, 'job-stopped', changing('schedule', 'off')),
  AssociateGatewayToServer: on(gateway, 'other'),
  ImportHypervisorConfiguration: on(hypervisor, 'other'),
  UpdateHypervisor: on(hypervisor, 'repository-changed'),
  DeleteHypervisor: on(hypervisor, 'job-stopped', changing('schedule', 'off')),
  TagResource: tagging('resourceARN', 'resourceArn'),
  UntagResource: tagging('resourceARN', 'resourceArn'),
}

const team = byId('approval-team', 'mpa', 'approval-team/', 'arn', 'approvalTeamArn')
const source = byId('approval-team', 'mpa', 'identity-source/', 'identitySourceArn', 'arn')

/** How many must agree; fewer is weaker, and memory knows how many it were. */
const teamChanged: Reader = on(team, 'four-eyes-changed', (record) => {
  const needed = number(object(first(object(record.params.approvalStrategy), 'mofN', 'MofN')).minApprovalsRequired)
  return {
    changes: needed === undefined ? [] : [{ setting: 'approvals', to: needed }],
    detail: { name: text(record.params.name) ?? 'approval team' },
  }
})

export const mpa: ServiceReaders = {
  CreateApprovalTeam: teamChanged,
  UpdateApprovalTeam: teamChanged,
  StartActiveApprovalTeamDeletion: on(team, 'four-eyes-changed', () => ({
    changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }],
  })),
  DeleteInactiveApprovalTeamVersion: on(team, 'other'),
  DeleteIdentitySource: on(source, 'four-eyes-changed', () => ({
    changes: [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }],
  })),
}
