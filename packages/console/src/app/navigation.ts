import type { ConsoleRole } from '@carillon/protocol'

import type { IconName } from '../components/icon.tsx'

/** A place in the menu. */
export interface Place {
  /** Key of its name: `places.<key>`. */
  key: string
  icon: IconName
  path: string
  /** Who sees it; everyone when absent. */
  role?: ConsoleRole
  /** Only where a lab runs beside the server. */
  isOfLab?: true
}

/** Places of one app; their paths are below `/apps/<sdkAppID>`. */
export const appPlaces: readonly Place[] = [
  { key: 'overview', icon: 'overview', path: '/overview' },
  { key: 'start', icon: 'start', path: '/start' },
  { key: 'certificates', icon: 'certificate', path: '/certificates' },
  { key: 'test', icon: 'test', path: '/test' },
  { key: 'stories', icon: 'story', path: '/stories' },
  { key: 'accounts', icon: 'person', path: '/accounts' },
  { key: 'groups', icon: 'group', path: '/groups' },
  { key: 'messages', icon: 'message', path: '/messages' },
  { key: 'dryRun', icon: 'dryRun', path: '/dry-run' },
  { key: 'settings', icon: 'settings', path: '/settings' },
  { key: 'keys', icon: 'key', path: '/keys', role: 'operator' },
]

/** Places of the whole console. */
export const places: readonly Place[] = [
  { key: 'lab', icon: 'lab', path: '/lab', isOfLab: true },
  { key: 'apps', icon: 'apps', path: '/apps' },
  { key: 'people', icon: 'people', path: '/people', role: 'owner' },
  { key: 'audit', icon: 'audit', path: '/audit', role: 'operator' },
  { key: 'api', icon: 'api', path: '/api-document' },
]
