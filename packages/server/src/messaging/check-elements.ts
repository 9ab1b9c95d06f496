import { ErrorCode, limits, type MessageElement } from '@carillon/protocol'

/** Why a message is not taken. */
export interface ContentProblem {
  code: ErrorCode
  desc: string
}

/** A refusal with its code and a text that names the field. */
export const contentProblem = (code: ErrorCode, desc: string): ContentProblem => ({ code, desc })

/** Elements that may stand behind another one. */
const appendable: readonly MessageElement['type'][] = ['text', 'custom', 'face', 'location']

/** What a schema cannot see of a message's elements. */
export const checkElementRules = (elements: readonly MessageElement[]): ContentProblem | undefined => {
  if (elements.filter((element) => element.type === 'custom').length > 1)
    return contentProblem(ErrorCode.MSG_FORMAT, 'elements: at most one custom element a message')
  const misplaced = elements.findIndex((element, index) => index > 0 && !appendable.includes(element.type))
  if (misplaced > 0)
    return contentProblem(
      ErrorCode.MSG_FORMAT,
      `elements[${misplaced}]: a message with several elements holds ${appendable.join(', ')} behind the first`,
    )
  for (const element of elements) {
    if (element.type === 'group-tips')
      return contentProblem(ErrorCode.MSG_FORMAT, 'elements: group tips are made by the server alone')
    if (element.type === 'merger' && (element.msgIDs === undefined) === (element.mergedID === undefined))
      return contentProblem(
        ErrorCode.MSG_FORMAT,
        'elements: a merged message has either msgIDs or a mergedID',
      )
    if (
      element.type === 'merger' &&
      element.abstractList.some((line) => line.length > limits.mergerAbstractCharacters)
    )
      return contentProblem(
        ErrorCode.MSG_FORMAT,
        `abstractList: at most ${limits.mergerAbstractCharacters} characters a line`,
      )
  }
  return undefined
}

/** All texts of an element with their names, however deep. */
export const textsOfElement = (element: MessageElement, name: string): [string, string][] =>
  Object.entries(element).flatMap(([key, value]) => (key === 'type' ? [] : textsOf(value, `${name}.${key}`)))

const textsOf = (value: unknown, name: string): [string, string][] => {
  if (typeof value === 'string') return [[name, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${name}.${key}`))
}
