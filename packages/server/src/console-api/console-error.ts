import { OperatorError } from '../operator-error.ts'

/** A request of the console that is refused: what is wrong, beside which field, and the HTTP status. */
export class ConsoleError extends OperatorError {
  override readonly name = 'ConsoleError'
  readonly status: number
  readonly field: string | undefined

  constructor(status: number, code: string, message: string, field?: string) {
    super(code, message)
    this.status = status
    this.field = field
  }
}

/** A value that cannot be taken, beside its field. */
export const invalidField = (field: string, message: string): ConsoleError =>
  new ConsoleError(400, 'CRL_INVALID', message, field)
