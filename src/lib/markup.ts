// Text as it may stand in XML and HTML, between tags and in quoted attributes.

/** The four characters that mean something there, written out. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
