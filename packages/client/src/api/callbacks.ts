/** What every method resolves to. `code` 0 is success; `desc` says what went wrong and what to do. */
export interface V2TimCallback {
  code: number
  desc: string
}

/** As `V2TimCallback`, with what a success carries. */
export interface V2TimValueCallback<T> extends V2TimCallback {
  data?: T
}

/** Text by name. */
export interface StringMap {
  [key: string]: string
}
