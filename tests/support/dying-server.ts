// A server process that ends itself with SIGKILL at the step it is told: `{ dieAt: 'planned', nth: 1 }`.
import { serveDying } from './dying.ts'

await serveDying()
