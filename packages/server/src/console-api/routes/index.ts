import type { ConsoleRoute } from '../route.ts'
import { appRoutes } from './apps.ts'
import { certificateRoutes } from './certificates.ts'
import { peopleRoutes } from './people.ts'
import { sessionRoutes } from './session.ts'
import { storyRoutes } from './stories.ts'
import { userRoutes } from './users.ts'

/** The whole API, as a table. A further operation is one entry in a file of these. */
export const consoleAPIRoutes: readonly ConsoleRoute[] = [
  ...sessionRoutes,
  ...appRoutes,
  ...certificateRoutes,
  ...userRoutes,
  ...storyRoutes,
  ...peopleRoutes,
]
