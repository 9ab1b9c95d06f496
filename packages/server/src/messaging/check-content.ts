import {
  atAll,
  ErrorCode,
  hasLoneSurrogate,
  isUserID,
  limits,
  utf8Bytes,
  type SendMessageParams,
} from '@carillon/protocol'

import {
  checkElementRules,
  contentProblem as problem,
  textsOfElement,
  type ContentProblem,
} from './check-elements.ts'

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
    // Which messages a merged one holds is no content of its own.
    .filter(([name]) => name.startsWith('elements') && !name.includes('.msgIDs.'))
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
  return checkElementRules(params.elements) ?? checkGroupOptions(params)
}

/** Mentions and targets are for groups, and not for both at once. */
const checkGroupOptions = ({
  groupID,
  atUserIDs,
  targetUserIDs,
}: SendMessageParams): ContentProblem | undefined => {
  if (groupID === undefined && (atUserIDs !== undefined || targetUserIDs !== undefined))
    return problem(ErrorCode.MSG_FORMAT, 'atUserIDs, targetUserIDs: in group messages only')
  if (atUserIDs !== undefined && targetUserIDs !== undefined)
    return problem(ErrorCode.MSG_FORMAT, 'atUserIDs: not in a message for some members alone')
  const bad = [...(atUserIDs ?? []).filter((userID) => userID !== atAll), ...(targetUserIDs ?? [])].find(
    (userID) => !isUserID(userID),
  )
  return bad === undefined ? undefined : problem(ErrorCode.MSG_FORMAT, `${JSON.stringify(bad)} is no userID`)
}

const textsOf = ({ elements, cloudCustomData, offlinePushInfo }: SendMessageParams): [string, string][] => [
  ...elements.flatMap((element, index) => textsOfElement(element, `elements[${index}]`)),
  ...(cloudCustomData === undefined ? [] : [['cloudCustomData', cloudCustomData] as [string, string]]),
  ...Object.entries(offlinePushInfo ?? {}).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`offlinePushInfo.${key}`, value]] : [],
  ),
]
