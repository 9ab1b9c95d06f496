/** Elements are chained: `nextElem` is the message's next one, with its own `elemType`. */
interface Elem {
  nextElem?: V2TimNextElem
}

/** The next element of a message with several. Which fields it has depends on `elemType`. */
export type V2TimNextElem = { elemType: number } & V2TimTextElem & V2TimCustomElem

export interface V2TimTextElem extends Elem {
  text?: string
}

export interface V2TimCustomElem extends Elem {
  data?: string
  desc?: string
  extension?: string
}
