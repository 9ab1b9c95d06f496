import { useEffect, useRef } from 'react'

import type { PushClickAction } from '../params/types.ts'
import { TimPushPlugin } from '../plugin.ts'

/**
 * Calls `onTap` once for each tapped notification while the component is mounted, one that started the
 * app and nobody was given included. Put it where navigation is ready; taps before that wait. Off the
 * phone (web, tests without a phone) it does nothing.
 * @param plugin only for tests: the plugin whose taps are meant
 */
export const useNotificationTap = (onTap: PushClickAction, plugin?: TimPushPlugin): void => {
  const latest = useRef(onTap)
  useEffect(() => {
    latest.current = onTap
  })
  useEffect(() => {
    try {
      return (plugin ?? new TimPushPlugin()).addTapListener((tap) => latest.current(tap))
    } catch {
      // No phone, no taps.
      return undefined
    }
  }, [plugin])
}
