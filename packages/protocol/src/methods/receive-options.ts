import type { AllReceiveOption, ReceiveOption } from '../receive-options.ts'

type Nothing = Record<string, never>

/** Requests about what the user wants to receive, and when. */
export interface ReceiveOptionMethods {
  'conversation.setReceiveOption': {
    params: { option: ReceiveOption } & (
      | { userIDs: string[]; groupID?: never }
      | { groupID: string; userIDs?: never }
    )
    result: Nothing
  }
  /** In the order asked for. */
  'conversation.receiveOptions': {
    params: { userIDs: string[] }
    result: { options: { userID: string; option: ReceiveOption }[] }
  }
  'user.setAllReceiveOption': { params: Omit<AllReceiveOption, 'setAtMs'>; result: Nothing }
  /** `option` is absent when none was ever set. */
  'user.allReceiveOption': { params: Nothing; result: { option?: AllReceiveOption } }
}

export const receiveOptionMethods = [
  'conversation.setReceiveOption',
  'conversation.receiveOptions',
  'user.setAllReceiveOption',
  'user.allReceiveOption',
] as const satisfies readonly (keyof ReceiveOptionMethods)[]
