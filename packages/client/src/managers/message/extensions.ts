import { ErrorCode, limits, utf8Bytes, type ExtensionResult, type MessageExtension } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import { MessageStatus } from '../../api/enums.ts'
import type { V2TimMessageExtension, V2TimMessageExtensionResult } from '../../api/messages.ts'
import { failure, okWith, unknownIdCode, type Failure } from '../../api/results.ts'
import type { Answer } from '../../connection/request-queue.ts'
import { asRecord } from '../../connection/wire.ts'
import { invalid } from '../../messages/check.ts'
import type { AccountSession } from '../../session/account-session.ts'
import { listOf } from '../../session/parse.ts'
import { messageNotFound, withAccount, type MessageParts } from './parts.ts'

type Results = V2TimValueCallback<V2TimMessageExtensionResult[]>

/** Methods about the keys and values that everybody in a conversation can attach to a message. */
export const messageExtensions = ({ session }: MessageParts) => {
  const change = async (
    msgID: string,
    request: (account: AccountSession) => Promise<Answer>,
  ): Promise<Results> =>
    withAccount(session, async (account) => {
      const problem = await checkMessage(account, msgID)
      if (problem !== undefined) return problem
      const answer = await account.ownChanges.during('extensions', msgID, () => request(account))
      const { code, desc, data } = answer
      if (code !== ErrorCode.OK) return failure(code, desc)
      const results = listOf(data, 'results').filter(isResult)
      account.extensionVersions.note(
        msgID,
        results.map(({ extension }) => extension),
      )
      return okWith(results.map((result) => toResult(result, answer.isRepeated === true)))
    })

  return {
    /**
     * Attaches keys and values to a message sent with `isSupportMessageExtension`, at most 20 a call and 300
     * a message. A key that somebody else set meanwhile is left as it is: its `resultCode` is 23001, its
     * value the newest.
     */
    async setMessageExtensions(msgID: string, extensions: V2TimMessageExtension[]): Promise<Results> {
      const problem = checkExtensions(extensions)
      if (problem !== undefined) return problem
      return change(msgID, (account) =>
        account.request('message.setExtensions', {
          msgID,
          extensions: extensions.map(({ extensionKey, extensionValue }) => ({
            key: extensionKey,
            value: extensionValue,
            version: account.extensionVersions.get(msgID, extensionKey),
          })),
        }),
      )
    },

    /** All keys and values attached to a message. */
    async getMessageExtensions(msgID: string): Promise<V2TimValueCallback<V2TimMessageExtension[]>> {
      return withAccount(session, async (account) => {
        const problem = await checkMessage(account, msgID)
        if (problem !== undefined) return problem
        const { code, desc, data } = await account.request('message.extensions', { msgID })
        if (code !== ErrorCode.OK) return failure(code, desc)
        const extensions = listOf(data, 'extensions').filter(isExtension)
        account.extensionVersions.note(msgID, extensions)
        return okWith(extensions.map(toExtension))
      })
    },

    /** Takes keys off a message; without keys all of them. */
    async deleteMessageExtensions(msgID: string, keys?: string[]): Promise<Results> {
      const wanted = keys ?? []
      if (!Array.isArray(wanted) || wanted.length > limits.extensionsPerRequest)
        return invalid(`keys: expected a list of at most ${limits.extensionsPerRequest} keys`)
      return change(msgID, (account) => account.request('message.deleteExtensions', { msgID, keys: wanted }))
    },
  }
}

const checkMessage = async ({ messages }: AccountSession, msgID: string): Promise<Failure | undefined> => {
  const kept = await messages.findOne(msgID)
  return kept?.status === MessageStatus.SEND_SUCC ? undefined : messageNotFound
}

const checkExtensions = (extensions: unknown): Failure | undefined => {
  if (!Array.isArray(extensions) || extensions.length === 0) return failure(unknownIdCode, 'error extensions')
  if (extensions.length > limits.extensionsPerRequest)
    return invalid(
      `extensions: ${extensions.length} entries, at most ${limits.extensionsPerRequest} are taken`,
    )
  for (const each of extensions) {
    const extension = asRecord(each)
    const { extensionKey, extensionValue } = extension ?? {}
    if (typeof extensionKey !== 'string' || extensionKey === '' || typeof extensionValue !== 'string')
      return failure(unknownIdCode, 'error extensions')
    if (utf8Bytes(extensionKey) > limits.extensionKeyBytes)
      return invalid(`extensionKey: at most ${limits.extensionKeyBytes} bytes`)
    if (utf8Bytes(extensionValue) > limits.extensionValueBytes)
      return invalid(`extensionValue: at most ${limits.extensionValueBytes} bytes`)
  }
  return undefined
}

const isExtension = (value: unknown): value is MessageExtension => {
  const extension = asRecord(value)
  return typeof extension?.key === 'string' && typeof extension.value === 'string'
}

const isResult = (value: unknown): value is ExtensionResult => isExtension(asRecord(value)?.extension)

const toExtension = ({ key, value }: MessageExtension): V2TimMessageExtension => ({
  extensionKey: key,
  extensionValue: value,
})

/** What a request asked for a second time finds deleted, the first one has deleted. */
const toResult = (
  { code, desc, extension }: ExtensionResult,
  isRepeated: boolean,
): V2TimMessageExtensionResult => ({
  resultCode: isRepeated && code === ErrorCode.MSG_EXTENSION_NOT_EXIST ? ErrorCode.OK : code,
  resultInfo: desc,
  extension: toExtension(extension),
  message: toExtension(extension),
})
