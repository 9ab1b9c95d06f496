export { createPushEngine } from './engine/engine.ts'
export type { PushEngineOptions } from './engine/options.ts'
