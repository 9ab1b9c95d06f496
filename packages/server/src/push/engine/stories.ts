import type { Clock } from '../../clock.ts'
import type { Db } from '../../store/db.ts'
import { loadStory } from '../journal/story.ts'
import { loadUserStory } from '../journal/user-story.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { PushEngine } from '../types.ts'

/** Tells push stories, with what is still on its way to the journal. */
export const createStories = (parts: {
  db: Db
  clock: Clock
  journal: Pick<JournalWriter, 'flush'>
  /** The journal is waited for no more. */
  isStopping(): boolean
}): Pick<PushEngine, 'story' | 'userStory'> => {
  const { db, clock, journal, isStopping } = parts
  return {
    async userStory(question) {
      if (!isStopping()) await journal.flush()
      return await loadUserStory(db, { ...question, nowMs: clock.now() })
    },
    async story(msgID) {
      if (!isStopping()) await journal.flush()
      return await loadStory(db, msgID, clock.now())
    },
  }
}
