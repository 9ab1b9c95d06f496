import type { MessageElement } from '@carillon/protocol'

import type { V2TimValueCallback } from '../../api/callbacks.ts'
import type {
  V2TimMessageSearchParam,
  V2TimMessageSearchResult,
  V2TimMessageSearchResultItem,
} from '../../api/messages.ts'
import { okWith, type Failure } from '../../api/results.ts'
import { invalid } from '../../messages/check.ts'
import { elemTypeOf } from '../../messages/elems.ts'
import type { LocalMessages } from '../../store/local-messages.ts'
import type { KeptMessage } from '../../store/types.ts'
import { withAccount, type MessageParts } from './parts.ts'

const mostKeywords = 5
const mostSenders = 5

/** The method that searches the messages of this device. */
export const messageSearch = ({ session }: MessageParts) => ({
  /**
   * Searches the messages of this device, newest first. In one conversation it gives the messages; in all
   * of them the conversations with the number of hits, and the message itself where there is one alone.
   */
  async searchLocalMessages(
    searchParam: V2TimMessageSearchParam,
  ): Promise<V2TimValueCallback<V2TimMessageSearchResult>> {
    const problem = checkSearch(searchParam)
    if (problem !== undefined) return problem
    const { conversationID, pageIndex = 0, pageSize = 100 } = searchParam
    const ofOne = conversationID !== undefined && conversationID !== ''
    return withAccount(session, async ({ messages }) => {
      const untilMs = searchParam.searchTimePosition
        ? searchParam.searchTimePosition * 1000 + 999
        : Number.MAX_SAFE_INTEGER
      const fromMs = searchParam.searchTimePosition ? searchParam.searchTimePosition * 1000 : session.nowMs
      const sinceMs = searchParam.searchTimePeriod ? fromMs - searchParam.searchTimePeriod * 1000 : 0
      const span = { conversationID: ofOne ? conversationID : undefined, sinceMs, untilMs }
      const kept = await messages.run((store) => store.between(span))
      const hits = kept.filter((each) => matches(each, searchParam))
      const page = <T>(list: readonly T[]): T[] =>
        list.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize)
      const items = ofOne
        ? [toItem(messages, conversationID, page(hits), hits.length)]
        : page([...groupByConversation(hits)]).map(([id, found]) =>
            toItem(messages, id, found.length === 1 ? found : [], found.length),
          )
      const totalCount = ofOne ? hits.length : groupByConversation(hits).size
      return okWith({ totalCount, messageSearchResultItems: totalCount === 0 ? [] : items })
    })
  },
})

const toItem = (
  messages: LocalMessages,
  conversationID: string,
  list: readonly KeptMessage[],
  messageCount: number,
): V2TimMessageSearchResultItem => ({
  conversationID,
  messageCount,
  messageList: list.map((kept) => messages.view(kept)),
})

const groupByConversation = (hits: readonly KeptMessage[]): Map<string, KeptMessage[]> => {
  const groups = new Map<string, KeptMessage[]>()
  for (const hit of hits) groups.set(hit.conversationID, [...(groups.get(hit.conversationID) ?? []), hit])
  return groups
}

const matches = (
  { record }: KeptMessage,
  { keywordList, type, userIDList = [], messageTypeList = [] }: V2TimMessageSearchParam,
): boolean => {
  if (userIDList.length > 0 && !userIDList.includes(record.sender.userID)) return false
  if (
    messageTypeList.length > 0 &&
    !record.elements.some((element) => messageTypeList.includes(elemTypeOf(element)))
  )
    return false
  const text = record.elements.flatMap(searchable).join('\n').toLowerCase()
  const isIn = (keyword: string): boolean => text.includes(keyword.toLowerCase())
  if (keywordList.length === 0) return record.elements.some((element) => searchable(element).length > 0)
  return type === 1 ? keywordList.every(isIn) : keywordList.some(isIn)
}

/** Texts of an element that a search looks at. Stickers and group tips have none. */
const searchable = (element: MessageElement): string[] => {
  switch (element.type) {
    case 'text':
      return [element.text]
    case 'custom':
      return [element.desc === '' ? element.data : element.desc]
    case 'file':
      return [element.fileName]
    case 'location':
      return [element.desc]
    case 'merger':
      return [element.title, ...element.abstractList]
    case 'image':
    case 'sound':
    case 'video':
      return ['']
    case 'face':
    case 'group-tips':
      return []
    default:
      element satisfies never
      return []
  }
}

const checkSearch = (param: V2TimMessageSearchParam): Failure | undefined => {
  if (typeof param !== 'object' || param === null || !Array.isArray(param.keywordList))
    return invalid('expected { keywordList, type, ... }')
  const { keywordList, type, userIDList = [], messageTypeList = [], pageSize = 100, pageIndex = 0 } = param
  if (keywordList.length > mostKeywords || keywordList.some((keyword) => typeof keyword !== 'string'))
    return invalid(`keywordList: at most ${mostKeywords} texts`)
  if (userIDList.length > mostSenders) return invalid(`userIDList: at most ${mostSenders} senders`)
  if (keywordList.length + userIDList.length + messageTypeList.length === 0)
    return invalid('keywordList: without keywords, senders or kinds there is nothing to search for')
  if (type !== undefined && type !== 0 && type !== 1)
    return invalid('type: expected 0 (one of the keywords) or 1 (all)')
  return Number.isInteger(pageSize) && pageSize > 0 && Number.isInteger(pageIndex) && pageIndex >= 0
    ? undefined
    : invalid('pageSize and pageIndex: expected whole numbers')
}
