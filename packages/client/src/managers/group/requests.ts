import { ErrorCode, type Method, type MethodMap } from '@carillon/protocol'

import type { V2TimCallback, V2TimValueCallback } from '../../api/callbacks.ts'
import { failure, ok, okWith } from '../../api/results.ts'
import type { ClientSession } from '../../session/client-session.ts'

/** What to make of a request's answer. */
export interface AskOptions {
  /**
   * Codes that mean success when the request went out twice: the connection broke before the answer to
   * the first, which had done what was asked.
   */
  doneBefore?: readonly number[]
}

/** Asks the server; the answer's data, or the failure. */
export const ask = async <M extends Method, T>(
  session: ClientSession,
  method: M,
  params: MethodMap[M]['params'],
  read: (data: MethodMap[M]['result']) => T,
  { doneBefore = [] }: AskOptions = {},
): Promise<V2TimValueCallback<T>> => {
  const account = session.requireAccount()
  if ('code' in account) return account
  const answer = await account.request(method, params)
  if (answer.code !== ErrorCode.OK) {
    const wasDone = answer.isRepeated === true && doneBefore.includes(answer.code)
    return wasDone ? { code: ErrorCode.OK, desc: 'ok' } : failure(answer.code, answer.desc)
  }
  try {
    return okWith(read(answer.data as MethodMap[M]['result']))
  } catch {
    return failure(ErrorCode.INTERNAL_ERROR, 'the answer of the server is not one')
  }
}

/** Asks the server for something that has no data. */
export const askPlainly = async <M extends Method>(
  session: ClientSession,
  method: M,
  params: MethodMap[M]['params'],
  options?: AskOptions,
): Promise<V2TimCallback> => {
  const { code, desc } = await ask(session, method, params, () => undefined, options)
  return code === ErrorCode.OK ? ok() : failure(code, desc)
}
