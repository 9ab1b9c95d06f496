import { settingSchemas } from '../../packages/server/src/tenants/settings.ts'

export { en, type Texts } from '../../packages/console/src/i18n/en.ts'
export { ko } from '../../packages/console/src/i18n/ko.ts'
export { zhHans } from '../../packages/console/src/i18n/zh-hans.ts'

/** The settings of an app that have words in the console, by path. */
export const settingPaths = (): string[] => [...settingSchemas().keys()]
