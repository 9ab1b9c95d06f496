/**
 * What an app's backend can be told of, by the names the original gives to its callbacks. Those with
 * "Before" ask, and the message waits for the answer; the others tell.
 */
export const callbackCommands = [
  'State.StateChange',
  'C2C.CallbackBeforeSendMsg',
  'C2C.CallbackAfterSendMsg',
  'C2C.CallbackAfterMsgReport',
  'C2C.CallbackAfterMsgWithDraw',
  'Group.CallbackBeforeSendMsg',
  'Group.CallbackAfterSendMsg',
  'Group.CallbackAfterRecallMsg',
] as const

/** One of `callbackCommands`. */
export type CallbackCommand = (typeof callbackCommands)[number]
