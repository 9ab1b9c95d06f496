import type { ConsoleFailure } from '@carillon/protocol'

import { OperatorError } from '../operator-error.ts'
import { CertificateError } from '../tenants/certificate-fields.ts'
import { AppSettingsError } from '../tenants/settings.ts'
import { ConsoleError } from './console-error.ts'

/** Statuses of what the domain refuses; all else is 400. */
const statuses: Readonly<Record<string, number>> = {
  CRL_APP_NOT_FOUND: 404,
  CRL_USER_NOT_FOUND: 404,
  CRL_GROUP_NOT_FOUND: 404,
  CRL_KEY_NOT_FOUND: 404,
  CRL_CERTIFICATE_NOT_FOUND: 404,
  CRL_MESSAGE_NOT_FOUND: 404,
  CRL_APP_EXISTS: 409,
  CRL_CONFLICT: 409,
}

/** Fields that codes of the domain are about. */
const fields: Readonly<Record<string, string>> = {
  CRL_APP_EXISTS: 'sdkAppID',
  CRL_VENDOR: 'vendor',
  CRL_USER_NOT_FOUND: 'userID',
  CRL_GROUP_NOT_FOUND: 'groupID',
}

/** What the API answers for an error; undefined for one that nobody expected. */
export const failureOf = (error: unknown): { status: number; failure: ConsoleFailure } | undefined => {
  if (error instanceof ConsoleError) {
    const { status, code, message, field } = error
    return { status, failure: { code, message, ...(field === undefined ? {} : { field }) } }
  }
  if (error instanceof CertificateError || error instanceof AppSettingsError) {
    const { code, problems } = error
    const [first] = problems
    const message = problems.map((problem) => `${problem.field}: ${problem.message}`).join('\n')
    return {
      status: 400,
      failure: { code, message, problems, ...(first === undefined ? {} : { field: first.field }) },
    }
  }
  if (!(error instanceof OperatorError)) return undefined
  const { code, message } = error
  const field = fields[code]
  return {
    status: statuses[code] ?? 400,
    failure: { code, message, ...(field === undefined ? {} : { field }) },
  }
}

/**
 * Does what is asked for, and says beside which field stands what the domain refuses.
 * @param besides fields of the request by the codes that are about them
 */
export const beside = async <T>(
  besides: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    const { code, message } = error
    const field = besides[code]
    throw field === undefined ? error : new ConsoleError(statuses[code] ?? 400, code, message, field)
  }
}
