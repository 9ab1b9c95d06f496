/** Codes of the control API, with the HTTP status each comes with. Each has its line in docs/lab.md. */
export const controlCodes = {
  LAB_BAD_JSON: 400,
  LAB_BAD_FIELD: 400,
  LAB_UNKNOWN_FIELD: 400,
  LAB_FOREIGN_ORIGIN: 403,
  LAB_NOT_FOUND: 404,
  LAB_UNKNOWN_VENDOR: 404,
  LAB_UNKNOWN_APP: 404,
  LAB_UNKNOWN_PHONE: 404,
  LAB_UNKNOWN_FAULT: 404,
  LAB_METHOD_NOT_ALLOWED: 405,
  LAB_TIMEOUT: 408,
  LAB_EXISTS: 409,
  LAB_NOT_POSSIBLE: 409,
  LAB_TOO_MANY: 409,
  LAB_BODY_TOO_LARGE: 413,
  LAB_INTERNAL: 500,
} as const

export type ControlCode = keyof typeof controlCodes

/** A call of the control API that is refused. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: ControlCode
  readonly status: number
  /** What to do. */
  readonly hint: string

  /** @param message what was found and what is allowed */
  constructor(code: ControlCode, message: string, hint: string) {
    super(message)
    this.code = code
    this.status = controlCodes[code]
    this.hint = hint
  }
}

/** Text of a caller's as an error message may quote it. */
export const quoted = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
