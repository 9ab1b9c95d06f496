import { memoryStore } from './memory-store.ts'
import { localStoreContract } from './store.contract.ts'

localStoreContract('in memory', async () => memoryStore())
