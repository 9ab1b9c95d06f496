/** A file's text after an edit, and what could not be done, in words for the developer. */
export interface Edit {
  text: string
  /** Each says what to add by hand, and where. */
  byHand: string[]
}

/** Applies edits one after the other. */
export const editAll = (text: string, edits: readonly ((text: string) => Edit)[]): Edit =>
  edits.reduce<Edit>(
    (before, edit) => {
      const after = edit(before.text)
      return { text: after.text, byHand: [...before.byHand, ...after.byHand] }
    },
    { text, byHand: [] },
  )

/** Nothing to do. */
export const unchanged = (text: string): Edit => ({ text, byHand: [] })

/** Cannot be done here. */
export const byHand = (text: string, what: string): Edit => ({ text, byHand: [what] })
