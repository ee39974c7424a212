// Which service's reader knows a call, and what stays of a call that none knows.
import type { Facts } from '../kit/facts.ts'
import type { CloudTrailRecord, Reader, ServiceReaders } from './record.ts'
import { backup, backupGateway, mpa } from './services/backup.ts'
import { ec2, lightsail } from './services/ec2.ts'
import { elasticfilesystem, fsx } from './services/file-systems.ts'
import { events, firehose, kafka, kinesis, logs, pipes, sns, sqs } from './services/forwarding.ts'
import { drs, storagegateway } from './services/gateways.ts'
import { glacier } from './services/glacier.ts'
import { iam } from './services/iam.ts'
import { directory, sso } from './services/identity-center.ts'
import { cloudhsm, kms } from './services/kms.ts'
import { accountService, organizations, ram } from './services/organizations.ts'
import { tagging } from './services/parts.ts'
import { docdbElastic, rds } from './services/rds.ts'
import { s3 } from './services/s3.ts'
import { signin, sts } from './services/sign-in.ts'
import { dynamodb, elasticache, redshift, redshiftServerless } from './services/tables.ts'
import { cloudtrail } from './services/trails.ts'
import { dlm, rbin } from './services/undo.ts'
import { accessAnalyzer, config, guardduty, macie2, securityhub } from './services/watchers.ts'

/** Tags set on anything, by its ARN. */
const tags: ServiceReaders = { TagResources: tagging('resourceARNList'), UntagResources: tagging('resourceARNList') }

/** By the first word of `eventSource`. */
const services: ReadonlyMap<string, ServiceReaders> = new Map(
  Object.entries({
    'access-analyzer': accessAnalyzer,
    account: accountService,
    backup,
    'backup-gateway': backupGateway,
    cloudhsm,
    cloudhsmv2: cloudhsm,
    cloudtrail,
    config,
    dlm,
    'docdb-elastic': docdbElastic,
    drs,
    dynamodb,
    ec2,
    elasticache,
    elasticfilesystem,
    events,
    firehose,
    fsx,
    glacier,
    guardduty,
    iam,
    identitystore: directory,
    kafka,
    kinesis,
    kms,
    lightsail,
    logs,
    macie2,
    memorydb: elasticache,
    mpa,
    organizations,
    pipes,
    ram,
    rbin,
    rds,
    redshift,
    'redshift-serverless': redshiftServerless,
    s3,
    's3-outposts': s3,
    s3express: s3,
    securityhub,
    signin,
    sns,
    sqs,
    sso,
    'sso-directory': directory,
    storagegateway,
    sts,
    tagging: tags,
  } satisfies Record<string, ServiceReaders>),
)

/** The reader of a call; CloudTrail puts an API version behind some names (`…20150331v2`). */
export function readerOf(service: string, name: string): Reader | undefined {
  const plain = name.replace(/20\d\d(0\d|1[0-2])\d\d(v\d+)?$/, '')
  const readers = services.get(service)
  return readers && Object.hasOwn(readers, plain) ? readers[plain] : undefined
}

/** What the record says. A call that no reader knows is a read by its name, or something else. */
export const classify = (record: CloudTrailRecord): Facts =>
  readerOf(record.service, record.name)?.(record) ?? { action: genericAction(record.name) }

/** Read calls by name: `Get`, `List`, `Describe`, `Head`, `Lookup`, `BatchGet`, `Select`, `Search`. */
const genericAction = (name: string): 'read' | 'other' =>
  /^(Get|List|Describe|Head|Lookup|BatchGet|Select|Search|Query|Scan)(?![a-z])/.test(name) ? 'read' : 'other'
