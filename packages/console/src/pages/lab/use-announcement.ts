import type { ConsoleLabPhone } from '@carillon/protocol'
import { useEffect, useRef, useState } from 'react'

/** What a screen reader says of a notification. */
export interface Announcement {
  phone: string
  title: string
  body: string
}

/** Every notification there is, with what is said of it when it is new. */
const notificationsOf = (phones: readonly ConsoleLabPhone[]): ReadonlyMap<string, Announcement> =>
  new Map(
    phones.flatMap(({ vendor, name, notifications }) =>
      notifications.map(({ id, revision, title, body }): [string, Announcement] => [
        `${vendor} ${id} ${revision}`,
        { phone: name, title, body },
      ]),
    ),
  )

/** The notification that came last since the page was opened. */
export const useAnnouncement = (phones: readonly ConsoleLabPhone[]): Announcement | undefined => {
  const known = useRef<ReadonlyMap<string, Announcement> | undefined>(undefined)
  const [latest, setLatest] = useState<Announcement>()
  useEffect(() => {
    const before = known.current
    const now = notificationsOf(phones)
    known.current = now
    const fresh = before && [...now].findLast(([key]) => !before.has(key))
    if (fresh) setLatest(fresh[1])
  }, [phones])
  return latest
}
