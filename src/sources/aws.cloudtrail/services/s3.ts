// All that is known of S3's calls, for buckets in a region, on Outposts and in S3 Express.
import type { ServiceReaders } from '../record.ts'
import { tagging } from './parts.ts'
import { s3Access } from './s3-access.ts'
import { s3Buckets } from './s3-buckets.ts'
import { s3Objects } from './s3-objects.ts'

export const s3: ServiceReaders = {
  ...s3Buckets,
  ...s3Objects,
  ...s3Access,
  TagResource: tagging('resourceArn'),
  UntagResource: tagging('resourceArn'),
}
