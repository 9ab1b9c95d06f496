import { ErrorCode } from '@carillon/protocol'

import type { GroupOutcome } from '../groups/types.ts'
import { ConsoleError } from './console-error.ts'

/** Refusals that are about what is there, not about what was asked for. */
const conflicts: ReadonlySet<number> = new Set([
  ErrorCode.GROUP_FULL_MEMBER_COUNT,
  ErrorCode.GROUP_COUNT_LIMIT,
  ErrorCode.GROUP_ID_IN_USE,
  ErrorCode.GROUP_ID_IN_USE_FOR_SUPER,
])

/**
 * What came of a request about a group.
 * @throws ConsoleError when it was refused, beside the field that the refusal names
 */
export const doneOrRefused = <T>(outcome: GroupOutcome<T>): T => {
  if (outcome.ok) return outcome.data
  const { code, desc } = outcome
  if (code === ErrorCode.GROUP_NOT_FOUND) throw noGroup()
  const field = /^(\w+): /.exec(desc)?.[1]
  throw new ConsoleError(conflicts.has(code) ? 409 : 400, `CRL_${code}`, desc, field)
}

/** There is no such group. */
export const noGroup = (): ConsoleError =>
  new ConsoleError(
    404,
    'CRL_GROUP_NOT_FOUND',
    'The app has no such group. It was dismissed, or the ID is misspelt: capital letters count.',
  )
