import type { CarillonPushFile } from '../config/types.ts'
import { fieldsOf } from '../taps/fields.ts'
import { androidPluginVersionOf } from './android/android-plugin.ts'
import { editAppGradle } from './android/app-gradle.ts'
import { editManifest } from './android/manifest.ts'
import { editSettings, settingsKeepRepositories } from './android/repositories.ts'
import { editRootGradle } from './android/root-gradle.ts'
import type { Edit } from './edit.ts'
import { editAppDelegate } from './ios/app-delegate.ts'
import { editProject, entitlementsFileName, removeFromProject } from './ios/pbxproj.ts'
import { editEntitlements, editInfoPlist, newEntitlements } from './ios/plist.ts'
import {
  androidPaths,
  gradlePathsOf,
  hasAndroid,
  iosPathsOf,
  type IosPaths,
  type ProjectFiles,
} from './project.ts'
import { removeBlocks } from './text/blocks.ts'

/** A file that is to be written, or with undefined deleted. */
export interface Change {
  path: string
  text: string | undefined
}

/** What set-up would do. */
export interface Plan {
  changes: Change[]
  /** What it cannot do, in words for the developer: file, place and lines. */
  byHand: string[]
}

export interface SetupOptions {
  /** Without it both that are there. */
  platform?: 'android' | 'ios'
  /** Expo writes Info.plist, entitlements and build settings itself. */
  isExpo?: boolean
}

/** Whole files set-up wrote, with what stood there before: null for nothing. */
const stateFileName = '.carillon-push-setup.json'

/** What set-up does to this project. Applied twice it is the same as once; `planUndo` takes it back. */
export const planSetup = (
  files: ProjectFiles,
  config: CarillonPushFile,
  { platform, isExpo = false }: SetupOptions = {},
): Plan => {
  const plan = new PlanBuilder(files)
  if (platform !== 'ios' && hasAndroid(files)) planAndroid(plan, files, config)
  const ios = platform === 'android' ? undefined : iosPathsOf(files)
  if (ios !== undefined && config.vendors.apns !== undefined) planIos(plan, config, ios, isExpo)
  return plan.finish({ keepsState: !isExpo })
}

/** What gives the project back its bytes. */
export const planUndo = (files: ProjectFiles): Plan => {
  const plan = new PlanBuilder(files)
  const ios = iosPathsOf(files)
  const edited = [...Object.values(gradlePathsOf(files)), androidPaths.manifest]
  for (const path of [...edited, ios?.infoPlist, ios?.appDelegate, ios?.entitlements]) {
    if (path !== undefined && files.read(path) !== undefined) {
      plan.edit(path, (text) => ({ text: removeBlocks(text), byHand: [] }))
    }
  }
  if (ios !== undefined) plan.edit(ios.project, (text) => ({ text: removeFromProject(text), byHand: [] }))
  plan.restoreFiles()
  return plan.finish({ keepsState: false })
}

const planAndroid = (plan: PlanBuilder, files: ProjectFiles, config: CarillonPushFile): void => {
  const { vendors } = config
  const { settings, rootGradle, appGradle } = gradlePathsOf(files)
  const settingsText = files.read(settings)
  const keepsRepositories = settingsText !== undefined && settingsKeepRepositories(settingsText)
  if (keepsRepositories) plan.edit(settings, (text) => editSettings(text, vendors, settings))
  plan.edit(rootGradle, (text) =>
    editRootGradle(text, vendors, {
      path: rootGradle,
      settingsKeepRepositories: keepsRepositories,
      androidPluginVersion: androidPluginVersionOf(files),
    }),
  )
  plan.edit(appGradle, (text) => editAppGradle(text, vendors, appGradle))
  plan.edit(androidPaths.manifest, (text) => editManifest(text, vendors))
  plan.write(androidPaths.config, textOf(config))
  // The vendors' guides say "the root of the project", and the plugins look in the app's folder.
  if (vendors.fcm !== undefined) plan.copy('google-services.json', androidPaths.googleServices)
  if (vendors.huawei !== undefined) plan.copy('agconnect-services.json', androidPaths.agconnectServices)
}

const planIos = (plan: PlanBuilder, config: CarillonPushFile, ios: IosPaths, isExpo: boolean): void => {
  plan.write(`ios/${ios.folder}/carillon-push.json`, textOf(config))
  if (ios.appDelegate === undefined) plan.byHand.push(`ios/${ios.folder}: AppDelegate was not found`)
  else {
    const path = ios.appDelegate
    plan.edit(path, (text) => editAppDelegate(text, path))
  }
  const voip = config.vendors.apnsVoip !== undefined
  if (!isExpo) {
    plan.edit(ios.infoPlist ?? `ios/${ios.folder}/Info.plist`, (text) => editInfoPlist(text, { voip }))
    const own = `ios/${ios.folder}/${entitlementsFileName}`
    if (ios.entitlements === undefined || ios.entitlements === own) plan.write(own, newEntitlements)
    else plan.edit(ios.entitlements, editEntitlements)
  }
  plan.edit(ios.project, (text) => editProject(text, ios.folder, { entitlements: !isExpo }))
}

const textOf = (config: CarillonPushFile): string => `${JSON.stringify(config, undefined, 2)}\n`

/** Gathers changes; what would not change a file is none. */
class PlanBuilder {
  readonly byHand: string[] = []
  readonly #files: ProjectFiles
  readonly #changes = new Map<string, string | undefined>()
  readonly #before: Record<string, string | null>

  constructor(files: ProjectFiles) {
    this.#files = files
    this.#before = stateOf(files)
  }

  /** A file of the app. */
  edit(path: string, edit: (text: string) => Edit): void {
    const text = this.#files.read(path)
    if (text === undefined) {
      this.byHand.push(`${path}: was not found`)
      return
    }
    const after = edit(text)
    this.byHand.push(...after.byHand.map((what) => `${path}: ${what}`))
    this.#set(path, after.text)
  }

  /** A file of this tool. */
  write(path: string, text: string): void {
    if (!(path in this.#before)) this.#before[path] = this.#files.read(path) ?? null
    this.#set(path, text)
  }

  /** Copies a file that is not there yet. */
  copy(from: string, to: string): void {
    const text = this.#files.read(from)
    if (text !== undefined && (this.#files.read(to) === undefined || to in this.#before)) this.write(to, text)
  }

  /** What stood in place of the files this tool wrote. */
  restoreFiles(): void {
    for (const [path, before] of Object.entries(this.#before)) this.#set(path, before ?? undefined)
  }

  finish({ keepsState }: { keepsState: boolean }): Plan {
    const state =
      keepsState && Object.keys(this.#before).length > 0
        ? `${JSON.stringify({ files: this.#before }, undefined, 2)}\n`
        : undefined
    this.#set(stateFileName, state)
    return {
      changes: [...this.#changes].map(([path, text]) => ({ path, text })),
      byHand: this.byHand,
    }
  }

  #set(path: string, text: string | undefined): void {
    if (this.#files.read(path) === text) this.#changes.delete(path)
    else this.#changes.set(path, text)
  }
}

const stateOf = (files: ProjectFiles): Record<string, string | null> => {
  const found = fieldsOf(fieldsOf(files.read(stateFileName) ?? '')?.files) ?? {}
  return Object.fromEntries(
    Object.entries(found).flatMap(([path, text]): [string, string | null][] =>
      // Never follow an edited state file out of the project.
      (typeof text === 'string' || text === null) && /^(?:android|ios)\/(?!.*\.\.)/.test(path)
        ? [[path, text]]
        : [],
    ),
  )
}
