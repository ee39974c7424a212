// CloudTrail's own fields under `aws.cloudtrail`, by the names of Elastic's integration, and the way back from the vendor's names.
import type { Json, JsonObject } from '../../lib/json.ts'

/** Vendor's name of a top-level field, and ours. */
const names: Readonly<Record<string, string>> = {
  eventVersion: 'event_version',
  eventType: 'event_type',
  eventCategory: 'event_category',
  managementEvent: 'management_event',
  readOnly: 'read_only',
  requestID: 'request_id',
  requestParameters: 'request_parameters',
  responseElements: 'response_elements',
  additionalEventData: 'additional_eventdata',
  serviceEventDetails: 'service_event_details',
  userIdentity: 'user_identity',
  resources: 'resources',
  recipientAccountId: 'recipient_account_id',
  sharedEventID: 'shared_event_id',
  vpcEndpointId: 'vpc_endpoint_id',
  vpcEndpointAccountId: 'vpc_endpoint_account_id',
  eventContext: 'event_context',
  errorCode: 'error_code',
  errorMessage: 'error_message',
  apiVersion: 'api_version',
  sessionCredentialFromConsole: 'session_credential_from_console',
  tlsDetails: 'tls_details',
  insightDetails: 'insight_details',
  edgeDeviceDetails: 'edge_device_details',
  addendum: 'addendum',
}

/** Fields that ECS holds, by the vendor's name: public Sigma rules for `product: aws, service: cloudtrail` use these. */
const ecs: Readonly<Record<string, string>> = {
  eventName: 'event.code',
  eventSource: 'event.provider',
  eventID: 'event.id',
  eventTime: '@timestamp',
  awsRegion: 'cloud.region',
  sourceIPAddress: 'source.address',
  userAgent: 'user_agent.original',
}

/** The vendor's fields of a record; nothing is dropped below the first level. */
export function vendorFields(raw: JsonObject): Readonly<Record<string, Json>> {
  const fields: Record<string, Json> = {}
  for (const [vendor, ours] of Object.entries(names)) {
    const value = Object.hasOwn(raw, vendor) ? raw[vendor] : undefined
    if (value !== undefined && value !== null) fields[ours] = value
  }
  return fields
}

/** Where an event holds what a Sigma rule calls by CloudTrail's name; undefined for names that CloudTrail does not have. */
export function fieldPath(field: string): string | undefined {
  const dot = field.indexOf('.')
  const head = dot === -1 ? field : field.slice(0, dot)
  const rest = dot === -1 ? '' : field.slice(dot)
  if (Object.hasOwn(ecs, head) && rest === '') return ecs[head]
  return Object.hasOwn(names, head) ? `aws.cloudtrail.${names[head]}${rest}` : undefined
}
