// Which service's reader knows a call, and what stays of a call that none knows.
import type { CloudTrailRecord, Facts, Reader, ServiceReaders } from './record.ts'
import { backup } from './services/backup.ts'
import { dlm, ec2, elasticfilesystem, fsx, rbin, storagegateway } from './services/compute.ts'
import { dynamodb, elasticache, rds, redshift } from './services/databases.ts'
import { iam, signin, sso, sts } from './services/identity.ts'
import { cloudhsm, kms } from './services/kms.ts'
import {
  accountService,
  cloudtrail,
  config,
  events,
  guardduty,
  logs,
  organizations,
  securityhub,
} from './services/oversight.ts'
import { glacier, s3 } from './services/s3.ts'

const services: ReadonlyMap<string, ServiceReaders> = new Map(
  Object.entries({
    s3,
    glacier,
    kms,
    cloudhsm,
    backup,
    ec2,
    rbin,
    dlm,
    elasticfilesystem,
    fsx,
    storagegateway,
    rds,
    dynamodb,
    redshift,
    elasticache,
    iam,
    sso,
    sts,
    signin,
    cloudtrail,
    config,
    guardduty,
    securityhub,
    logs,
    events,
    organizations,
    account: accountService,
    memorydb: elasticache,
    'redshift-data': redshift,
    's3-outposts': s3,
    cloudhsmv2: cloudhsm,
  } satisfies Record<string, ServiceReaders>),
)

/** The reader of a call; CloudTrail puts an API version behind some names (`…20150331v2`). */
export function readerOf(service: string, name: string): Reader | undefined {
  const readers = services.get(service)
  if (!readers) return undefined
  const plain = name.replace(/20\d\d(0\d|1[0-2])\d\d(v\d+)?$/, '')
  return Object.hasOwn(readers, plain) ? readers[plain] : undefined
}

/** What the record says. A call that no reader knows is a read by its name, or something else. */
export const classify = (record: CloudTrailRecord): Facts =>
  readerOf(record.service, record.name)?.(record) ?? { action: genericAction(record.name) }

/** Read calls by name: `Get`, `List`, `Describe`, `Head`, `Lookup`, `BatchGet`, `Select`, `Search`. */
export const genericAction = (name: string): 'read' | 'other' =>
  /^(Get|List|Describe|Head|Lookup|BatchGet|Select|Search|Query|Scan)(?![a-z])/.test(name) ? 'read' : 'other'
