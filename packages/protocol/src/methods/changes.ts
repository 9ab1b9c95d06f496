import type { MessageExtension } from '../changes.ts'
import type { TextElement, CustomElement } from '../elements.ts'
import type { MessageRecord } from '../messages.ts'
import type { FileURL } from './files.ts'

/** New content for a message: elements of text and custom elements by their number, and its `cloudCustomData`. */
export interface ModifyMessageParams {
  msgID: string
  /** The version the change starts from: 0 for a message never modified. */
  version: number
  elements?: { index: number; element: TextElement | CustomElement }[]
  cloudCustomData?: string
}

/** What became of one extension. */
export interface ExtensionResult {
  /** 0, 23001 when somebody else changed it meanwhile, 23004 when there is none to delete. */
  code: number
  desc: string
  /** As it is now; for one that is deleted, with the value ''. */
  extension: MessageExtension
}

type Nothing = Record<string, never>

/** Requests that change messages for everyone, or take them from the user's own sight. */
export interface ChangeMethods {
  'message.recall': { params: { msgID: string; reason?: string }; result: Nothing }
  /** `isConflict`: nothing was changed, for the message has another version by now; `message` is the newest either way. */
  'message.modify': {
    params: ModifyMessageParams
    result: { isConflict: boolean; message: MessageRecord; urls?: FileURL[] }
  }
  /** Deletes messages of one conversation for this user, on all devices. */
  'message.delete': { params: { msgIDs: string[] }; result: Nothing }
  /** Deletes all messages of a conversation for this user, on all devices. */
  'conversation.clear': { params: { conversationID: string }; result: Nothing }
  /** `version` of an extension: the one known here, 0 for none. */
  'message.setExtensions': {
    params: { msgID: string; extensions: MessageExtension[] }
    result: { results: ExtensionResult[] }
  }
  'message.extensions': { params: { msgID: string }; result: { extensions: MessageExtension[] } }
  /** `keys` empty: all of them. */
  'message.deleteExtensions': {
    params: { msgID: string; keys: string[] }
    result: { results: ExtensionResult[] }
  }
}

export const changeMethods = [
  'message.recall',
  'message.modify',
  'message.delete',
  'conversation.clear',
  'message.setExtensions',
  'message.extensions',
  'message.deleteExtensions',
] as const satisfies readonly (keyof ChangeMethods)[]
