export { searchLosses } from './journal/search-losses.ts'
export { searchMessages, type FoundMessages } from './journal/search-messages.ts'
export { searchStories, type FoundStories, type StoryOwner } from './journal/search.ts'
export { loadStory } from './journal/story.ts'
