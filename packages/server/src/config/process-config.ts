import { loadConfig, type ConfigSources } from './load.ts'
import type { ServerConfig } from './keys.ts'

/** The configuration of this process. */
export const processConfig = (
  commandLine: Pick<ConfigSources, 'configFile' | 'overrides'> = {},
): ServerConfig => loadConfig({ environment: process.env, workingFolder: process.cwd(), ...commandLine })
