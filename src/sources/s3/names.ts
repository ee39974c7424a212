// The names of S3's calls, by what logs hold instead: a method with a sub-resource, or the words of an access log.

/** The nouns of AWS's names, by the sub-resource in an address: for a bucket, and for an object where it has its own. */
const nouns: Readonly<Record<string, readonly [bucket: string, object?: string]>> = {
  lifecycle: ['BucketLifecycle'],
  versioning: ['BucketVersioning'],
  'object-lock': ['BucketObjectLockConfiguration'],
  retention: ['ObjectRetention', 'ObjectRetention'],
  'legal-hold': ['ObjectLegalHold', 'ObjectLegalHold'],
  policy: ['BucketPolicy'],
  acl: ['BucketAcl', 'ObjectAcl'],
  encryption: ['BucketEncryption'],
  replication: ['BucketReplication'],
  logging: ['BucketLogging'],
  tagging: ['BucketTagging', 'ObjectTagging'],
  notification: ['BucketNotification'],
  publicaccessblock: ['PublicAccessBlock'],
  ownershipcontrols: ['BucketOwnershipControls'],
  cors: ['BucketCors'],
  website: ['BucketWebsite'],
  accelerate: ['BucketAccelerateConfiguration'],
  requestpayment: ['BucketRequestPayment'],
  inventory: ['BucketInventoryConfiguration'],
  analytics: ['BucketAnalyticsConfiguration'],
  metrics: ['BucketMetricsConfiguration'],
  'intelligent-tiering': ['BucketIntelligentTieringConfiguration'],
  compliance: ['BucketCompliance'],
}

/** The words of access logs that are spelled otherwise than the sub-resource. */
const words: Readonly<Record<string, string>> = {
  bucketpolicy: 'policy',
  bucket_policy: 'policy',
  object_lock: 'object-lock',
  objectlock: 'object-lock',
  object_lock_configuration: 'object-lock',
  object_lock_retention: 'retention',
  legalhold: 'legal-hold',
  legal_hold: 'legal-hold',
  object_lock_legalhold: 'legal-hold',
  object_lock_legal_hold: 'legal-hold',
  public_access_block: 'publicaccessblock',
  logging_status: 'logging',
  object_tagging: 'tagging',
  ownership_controls: 'ownershipcontrols',
  intelligent_tiering: 'intelligent-tiering',
  request_payment: 'requestpayment',
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'Get',
  HEAD: 'Head',
  PUT: 'Put',
  POST: 'Post',
  DELETE: 'Delete',
  OPTIONS: 'Options',
}

/**
 * The call of a method on a bucket or object; undefined where nobody knows.
 * @param parts the names of the address's parameters
 */
export function callOf(method: string, key: string, parts: readonly string[] = []): string | undefined {
  const verb = Object.hasOwn(verbs, method) ? (verbs[method] ?? '') : undefined
  if (verb === undefined) return undefined
  const names = parts.map((part) => part.toLowerCase())
  const found = names.find((name) => Object.hasOwn(nouns, name))
  if (found !== undefined && method !== 'POST') return named(verb, found, key)
  if (method === 'POST') {
    if (names.includes('delete')) return 'DeleteObjects'
    if (names.includes('restore')) return 'RestoreObject'
    if (names.includes('uploads')) return 'CreateMultipartUpload'
    if (names.includes('uploadid')) return 'CompleteMultipartUpload'
    if (names.includes('select')) return 'SelectObjectContent'
    return found === undefined ? 'PutObject' : undefined
  }
  if (names.includes('uploadid') || names.includes('uploads'))
    return method === 'PUT' ? 'UploadPart' : method === 'DELETE' ? 'AbortMultipartUpload' : 'ListParts'
  if (key !== '') return `${verb}Object`
  return method === 'PUT' ? 'CreateBucket' : method === 'GET' ? 'ListObjects' : `${verb}Bucket`
}

/** A part that an object has of its own is the object's where a key is named, or where a bucket has none. */
function named(verb: string, part: string, key: string): string {
  const [ofBucket = '', ofObject] = nouns[part] ?? []
  // Ceph calls the lock of an object by the bucket's word.
  if (part === 'object-lock' && key !== '') return `${verb}ObjectRetention`
  return `${verb}${key !== '' && ofObject !== undefined ? ofObject : ofBucket}`
}

/** Whole operations of an access log that no rule makes. */
const operations: Readonly<Record<string, string>> = {
  'BATCH.DELETE.OBJECT': 'DeleteObject',
  'REST.COPY.OBJECT': 'CopyObject',
  'REST.COPY.OBJECT_GET': 'GetObject',
  'REST.COPY.PART': 'UploadPart',
  'REST.COPY.PART_GET': 'GetObject',
  'REST.PUT.PART': 'UploadPart',
  'REST.POST.UPLOADS': 'CreateMultipartUpload',
  'REST.POST.UPLOAD': 'CompleteMultipartUpload',
  'REST.DELETE.UPLOAD': 'AbortMultipartUpload',
  'REST.GET.UPLOAD': 'ListParts',
  'REST.GET.UPLOADS': 'ListMultipartUploads',
  'REST.POST.MULTI_OBJECT_DELETE': 'DeleteObjects',
  'REST.POST.DELETE_MULTI_OBJECT': 'DeleteObjects',
  'REST.POST.RESTORE': 'RestoreObject',
  'REST.POST.OBJECT': 'PutObject',
  'REST.GET.BUCKETVERSIONS': 'ListObjectVersions',
  'REST.GET.BUCKET': 'ListObjects',
  'REST.PUT.BUCKET': 'CreateBucket',
  'REST.DELETE.BUCKET': 'DeleteBucket',
  'SOAP.PutObjectInline': 'PutObject',
  'SOAP.ListBucket': 'ListObjects',
  'SOAP.SetBucketAccessControlPolicy': 'PutBucketAcl',
  'SOAP.SetBucketLoggingStatus': 'PutBucketLogging',
}

/** The call behind an operation of an access log: `REST.PUT.LIFECYCLE`; undefined where nobody knows. */
export function callOfOperation(operation: string, key: string): string | undefined {
  if (Object.hasOwn(operations, operation)) return operations[operation]
  const [kind = '', method = '', ...rest] = operation.split('.')
  if (kind === 'SOAP') return method
  if (kind !== 'REST' && kind !== 'WEBSITE') return undefined
  const verb = Object.hasOwn(verbs, method) ? (verbs[method] ?? '') : undefined
  if (verb === undefined || method === 'POST') return undefined
  const word = rest.join('_').toLowerCase()
  const part = Object.hasOwn(words, word) ? (words[word] ?? word) : word
  if (Object.hasOwn(nouns, part)) return named(verb, part, word === 'object_tagging' ? key || '?' : key)
  if (part === 'object') return `${verb}Object`
  return verb === 'Get' || verb === 'Head' || verb === 'Options' ? `${verb}Bucket` : undefined
}
