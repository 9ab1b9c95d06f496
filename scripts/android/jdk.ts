import { installPackages, isInstalled } from '../apt.ts'
import { run } from '../run.ts'

/** Java version `npm run test:android` needs at least. */
const leastJava = 17

/** Makes sure of a JDK and Maven, with apt where they are missing. @returns why not; undefined when they are there */
export const missingTools = async (): Promise<string | undefined> => {
  if (await areThere()) return undefined
  if (process.getuid?.() !== 0) {
    return `no JDK ${leastJava} or newer, or no Maven, and only root may install them`
  }
  try {
    await installPackages(['openjdk-17-jdk-headless', 'maven'])
  } catch (error) {
    return `the JDK and Maven cannot be installed: ${error instanceof Error ? error.message : String(error)}`
  }
  return (await areThere()) ? undefined : `apt-get gave no JDK ${leastJava} or newer`
}

const areThere = async (): Promise<boolean> => {
  const { exitCode, output } = await run('javac', ['-version'], { output: 'capture' })
  const version = Number(/javac (\d+)/.exec(output)?.[1] ?? 0)
  return exitCode === 0 && version >= leastJava && (await isInstalled('mvn', '--version'))
}
