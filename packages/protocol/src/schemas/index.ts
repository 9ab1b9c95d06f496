export { clientFrameSchema } from './frames.ts'
export { messageContentSchema, offlinePushInfoSchema } from './messages.ts'
export { paramsSchemas } from './methods/index.ts'
