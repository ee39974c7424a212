// A NetApp cluster, as its audit log is sent to syslog: asked for, and two seconds later done.
import { type Line, serial } from './line.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** @param peer `na01:ssh :: 192.0.2.21:50122` */
function asked(at: number, peer: string, who: string, command: string): readonly Line[] {
  const session = serial(at, command).toString(16).padStart(8, '0')
  return [
    { moment: at, state: 'Pending' },
    { moment: at + 2000, state: 'Success' },
  ].map(({ moment, state }) => {
    const date = new Date(moment)
    const month = months[date.getUTCMonth()] ?? ''
    const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
    const weekday = date.toUTCString().slice(0, 3)
    const header = `<190>${month} ${String(date.getUTCDate()).padStart(2)} ${clock} na01-02: na01-02: 0000001c.0000000d 0000319d`
    const stamp = `${weekday} ${month} ${two(date.getUTCDate())} ${date.getUTCFullYear()} ${clock} +00:00`
    const place = `8003e900${session}:8003e901${session}`
    return {
      source: 'netapp.ontap',
      at: moment,
      text: `${header} ${stamp} [kern_audit:info:2094] ${place} :: ${peer} :: ${who} :: ${command} :: ${state}`,
    }
  })
}

const anna = 'na01:EXAMPLE\\a.weber:admin'
const desk = 'na01:ssh :: 192.0.2.21:50122'

/** A repository with locked snapshots, and mirrors of other volumes each night. */
export const filerDays = (at: (day: number, time: string) => number, days: number): readonly Line[] => [
  ...asked(
    at(0, '07:00'),
    desk,
    anna,
    'volume create -vserver svm_bk -volume veeam_repo01 -aggregate aggr2 -size 20TB -snapshot-locking-enabled true',
  ),
  ...Array.from({ length: days }, (_, number) =>
    asked(
      at(number, '02:00'),
      'na01:internal :: internal',
      'na01:system',
      'snapmirror update -destination-path svm_dr:projects_dst',
    ),
  ).flat(),
]
export const onFiler = (at: number, who: string, address: string, command: string): readonly Line[] =>
  asked(at, `na01:ssh :: ${address}:60411`, `na01:EXAMPLE\\${who}:admin`, command)
