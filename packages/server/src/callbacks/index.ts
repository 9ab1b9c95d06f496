export { Callbacks, type CallbackParts } from './callbacks.ts'
export type { CallbackCommand } from './commands.ts'
export { isToken, openToken, sealToken, tokenRule } from './token.ts'
export type {
  BeforeSendAnswer,
  CallbackSend,
  MessageCallbacks,
  StateCallbacks,
  StateChange,
} from './types.ts'
