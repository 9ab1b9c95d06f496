export { createPushEngine, type PushEngineParts } from './engine/engine.ts'
export { defaultPushEngineOptions, type PushEngineOptions } from './engine/options.ts'
