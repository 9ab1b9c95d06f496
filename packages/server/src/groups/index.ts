export { GroupMemory } from './group-memory.ts'
export { createGroupFacts, createGroupSends } from './group-sends.ts'
export { Groups } from './groups.ts'
