// Writes two stories of samples/stories about one NetApp cluster: a month of ordinary life, and three weeks with an attack in them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stories = join(import.meta.dirname, '../samples/stories')
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const start = Date.UTC(2026, 1, 2)
const at = (date: number, hours = 0, minutes = 0): number => start + (date - 1) * day + hours * hour + minutes * minute
const [repo, filer] = ['6f2c1e90-0a11-4c5e-9d3a-00a098d0c101', '5e2c1e90-0a11-4c5e-9d3a-00a098d0c001']

interface Line {
  readonly time: number
  readonly text: string
}
interface Who {
  readonly who: string
  readonly app: string
  readonly from: string
}

const anna: Who = { who: 'na01:EXAMPLE\\a.weber:admin', app: 'ssh', from: '192.0.2.21:50122' }
const ben: Who = { who: 'na01:EXAMPLE\\b.krause:admin', app: 'http', from: '192.0.2.22:44312' }
const snapcenter: Who = { who: 'svm_sql:snapcenter', app: 'ontapi', from: '192.0.2.40:41464' }
const harvest: Who = { who: 'na01:svc-harvest:readonly', app: 'http', from: '192.0.2.60:40100' }
const itself: Who = { who: 'na01:system', app: 'internal', from: 'internal' }
const stolen: Who = { who: 'na01:EXAMPLE\\t.hoffmann:admin', app: 'ssh', from: '203.0.113.77:60022' }
const planted: Who = { who: 'na01:svc-monitor2', app: 'ssh', from: '203.0.113.78:60411' }

let count = 0
/** One entry of audit.log in the form of `legacy-netapp`; its header has no year, the entry itself has. */
function entry(time: number, { who, app, from }: Who, input: string, state: string, ids: string): Line {
  count += 1
  const text = new Date(time).toUTCString()
  const [weekday = '', date = '', month = '', year = '', clock = ''] = text.replace(',', '').split(' ')
  const stamp = `${weekday} ${month} ${date} ${year} ${clock} +00:00`
  const header = `<190>${month} ${date.replace(/^0/, ' ')} ${clock} na01-02: na01-02: 0000001c.${hex(count)} ${hex(count * 977)}`
  return {
    time,
    text: `${header} ${stamp} [kern_audit:info:2094] ${ids} :: na01:${app} :: ${from} :: ${who} :: ${input} :: ${state}`,
  }
}
const hex = (number: number): string => number.toString(16).padStart(8, '0')

/** What sets something is written twice: asked for, and done. What only looks is written once. */
function act(time: number, by: Who, input: string, state = 'Success'): readonly Line[] {
  const ids = `8003e900${hex(count + 16)}:8003e900${hex(count + 17)}`
  const looks = / show|^GET |-get-/.test(input)
  const done = entry(time + 2_000, by, input, state, ids)
  return looks ? [done] : [entry(time, by, input, 'Pending', ids), done]
}

const ems = (time: number, name: string, text: string): Line => ({
  time,
  text: `<13>1 ${new Date(time).toISOString().replace('.000Z', 'Z')} na01-01 mgwd - ${name} - ${text}`,
})

/** Set up before anything else is told. */
const firstDay = (): readonly Line[] => [
  ...act(
    at(1, 7),
    anna,
    'volume create -vserver svm_bk -volume veeam_repo01 -aggregate aggr2 -size 20TB -snaplock-type enterprise',
  ),
  ...act(
    at(1, 7, 10),
    anna,
    'volume snaplock modify -vserver svm_bk -volume veeam_repo01 -default-retention-period "60 days"',
  ),
  ...act(
    at(1, 7, 20),
    anna,
    'volume snapshot policy create -policy daily30 -enabled true -schedule1 hourly -count1 24 -schedule2 daily -count2 30',
  ),
  ...act(
    at(1, 7, 30),
    anna,
    'snapmirror create -source-path svm_files:projects -destination-path svm_dr:projects_dst -policy MirrorAndVault -schedule daily',
  ),
  ...act(at(1, 7, 40), anna, 'security multi-admin-verify modify -enabled true -required-approvers 1'),
  ...act(
    at(1, 7, 50),
    anna,
    'cluster log-forwarding create -destination 192.0.2.50 -port 6514 -protocol tcp-encrypted',
  ),
  ems(
    at(1, 8),
    'arw.volume.state',
    `Anti-ransomware state was changed to "dry-run" on volume "veeam_repo01" (UUID: "${repo}") in Vserver "svm_bk" (UUID: "${filer}").`,
  ),
]

function ordinaryDay(date: number): readonly Line[] {
  const workday = (date - 1) % 7 < 5
  return [
    ...[0, 6, 12, 18].flatMap((hours) =>
      act(at(date, hours, 3), harvest, 'GET /api/storage/volumes?fields=space,state&max_records=500'),
    ),
    ...act(at(date, 1), snapcenter, `snapshot-create vserver=svm_sql volume=sql_data snapshot=sc_${date}`),
    ...(date > 7
      ? act(at(date, 1, 5), snapcenter, `snapshot-delete vserver=svm_sql volume=sql_data snapshot=sc_${date - 7}`)
      : []),
    ...act(at(date, 2), itself, 'snapmirror update -destination-path svm_dr:projects_dst'),
    ems(
      at(date, 2, 30),
      'wafl.volume.snap.autoDelete',
      `Deleting snapshot "hourly.${date}" in volume "scratch@vserver:${filer}" to recover storage.`,
    ),
    ...(workday ? workOf(date) : []),
  ]
}

function workOf(date: number): readonly Line[] {
  return [
    ...act(at(date, 8, 30), anna, 'Login Attempt'),
    ...act(at(date, 8, 31), anna, 'volume show -fields state,snapshot-policy'),
    ...act(at(date, 9, 15), anna, 'snap policy show'),
    ...act(at(date, 10), ben, 'GET /api/cluster?fields=version'),
    ...act(
      at(date, 10, 20),
      ben,
      `POST /api/storage/volumes : {"name":"team_${date}","svm":{"name":"svm_files"},"aggregates":[{"name":"aggr1"}],"size":1099511627776}`,
    ),
    ...act(
      at(date, 14),
      anna,
      `volume modify -vserver svm_files -volume team_${date} -comment "asked for :: by team ${date}"`,
    ),
    ...act(
      at(date, 15),
      anna,
      `volume snapshot create -vserver svm_files -volume projects -snapshot before_patch_${date}`,
    ),
    ...act(
      at(date, 17),
      anna,
      `volume snapshot delete -vserver svm_files -volume projects -snapshot before_patch_${date}`,
    ),
  ]
}

/** Once in a month: an auditor, more copies, a failover test with its way back, a volume that two people agree to delete. */
const ofTheMonth = (): readonly Line[] => [
  ...act(
    at(4, 11),
    ben,
    'POST /api/security/accounts : {"name":"auditor","role":{"name":"readonly"},"applications":[{"application":"http","authentication_methods":["password"]}]}',
  ),
  ...act(at(9, 11), anna, 'volume snapshot policy modify-schedule -policy daily30 -schedule daily -newcount 60'),
  ...act(
    at(10, 11),
    anna,
    'volume snaplock modify -vserver svm_bk -volume veeam_repo01 -default-retention-period "90 days"',
  ),
  ...act(at(11, 9), anna, 'cluster time-service ntp server create -server ntp2.example.com'),
  ...act(
    at(12, 11),
    anna,
    'vol delete -vserver svm_files -volume team_2',
    'Error: command failed: The security multi-admin-verify request (index 3) requires approval.',
  ),
  ...act(at(12, 11, 20), ben, 'PATCH /api/security/multi-admin-verify/requests/3 : {"state":"approved"}'),
  ...act(at(12, 11, 30), anna, 'vol offline -vserver svm_files -volume team_2'),
  ...act(at(12, 11, 31), anna, 'vol delete -vserver svm_files -volume team_2'),
  ems(at(13, 0, 31), 'wafl.vvol.destroyed', `Volume team_2_1037@vserver:${filer} has been destroyed.`),
  ems(
    at(14, 9),
    'arw.volume.state',
    `Anti-ransomware state was changed to "enabled" on volume "veeam_repo01" (UUID: "${repo}") in Vserver "svm_bk" (UUID: "${filer}").`,
  ),
]

const failover = (date: number): readonly Line[] => [
  ...act(at(date, 9), anna, 'snapmirror quiesce -destination-path svm_dr:projects_dst'),
  ...act(at(date, 9, 5), anna, 'snapmirror break -destination-path svm_dr:projects_dst'),
  ...act(at(date, 11), anna, 'snapmirror resync -destination-path svm_dr:projects_dst'),
]

const attack = (): readonly Line[] => [
  ...act(at(15, 2, 38), stolen, 'Login Attempt'),
  ...act(
    at(15, 2, 40),
    stolen,
    'sec login create -user svc-monitor2 -app ssh -authentication-method password -role admin',
  ),
  ...act(at(17, 23, 40), planted, 'snap policy modify-sched -sched daily -pol daily30 -newc 1'),
  ...act(
    at(17, 23, 46),
    { ...planted, app: 'http' },
    `PATCH /api/storage/volumes/${repo} : {"snaplock":{"retention":{"default":"P1D"},"privileged_delete":"enabled"}}`,
  ),
  ...act(at(19, 3, 5), planted, 'security multi-admin-verify modify -enabled false'),
  ...act(at(20, 4), planted, 'cluster log-forwarding delete -destination 192.0.2.50 -port 6514'),
  ...act(
    at(21, 1, 12),
    planted,
    'set -confirmations off; vol snap del -vs svm_files -vol projects -snap *',
    'Success: 61 entries were acted on.',
  ),
  ...act(at(21, 1, 20), { ...planted, app: 'http' }, `DELETE /api/storage/volumes/${repo}`),
  ...act(at(21, 1, 24), planted, 'volume recovery-queue purge-all -vserver svm_bk'),
]

function write(name: string, lines: readonly Line[]): void {
  const folder = join(stories, name)
  mkdirSync(folder, { recursive: true })
  const sorted = [...lines].sort((one, other) => one.time - other.time)
  writeFileSync(join(folder, 'ontap.ndjson'), `${sorted.map(({ text }) => text).join('\n')}\n`)
  const manifest = { records: [{ source: 'netapp.ontap', file: 'ontap.ndjson' }] }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

const days = (last: number): readonly Line[] =>
  Array.from({ length: last }, (_, index) => ordinaryDay(index + 1)).flat()

write('filer-month', [...firstDay(), ...days(28), ...ofTheMonth(), ...failover(18)])
count = 0
write('filer-attack', [...firstDay(), ...days(21), ...ofTheMonth(), ...attack()])
