export { searchStories, type StoryOwner } from './journal/search.ts'
export { loadStory } from './journal/story.ts'
