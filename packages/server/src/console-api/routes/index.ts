import type { ConsoleRoute } from '../route.ts'
import { accountRoutes } from './accounts.ts'
import { appRoutes } from './apps.ts'
import { certificateRoutes } from './certificates.ts'
import { groupMemberRoutes } from './group-members.ts'
import { groupRoutes } from './groups.ts'
import { messageRoutes } from './messages.ts'
import { overviewRoutes } from './overview.ts'
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
  ...accountRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...messageRoutes,
  ...storyRoutes,
  ...overviewRoutes,
  ...peopleRoutes,
]
