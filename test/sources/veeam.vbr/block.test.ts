import { describe, expect, test } from 'vitest'
import { readBlock } from '../../../src/sources/veeam.vbr/block.ts'
import { readChanges } from '../../../src/sources/veeam.vbr/changes.ts'

const fieldsOf = (text: string) =>
  Object.fromEntries(readBlock(`[origin enterpriseId="31023"] [categoryId=0 instanceId=1 ${text}`)?.fields ?? [])

describe('the event block', () => {
  test.each([
    ['inner quotes of XML', 'A="<a b="c" d="e" />" B="x"]', { A: '<a b="c" d="e" />', B: 'x' }],
    [
      'attributes that begin with a capital',
      'A="<a OldNote="" NewNote="x" />" B="y"]',
      { A: '<a OldNote="" NewNote="x" />', B: 'y' },
    ],
    [
      'quotes in the sentence',
      'Description="Failed from "192.0.2.1:5"."]',
      { Description: 'Failed from "192.0.2.1:5".' },
    ],
    ['a backslash before the quote', 'VmLocation="esx-01\\" VmName="x"]', { VmLocation: 'esx-01\\', VmName: 'x' }],
    [
      'slots without names',
      'JobID="1" param3="0" param6="LAB\\jdoe"]',
      { JobID: '1', param3: '0', param6: 'LAB\\jdoe' },
    ],
    ['the one small name', 'TenantID="1" isDisabled="True"]', { TenantID: '1', isDisabled: 'True' }],
    ['a bracket in a value', 'Description="VM [a] has [b] state."]', { Description: 'VM [a] has [b] state.' }],
    [
      'an XML whose closing quote is missing',
      'A="<a><b>c</b></a> B="<x y="z" />" C="1"]',
      { A: '<a><b>c</b></a>', B: '<x y="z" />', C: '1' },
    ],
    ['a missing bracket at the end', 'A="1" Description="done."', { A: '1', Description: 'done.' }],
    ['a line that was cut off', 'A="1" Description="do', { A: '1', Description: 'do' }],
    [
      'a cut in the middle of XML',
      'A="1" ChangesXML="<changes><object id="1',
      { A: '1', ChangesXML: '<changes><object id="1' },
    ],
    ['blanks for nothing', 'ChangesXML=" " UserFullInfo=" "]', { ChangesXML: ' ', UserFullInfo: ' ' }],
    ['text behind an XML name that is none', 'A="11111232323(BDD)" B="x"]', { A: '11111232323(BDD)', B: 'x' }],
  ])('keeps %s', (_, text, expected) => {
    expect(fieldsOf(text)).toEqual(expected)
  })

  test('says which names stood there twice, and believes the one that the product wrote last', () => {
    const block = readBlock(
      '[categoryId=0 instanceId=23050 JobName="x" UserName="ACME\\innocent" Y="" UserName="ACME\\m.stone"]',
    )
    expect(block?.fields.get('UserName')).toBe('ACME\\m.stone')
    expect(block?.doubled).toEqual(['UserName'])
  })

  test('takes no name out of the sentence', () => {
    expect(
      fieldsOf('UserName="ACME\\m.stone" Description="Job x" UserName="ACME\\innocent" has been deleted."]').UserName,
    ).toBe('ACME\\m.stone')
  })

  test('is read in one pass, however long and however quoted', () => {
    const start = performance.now()
    for (const filler of ['" ', '"x', '> ', '>"', ' A="', '<']) fieldsOf(`A="<${filler.repeat(500_000)}`)
    fieldsOf(`A="${'" b'.repeat(500_000)}`)
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})

describe('a list of changes', () => {
  test('has what was and what is, also where one of them is nothing', () => {
    const xml =
      '<changes><object id="1"><property name="L" internal="N" type="Integer"><old>10</old><new>15</new></property>' +
      '<property internal="H" type="String"><old /><new>192.0.2.1</new></property></object></changes>'
    expect(readChanges(xml).properties).toEqual([
      { name: 'N', label: 'L', type: 'Integer', from: '10', to: '15' },
      { name: 'H', label: '', type: 'String', from: '', to: '192.0.2.1' },
    ])
  })

  test('names what came under a job and what a list lost', () => {
    const xml =
      '<changes><object id="e1"><Property internal="Name" collection="False" type="X">vm-1</Property></object>' +
      '<object id="e2" name="vm-2" assignedRoleName="Role" /><object id="e3"><Extents><added /><deleted><item name="E 2" /></deleted></Extents></object></changes>'
    expect(readChanges(xml).objects.map(({ name, role }) => [name, role])).toEqual([
      ['vm-1', ''],
      ['vm-2', 'Role'],
      ['', ''],
    ])
    expect(readChanges(xml).lost).toEqual([{ list: 'Extents', name: 'E 2' }])
  })

  test.each([
    '',
    ' ',
    '<',
    '<changes',
    '</a></b>',
    '<a b="c>',
    '<changes><object />',
    `${'<a>'.repeat(5_000)}`,
    'no XML < at all',
  ])('never fails: %s', (xml) => {
    expect(Array.isArray(readChanges(xml).properties)).toBe(true)
  })
})
