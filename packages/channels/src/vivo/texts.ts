import { graphemesOf, isVisible, wellFormed } from '../text.ts'

/** 40 characters, where older texts of vivo count all but ASCII twice: the stricter reading is kept. */
export const vivoMaxTitleWeight = 40
/** 100 characters, counted likewise. */
export const vivoMaxContentWeight = 100
const ellipsis = '…'
/** vivo takes no empty texts; a blank nickname must not cost the notification. */
const blankText = ellipsis

/** What vivo counts a text as: ASCII once, all other characters twice. */
export const vivoWeightOf = (text: string): number => {
  let weight = 0
  for (const character of text) weight += character <= '\u007f' ? 1 : 2
  return weight
}

/** `text` within `maxWeight`, cut between two graphemes; "…" when nothing of it could be seen. */
export const visibleWithinWeight = (text: string, maxWeight: number): string => {
  const cut = cutToWeight(wellFormed(text), maxWeight)
  return isVisible(cut) ? cut : blankText
}

const cutToWeight = (text: string, maxWeight: number): string => {
  // A UTF-16 unit weighs at most two.
  if (text.length * 2 <= maxWeight || vivoWeightOf(text) <= maxWeight) return text
  // No grapheme weighs nothing, so what lies behind this many units cannot be kept.
  const room = maxWeight - vivoWeightOf(ellipsis)
  let kept = ''
  let weight = 0
  for (const grapheme of graphemesOf(text.slice(0, maxWeight * 2))) {
    weight += vivoWeightOf(grapheme)
    if (weight > room) break
    kept += grapheme
  }
  return kept + ellipsis
}
