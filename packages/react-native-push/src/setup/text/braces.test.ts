import { expect, it } from 'vitest'

import { bracesFrom, findBlock, withoutComments } from './braces.ts'

const gradle = `// buildscript {
buildscript {
    ext { kotlin = "2.0 { odd" }
    repositories {
        /* } */ google()
    }
    dependencies { classpath('a:b') }
}
allprojects { repositories { mavenCentral() } }
`
const textOf = (braces: ReturnType<typeof findBlock>): string =>
  braces === undefined ? '' : gradle.slice(braces.open, braces.close + 1)

it('finds blocks by their path, whatever comments and texts hold', () => {
  expect(textOf(findBlock(gradle, ['buildscript', 'repositories']))).toBe(
    '{\n        /* } */ google()\n    }',
  )
  expect(textOf(findBlock(gradle, ['buildscript', 'dependencies']))).toBe("{ classpath('a:b') }")
  expect(textOf(findBlock(gradle, ['allprojects', 'repositories']))).toBe('{ mavenCentral() }')
  expect(findBlock(gradle, ['repositories'])).toBeUndefined()
  expect(findBlock(gradle, ['buildscript', 'plugins'])).toBeUndefined()
})

it('knows braces that never close', () => {
  expect(bracesFrom('func a() { if b {', 0)).toBeUndefined()
  expect(bracesFrom('nothing', 0)).toBeUndefined()
})

it('takes comments out and leaves addresses in texts', () => {
  expect(withoutComments('maven { url "https://x/y" } // old').trimEnd()).toBe('maven { url "https://x/y" }')
})
