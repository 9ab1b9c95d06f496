import { dropOldest } from '../session/cursors.ts'
import { compareHeld, type Held } from './view.ts'

/** Places in the list that were given out as cursors. */
const capacity = 1000

/** A page of the list. */
export interface Page {
  held: Held[]
  nextSeq: string
  isFinished: boolean
}

/**
 * Cuts the list into pages. A cursor is a number, as the original's; it stands for the conversation the
 * page ended with as it was then, so that what moves in the list meanwhile shifts no page.
 */
export class Pages {
  readonly #places = new Map<string, Held>()
  #lastNumber = 0

  /** The page after a cursor, "0" or '' for the first; undefined for a cursor that was never given, or long ago. */
  page(list: readonly Held[], nextSeq: string, count: number): Page | undefined {
    const after = this.#places.get(nextSeq)
    if (after === undefined && nextSeq !== '0' && nextSeq !== '') return undefined
    const rest = after === undefined ? list : list.filter((held) => compareHeld(after, held) < 0)
    const held = rest.slice(0, count)
    const last = held[held.length - 1]
    if (held.length === rest.length || last === undefined) return { held, nextSeq: '0', isFinished: true }
    this.#lastNumber += 1
    const cursor = String(this.#lastNumber)
    this.#places.set(cursor, last)
    dropOldest(this.#places, capacity)
    return { held, nextSeq: cursor, isFinished: false }
  }
}
