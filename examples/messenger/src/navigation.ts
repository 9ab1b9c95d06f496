import { useCallback, useEffect, useState } from 'react'
import { BackHandler } from 'react-native'

/** The pages behind the list of conversations. */
export type Page =
  | { page: 'chat'; conversationID: string }
  | { page: 'new-chat' }
  | { page: 'settings' }
  | { page: 'story'; msgID: string }

export interface Navigation {
  /** The page on top; undefined for the list of conversations. */
  top: Page | undefined
  open(page: Page): void
  back(): void
  /** This page alone on top of the list: what a tapped notification wants, and a chat that was just made. */
  reset(page: Page): void
}

/** A stack of pages, the smallest that does. An app with more of them takes React Navigation. */
export const useNavigation = (): Navigation => {
  const [stack, setStack] = useState<readonly Page[]>([])
  const back = useCallback(() => setStack((pages) => pages.slice(0, -1)), [])
  const open = useCallback((page: Page) => setStack((pages) => [...pages, page]), [])
  const reset = useCallback((page: Page) => setStack([page]), [])
  const isRoot = stack.length === 0
  useEffect(() => {
    // Android's back button; on the list it leaves the app.
    const subscription = BackHandler.addEventListener('hardwareBackPress', () => {
      if (!isRoot) back()
      return !isRoot
    })
    return () => subscription.remove()
  }, [back, isRoot])
  return { top: stack.at(-1), open, back, reset }
}
