/** A push service on the phone said no. `code` is the vendor's: "SERVICE_NOT_AVAILABLE", "22006", … */
export class PushServiceError extends Error {
  override readonly name = 'PushServiceError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
