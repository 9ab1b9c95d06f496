import type { EmulatorAnswer } from '../emulator/types.ts'

/** One entry of `details` in Google's error envelope. */
export type ErrorDetail = Readonly<Record<string, unknown>>

/** One entry of `google.rpc.BadRequest.fieldViolations`. */
export interface FieldViolation {
  field: string
  description: string
}

const fcmError = (errorCode: string): ErrorDetail => ({
  '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
  errorCode,
})

const badRequest = (fieldViolations: readonly FieldViolation[]): ErrorDetail => ({
  '@type': 'type.googleapis.com/google.rpc.BadRequest',
  fieldViolations,
})

const errorInfo = (reason: string, metadata: Record<string, string> = {}): ErrorDetail => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'fcm.googleapis.com', ...metadata },
})

/** JSON as Google's front end sends it. */
export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  body: `${JSON.stringify(body, null, 2)}\n`,
})

/** Google's error envelope. */
export const envelope = (
  code: number,
  status: string,
  message: string,
  details: readonly ErrorDetail[] = [],
  headers: Record<string, string> = {},
): EmulatorAnswer =>
  json(code, { error: { code, message, status, ...(details.length === 0 ? {} : { details }) } }, headers)

/** The JSON does not fit the proto: a BadRequest and no FcmError. */
export const shapeError = (violations: readonly FieldViolation[]): EmulatorAnswer =>
  envelope(400, 'INVALID_ARGUMENT', violations.map(({ description }) => description).join('\n'), [
    badRequest(violations),
  ])

/** The message is not allowed: FcmError INVALID_ARGUMENT, with the field where one is to blame. */
export const invalidArgument = (message: string, field?: string): EmulatorAnswer =>
  envelope(400, 'INVALID_ARGUMENT', message, [
    fcmError('INVALID_ARGUMENT'),
    ...(field === undefined ? [] : [badRequest([{ field, description: message }])]),
  ])

/** Text of a token that never was one. */
export const badTokenText = 'The registration token is not a valid FCM registration token'

export const unauthenticated = (): EmulatorAnswer =>
  envelope(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    [],
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
  )

export const permissionDenied = (projectID: string): EmulatorAnswer =>
  envelope(
    403,
    'PERMISSION_DENIED',
    `Permission 'cloudmessaging.messages.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/${projectID}' (or it may not exist).`,
    [errorInfo('IAM_PERMISSION_DENIED', { permission: 'cloudmessaging.messages.create' })],
  )

export const scopeInsufficient = (): EmulatorAnswer =>
  envelope(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.', [
    errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT'),
  ])

export const serviceDisabled = (senderID: string): EmulatorAnswer =>
  envelope(
    403,
    'PERMISSION_DENIED',
    `Firebase Cloud Messaging API has not been used in project ${senderID} before or it is disabled. Enable it by visiting the Google developers console, then retry.`,
    [errorInfo('SERVICE_DISABLED', { consumer: `projects/${senderID}` })],
  )

export const unregistered = (): EmulatorAnswer =>
  envelope(404, 'NOT_FOUND', 'Requested entity was not found.', [fcmError('UNREGISTERED')])

/** A wrong URL or project: 404 without an FcmError. */
export const notFound = (): EmulatorAnswer => envelope(404, 'NOT_FOUND', 'Requested entity was not found.')

export const senderMismatch = (): EmulatorAnswer =>
  envelope(403, 'PERMISSION_DENIED', 'SenderId mismatch', [fcmError('SENDER_ID_MISMATCH')])

/** What ran out: the project's minute or one device's rate. */
export const quotaExceeded = (subject: string, retryAfterMs: number): EmulatorAnswer =>
  envelope(
    429,
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for ${subject}.`,
    [
      fcmError('QUOTA_EXCEEDED'),
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ subject, description: `Quota exceeded for ${subject}.` }],
      },
    ],
    { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) },
  )

export const unavailable = (status: number): EmulatorAnswer => {
  if (status === 429) {
    return envelope(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', [
      fcmError('QUOTA_EXCEEDED'),
    ])
  }
  if (status === 500) return envelope(500, 'INTERNAL', 'Internal error encountered.', [fcmError('INTERNAL')])
  if (status === 503) {
    return envelope(503, 'UNAVAILABLE', 'The service is currently unavailable.', [fcmError('UNAVAILABLE')])
  }
  // Gateways in front of Google answer 502 and 504 in HTML.
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>\n<title>Error ${status} (Server Error)!!1</title>\n`,
  }
}

/**
 * Every refusal FCM knows, by name, for the fault `refuse`: the `errorCode`s and the 401, 403 and 404 that
 * carry none.
 */
const refusals: Readonly<
  Record<string, (context: { projectID: string; senderID: string }) => EmulatorAnswer>
> = {
  UNREGISTERED: unregistered,
  INVALID_ARGUMENT: () => invalidArgument('Request contains an invalid argument.'),
  INVALID_TOKEN: () => invalidArgument(badTokenText, 'message.token'),
  SENDER_ID_MISMATCH: senderMismatch,
  QUOTA_EXCEEDED: () => unavailable(429),
  UNAVAILABLE: () => unavailable(503),
  INTERNAL: () => unavailable(500),
  THIRD_PARTY_AUTH_ERROR: () =>
    envelope(
      401,
      'UNAUTHENTICATED',
      'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      [fcmError('THIRD_PARTY_AUTH_ERROR')],
    ),
  UNSPECIFIED_ERROR: () => envelope(500, 'UNKNOWN', 'Unknown error.', [fcmError('UNSPECIFIED_ERROR')]),
  UNAUTHENTICATED: unauthenticated,
  PERMISSION_DENIED: ({ projectID }) => permissionDenied(projectID),
  SERVICE_DISABLED: ({ senderID }) => serviceDisabled(senderID),
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: scopeInsufficient,
  NOT_FOUND: notFound,
  BAD_REQUEST: () =>
    shapeError([
      {
        field: 'message',
        description: `Invalid JSON payload received. Unknown name "unknown" at 'message': Cannot find field.`,
      },
    ]),
}

/** Names the fault `refuse` takes. */
export const refusalNames: readonly string[] = Object.keys(refusals)

/** @throws RangeError for a name FCM does not have */
export const refusal = (
  name: string | number,
  message: string | undefined,
  context: { projectID: string; senderID: string },
): EmulatorAnswer => {
  const make = Object.hasOwn(refusals, name) ? refusals[name] : undefined
  if (make === undefined) {
    throw new RangeError(`Fault refuse: FCM has no code "${name}". It has ${refusalNames.join(', ')}`)
  }
  const answer = make(context)
  if (message === undefined || answer.body === undefined) return answer
  const body = JSON.parse(answer.body) as { error: Record<string, unknown> }
  return { ...answer, body: `${JSON.stringify({ error: { ...body.error, message } }, null, 2)}\n` }
}
