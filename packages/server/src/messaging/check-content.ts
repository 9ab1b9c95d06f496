import {
  ErrorCode,
  hasLoneSurrogate,
  isUserID,
  limits,
  utf8Bytes,
  type SendMessageParams,
} from '@carillon/protocol'

/** Why a message is not taken. */
export interface ContentProblem {
  code: ErrorCode
  desc: string
}

/**
 * Checks what a schema cannot: sizes in bytes, text that no UTF-8 can carry, the receiver's form.
 * @returns the first problem, or undefined
 */
export const checkContent = (params: SendMessageParams): ContentProblem | undefined => {
  if (params.receiver !== undefined && !isUserID(params.receiver))
    return problem(
      ErrorCode.MSG_INVALID_ID,
      `receiver: expected a userID of 1 to ${limits.userIDBytes} printable ASCII characters`,
    )
  const texts = textsOf(params)
  const broken = texts.find(([, text]) => hasLoneSurrogate(text))
  if (broken)
    return problem(ErrorCode.MSG_FORMAT, `${broken[0]}: holds half of a surrogate pair, which is no text`)
  const bytes = texts
    .filter(([name]) => name.startsWith('elements'))
    .reduce((sum, [, text]) => sum + utf8Bytes(text), 0)
  if (bytes > limits.messageBytes)
    return problem(
      ErrorCode.MSG_BODY_TOO_LONG,
      `The message has ${bytes} bytes; ${limits.messageBytes} are allowed. Send long content as a file.`,
    )
  if (params.cloudCustomData !== undefined && utf8Bytes(params.cloudCustomData) > limits.cloudCustomDataBytes)
    return problem(
      ErrorCode.MSG_BODY_TOO_LONG,
      `cloudCustomData has more than ${limits.cloudCustomDataBytes} bytes`,
    )
  const { title = '', desc = '' } = params.offlinePushInfo ?? {}
  if (utf8Bytes(title) > limits.pushTitleBytes)
    return problem(
      ErrorCode.INVALID_PARAMETERS,
      `offlinePushInfo.title has more than ${limits.pushTitleBytes} bytes`,
    )
  if (utf8Bytes(desc) > limits.pushDescBytes)
    return problem(
      ErrorCode.INVALID_PARAMETERS,
      `offlinePushInfo.desc has more than ${limits.pushDescBytes} bytes`,
    )
  if (utf8Bytes(params.offlinePushInfo?.ext ?? '') > limits.pushExtBytes)
    return problem(ErrorCode.MSG_FORMAT, `offlinePushInfo.ext has more than ${limits.pushExtBytes} bytes`)
  if (params.elements.filter((element) => element.type === 'custom').length > 1)
    return problem(ErrorCode.MSG_FORMAT, 'elements: at most one custom element a message')
  return undefined
}

const textsOf = ({ elements, cloudCustomData, offlinePushInfo }: SendMessageParams): [string, string][] => [
  ...elements.flatMap((element, index) =>
    Object.entries(element).flatMap(([key, text]): [string, string][] =>
      key === 'type' ? [] : [[`elements[${index}].${key}`, text]],
    ),
  ),
  ...(cloudCustomData === undefined ? [] : [['cloudCustomData', cloudCustomData] as [string, string]]),
  ...Object.entries(offlinePushInfo ?? {}).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`offlinePushInfo.${key}`, value]] : [],
  ),
]

const problem = (code: ErrorCode, desc: string): ContentProblem => ({ code, desc })
