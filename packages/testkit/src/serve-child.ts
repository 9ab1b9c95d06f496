// The process of `ServerProcess`: serves until SIGTERM.
import { serveChild } from './serving.ts'

await serveChild()
