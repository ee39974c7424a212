// Made events of the size and shape of real ones: CloudTrail, Windows process and file events, Linux audit. Always the same.
import type { JsonObject } from '../src/lib/json.ts'

let state = 1
const roll = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const pick = <T>(...of: readonly [T, ...T[]]): T => of[roll(of.length)] ?? of[0]

const programs = [
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Program Files\\App\\app.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Windows\\explorer.exe',
] as const

/** About 1.2 kB. */
export const cloudTrailEvent = (): JsonObject => ({
  eventVersion: '1.08',
  userIdentity: {
    type: pick('IAMUser', 'AssumedRole', 'AWSService'),
    principalId: `AIDAEXAMPLE${roll(1e9)}`,
    arn: `arn:aws:iam::111122223333:user/user${roll(100)}`,
    accountId: '111122223333',
    userName: `user${roll(100)}`,
    sessionContext: { attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-02T09:00:00Z' } },
  },
  eventTime: '2026-03-02T09:00:00Z',
  eventSource: `${pick('ec2', 's3', 'iam', 'kms', 'sts', 'cloudtrail')}.amazonaws.com`,
  eventName: pick(
    'DescribeInstances',
    'GetObject',
    'AssumeRole',
    'Decrypt',
    'PutObject',
    'StopLogging',
    'ListBuckets',
    'CreateUser',
  ),
  awsRegion: 'eu-central-1',
  sourceIPAddress: `198.51.100.${roll(250)}`,
  userAgent: `aws-cli/2.15.0 Python/3.11.6 Linux/5.10 exe/x86_64 prompt/off command/s3api.${pick('list', 'get', 'put')}`,
  requestParameters: {
    bucketName: `backup-${roll(50)}`,
    Host: 's3.eu-central-1.amazonaws.com',
    key: `a/b/c/${roll(1e6)}`,
  },
  responseElements: null,
  requestID: `request-${roll(1e9)}`,
  eventID: `event-${roll(1e9)}`,
  readOnly: true,
  resources: [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::backup/x' },
    { accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::backup' },
  ],
  eventType: 'AwsApiCall',
  managementEvent: false,
  recipientAccountId: '111122223333',
  eventCategory: 'Data',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: 's3.eu-central-1.amazonaws.com',
  },
})

/** About 1.8 kB, with more fields than any one event has. */
export const windowsEvent = (): JsonObject => ({
  EventID: pick(1, 4624, 4688, 4663, 7045, 11, 13),
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  Computer: `host${roll(100)}.example.com`,
  Image: pick(...programs),
  OriginalFileName: 'Cmd.Exe',
  ParentImage: pick(...programs),
  CommandLine: `${pick(...programs)} /c ${pick('dir', 'whoami /all', 'echo hello', 'net user', 'copy a b')} ${roll(1e6)} --flag value -x "C:\\Users\\user\\AppData\\Local\\Temp\\file${roll(1e4)}.tmp"`,
  ParentCommandLine: `${pick(...programs)} -k netsvcs -p -s Schedule`,
  CurrentDirectory: 'C:\\Users\\user\\',
  User: 'EXAMPLE\\user',
  IntegrityLevel: 'Medium',
  Hashes: `SHA1=${'0123456789ABCDEF'.repeat(2)},MD5=${'0123456789ABCDEF'.repeat(2)},IMPHASH=${'0123456789ABCDEF'.repeat(2)}`,
  TargetFilename: `C:\\Users\\user\\AppData\\Local\\Temp\\file${roll(1e5)}.tmp`,
  TargetObject: `HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\x${roll(100)}`,
  Details: 'DWORD (0x00000001)',
  LogonId: '0x3e7',
  ProcessId: roll(1e4),
  UtcTime: '2026-03-02 09:00:00.123',
  Description: 'Windows Command Processor',
  Product: 'Microsoft® Windows® Operating System',
  Company: 'Microsoft Corporation',
  RuleName: '-',
  Message: 'A process was created. '.repeat(40),
})

/** About 1 kB. */
export const linuxEvent = (): JsonObject => ({
  type: pick('EXECVE', 'SYSCALL', 'PATH'),
  a0: pick('ls', 'cat', 'bash', 'sh', 'sudo'),
  a1: '-la',
  a2: `/var/log/${roll(100)}`,
  exe: `/usr/bin/${pick('ls', 'bash', 'python3')}`,
  comm: 'ls',
  name: `/etc/${pick('hosts', 'passwd', 'ssh/sshd_config')}`,
  CommandLine: `/usr/bin/python3 /opt/app/run.py --port ${roll(65_535)}`,
  Image: `/usr/bin/${pick('python3', 'ls', 'bash')}`,
  ParentImage: '/usr/bin/bash',
  User: 'root',
  key: 'audit',
  syscall: 'execve',
  hostname: `web${roll(10)}.example.com`,
  message: 'audit(1772442000.123:456): pid=1 uid=0 auid=1000 ses=3 '.repeat(12),
})
