// What log shippers put around a record on its way to Kafka, in the forms that their own outputs write.
import { parseSyslog } from '../../src/sources/envelope/syslog.ts'

export interface Shipper {
  readonly name: string
  /** False: it took the line apart, so that the text is not the one that the device wrote. */
  readonly whole: boolean
  /** Undefined where it carries nothing of the kind. */
  wrap(record: string): object | undefined
}

/** When a shipper took a record: later than any act of the samples. */
const taken = '2026-06-01T08:00:00.123456Z'
const seconds = Date.parse(taken) / 1_000

const isJson = (record: string): boolean => record.startsWith('{')
const iso = (time: number | undefined): string => new Date(time ?? 0).toISOString()
const parts = (record: string) => {
  if (isJson(record)) return undefined
  const line = parseSyslog(record, Date.parse(taken))
  return line.form !== 'plain' && line.host !== undefined && line.app !== undefined && !line.data ? line : undefined
}

export const shippers: readonly Shipper[] = [
  {
    // A list template in JSON with the raw message beside what was parsed of it.
    name: 'rsyslog, with the raw message',
    whole: true,
    wrap: (record) => ({
      '@timestamp': taken,
      host: 'relay-1',
      severity: 'notice',
      facility: 'local0',
      'fromhost-ip': '192.0.2.60',
      rawmsg: record,
      msg: ` ${record.slice(20)}`,
    }),
  },
  {
    name: 'rsyslog, taken apart',
    whole: false,
    wrap(record) {
      const line = parts(record)
      return (
        line && {
          timereported: iso(line.time),
          timegenerated: taken,
          hostname: line.host,
          programname: line.app,
          procid: line.process ?? '-',
          syslogtag: `${line.app}${line.process ? `[${line.process}]` : ''}:`,
          msg: ` ${line.message}`,
        }
      )
    },
  },
  {
    name: 'Fluent Bit, tail',
    whole: true,
    wrap: (record) => ({ '@timestamp': seconds, log: record }),
  },
  {
    name: 'Fluent Bit, syslog',
    whole: false,
    wrap(record) {
      const line = parts(record)
      return (
        line && {
          '@timestamp': (line.time ?? 0) / 1_000,
          pri: '134',
          host: line.host,
          ident: line.app,
          ...(line.process ? { pid: line.process } : {}),
          message: line.message,
        }
      )
    },
  },
  {
    name: 'Fluent Bit, JSON merged',
    whole: false,
    wrap: (record) => (isJson(record) ? { '@timestamp': seconds, ...(JSON.parse(record) as object) } : undefined),
  },
  {
    name: 'Vector, file',
    whole: true,
    wrap: (record) => ({
      file: '/var/log/audit.log',
      host: 'relay-1',
      message: record,
      source_type: 'file',
      timestamp: taken,
    }),
  },
  {
    name: 'Vector, syslog',
    whole: false,
    wrap(record) {
      const line = parts(record)
      return (
        line && {
          appname: line.app,
          facility: 'local0',
          host: line.host,
          hostname: line.host,
          message: line.message,
          ...(line.process ? { procid: Number(line.process) } : {}),
          severity: 'notice',
          source_ip: '192.0.2.60',
          source_type: 'syslog',
          timestamp: iso(line.time),
        }
      )
    },
  },
]
