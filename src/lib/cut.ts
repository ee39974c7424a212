// Texts that must not be longer than a channel takes.

/**
 * Cut at a whole character, with a sign that it was.
 * @param measure how long a text is; UTF-16 units unless told otherwise
 */
export function cut(text: string, longest: number, measure: (text: string) => number = (one) => one.length): string {
  if (measure(text) <= longest) return text
  const letters = [...text]
  let [low, high] = [0, letters.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(`${letters.slice(0, middle).join('')}…`) <= longest) low = middle
    else high = middle - 1
  }
  return `${letters.slice(0, low).join('')}…`
}
