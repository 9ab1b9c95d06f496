import type { ConsoleAccountLine } from './console-chat.ts'
import { groupLimits, isGroupID } from './groups.ts'
import { hasLoneSurrogate, isUserID, utf8Bytes } from './text.ts'

/** Limits of what is entered in the console. Bytes are of UTF-8. */
export const consoleLimits = {
  nickNameBytes: 500,
  faceUrlBytes: 500,
  /** Accounts one request may import. */
  accountsPerRequest: 200,
  /** Accounts one file may hold, and its size. */
  accountsPerFile: 100_000,
  accountFileBytes: 32 * 1024 * 1024,
  /** Messages one request may look into. */
  messagesPerLook: 50,
  /** Characters of the reason for which somebody looks into messages. */
  leastReasonCharacters: 5,
  mostReasonCharacters: 300,
} as const

/** What is wrong with a field. The console has words for each. */
export type ConsoleFieldProblem =
  | 'missing'
  | 'too-long'
  | 'no-user-id'
  | 'no-group-id'
  | 'no-text'
  | 'markup'
  | 'no-address'

/** A field with what is wrong with it. */
export interface ConsoleProblem {
  field: string
  problem: ConsoleFieldProblem
}

const controlCharacter = /\p{Cc}/u
const controlInText = /[^\P{Cc}\t\n\r]/u
const tag = /<[a-z!/?]/i

/** What is wrong with a text of several lines. */
export const problemOfText = (text: string, mostBytes: number): ConsoleFieldProblem | undefined => {
  if (controlInText.test(text) || hasLoneSurrogate(text)) return 'no-text'
  // Apps put names and introductions into their pages, and not every page escapes them.
  if (tag.test(text)) return 'markup'
  return utf8Bytes(text) > mostBytes ? 'too-long' : undefined
}

/** What is wrong with a name: one line. */
export const problemOfName = (name: string, mostBytes: number): ConsoleFieldProblem | undefined =>
  controlCharacter.test(name) ? 'no-text' : problemOfText(name, mostBytes)

/** What is wrong with the address of a picture; '' is none. */
export const problemOfAddress = (address: string, mostBytes: number): ConsoleFieldProblem | undefined => {
  if (address === '') return undefined
  if (utf8Bytes(address) > mostBytes) return 'too-long'
  return /^https?:\/\/[^\s/"'<>\\]+[^\s"'<>\\]*$/i.test(address) ? undefined : 'no-address'
}

/** What is wrong with a userID. */
export const problemOfUserID = (userID: string): ConsoleFieldProblem | undefined => {
  if (userID === '') return 'missing'
  return isUserID(userID) && userID.trim() === userID ? undefined : 'no-user-id'
}

/** What is wrong with an account that is entered. */
export const problemsOfAccount = ({ userID, nickName, faceUrl }: ConsoleAccountLine): ConsoleProblem[] =>
  found([
    ['userID', problemOfUserID(userID)],
    ['nickName', problemOfName(nickName ?? '', consoleLimits.nickNameBytes)],
    ['faceUrl', problemOfAddress(faceUrl ?? '', consoleLimits.faceUrlBytes)],
  ])

/** Fields of a group as they are entered; what is absent is not checked. */
export interface ConsoleGroupFields {
  groupID?: string | undefined
  groupName?: string | undefined
  introduction?: string | undefined
  notification?: string | undefined
  faceUrl?: string | undefined
}

/** What is wrong with the fields of a group. */
export const problemsOfGroup = (fields: ConsoleGroupFields): ConsoleProblem[] => {
  const { groupID = '', groupName, introduction = '', notification = '', faceUrl = '' } = fields
  return found([
    ['groupID', groupID === '' || isGroupID(groupID) ? undefined : 'no-group-id'],
    [
      'groupName',
      groupName?.trim() === '' ? 'missing' : problemOfName(groupName ?? '', groupLimits.nameBytes),
    ],
    ['introduction', problemOfText(introduction, groupLimits.introductionBytes)],
    ['notification', problemOfText(notification, groupLimits.notificationBytes)],
    ['faceUrl', problemOfAddress(faceUrl, groupLimits.faceUrlBytes)],
  ])
}

const found = (
  fields: readonly (readonly [field: string, problem: ConsoleFieldProblem | undefined])[],
): ConsoleProblem[] =>
  fields.flatMap(([field, problem]) => (problem === undefined ? [] : [{ field, problem }]))
