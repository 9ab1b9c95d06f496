// npm run build:console, and before npm start: builds the web console when its sources have changed.
import { ensureConsoleSite } from './console-site.ts'

try {
  await ensureConsoleSite(() => console.error('· build the console (once, a few seconds)'))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
