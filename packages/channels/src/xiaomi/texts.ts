import { graphemesOf, visibleWithin } from '../text.ts'

/** "Fewer than 50 characters", every character counting one. */
export const xiaomiMaxTitleUnits = 49
/** "Fewer than 128 characters". */
export const xiaomiMaxBodyUnits = 127
const maxTemplateValueUnits = 128
/**
 * The template's variables filled. A value may hold no emoji (\p{So}) and no unassigned code point: every
 * grapheme with one is left out whole, so that no skin tone or joiner stays behind alone.
 */
export const fillTemplate = (
  params: Readonly<Record<string, string>>,
  texts: { title: string; body: string },
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, pattern]) => {
      const filled = pattern.replace(/\{(title|body)\}/g, (_, key: 'title' | 'body') => texts[key])
      return [name, visibleWithin(withoutSymbols(filled), maxTemplateValueUnits)]
    }),
  )

const forbidden = /[\p{So}\p{Cn}\p{Cs}]/u

const withoutSymbols = (text: string): string => {
  if (!forbidden.test(text)) return text
  const kept = graphemesOf(text).filter((grapheme) => !forbidden.test(grapheme))
  return kept.join('').replace(/ {2,}/g, ' ').trim()
}
