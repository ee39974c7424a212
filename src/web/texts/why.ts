// Words of why an alert fired, in English.
export const whyTexts = {
  title: 'Why it fired',
  gone: 'Not in use any more.',
  joins: 'Joins several records: they stand in the timeline.',
  asks: 'The rule asks',
  finds: 'The record says',
  not: 'not',
  absent: 'nothing',
}
