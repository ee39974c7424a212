// What keeps the copies of a plant: a historian, two archives of controller programs, a monitor of its network; and a tape library.
import { iso, isoSeconds, jsonLine, type Line, serial } from './line.ts'

/** An entry of a PI server's message log. */
export const historian = (at: number, who: string, process: string, message: string): Line =>
  jsonLine('ot.pi', at, {
    LogType: 'MessageLog',
    Server: 'pi01',
    Timestamp: isoSeconds(at),
    TimestampUtc: isoSeconds(at),
    Source: 'messagelog',
    UserName: who,
    MessageID: '7070',
    Severity: 'Information',
    ProcessName: process,
    Message: message,
  })

/** An entry of AssetCentre's audit log. */
export const assetCentre = (at: number, who: string, message: string, provider = 'FactoryTalk AssetCentre'): Line =>
  jsonLine('ot.assetcentre', at, {
    RecordID: `{0e1f2a3b-0000-4000-8000-${String(serial(at, message)).padStart(12, '0')}}`,
    TimeStmp: iso(at).slice(0, 19),
    MessageText: message,
    Audience: 4,
    Severity: 8,
    Area: 'RNA://$Global/Plant/Packing',
    Location: 'ENG-WS-07',
    UserFullName: who,
    Provider: provider,
  })

export const octoplant = (at: number, who: string, event: string, component: string, message: string): Line =>
  jsonLine('ot.octoplant', at, {
    Timestamp: isoSeconds(at),
    Server: 'oct01',
    User: who,
    Client: 'ENG-WS-07',
    Event: event,
    Component: component,
    Message: message,
  })

/** A program that went to a controller, as the monitor of the network saw it. */
export const downloaded = (at: number, controller: string): Line => ({
  source: 'ot.monitoring',
  at,
  text: `CEF:0|Nozomi Networks|N2OS|23.3.0-10142120_A2F44|SIGN:PROGRAM:DOWNLOAD|Program download|9|app=ethernetip dvc=198.51.100.5 dvchost=guardian01 cs1=9.0 cs2=true cs3=d25c520f-7f79-4820-b5ae-${serial(at, controller).toString(16).padStart(12, '0')} cs6=1 cs1Label=Risk cs2Label=IsSecurity cs3Label=Id cs6Label=n2os_schema flexString1=T0843 flexString1Label=mitre_attack_techniques dst=${controller} dpt=44818 msg=A program was downloaded to the controller src=198.51.100.31 spt=51148 proto=TCP start=${at}`,
})

export const library = (at: number, message: string): Line => ({
  source: 'quantum.scalar',
  at,
  text: `<14>1 ${isoSeconds(at)} scalar01 Scalar - - - ${message}`,
})
