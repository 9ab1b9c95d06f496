/**
 * Something only the operator can mend. `message` says what was found and what to do; commands print it
 * as it is, without a stack.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
  /** Stable, for scripts and for looking up. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
