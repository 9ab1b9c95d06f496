export { loadStory } from './journal/story.ts'
