import { byHand, editAll, unchanged, type Edit } from '../edit.ts'
import { iosNames } from '../native-names.ts'
import { insertLines, lineStartAfter, lineStartBefore, removeBlocks, type Place } from '../text/blocks.ts'
import { blanked, bracesFrom } from '../text/braces.ts'

const name = iosNames.delegateClass

/** AppDelegate in either language: hands tokens, refusals, pushes and the start of the app on to this package. */
export const editAppDelegate = (text: string, path: string): Edit =>
  addToAppDelegate(removeBlocks(text), path)

/** Adds what is not there yet. */
export const addToAppDelegate = (text: string, path: string): Edit =>
  path.endsWith('.swift') ? addToSwift(text) : addToObjc(text)

/** A call the app's delegate must make: into the method that is there, else in a method of its own. */
interface Call {
  /** Finds the method that is there. */
  method: RegExp
  call: string
  own: readonly string[]
}

const addToSwift = (before: string): Edit => {
  const isExpo = /class AppDelegate\s*:[^{]*ExpoAppDelegate/.test(before)
  return editAll(before, [
    (each) => addImport(each, /^[^\S\n]*(?:internal |public )?import \w+[^\n]*\n/m, `import ${iosNames.pod}`),
    (each) => addSwiftStart(each, isExpo),
    ...swiftCalls(isExpo).map((call) => (each: string) => addCall(each, call, swiftClassEnd)),
  ])
}

const swiftLaunch = (phase: 'will' | 'did'): RegExp =>
  new RegExp(String.raw`func application\([^{]*${phase}FinishLaunchingWithOptions launchOptions[^{]*\{`)

/**
 * The start goes first into didFinishLaunching. Where that is a lone expression (`true`, as in apps with
 * scenes from React Native 0.88 on) or is not there, Swift would not compile it with a second line: then a
 * willFinishLaunching of its own has it, before which the app cannot be told of a tap either.
 */
const addSwiftStart = (text: string, isExpo: boolean): Edit => {
  const call = `${name}.start(launchOptions: launchOptions)`
  if (blanked(text).includes(call)) return unchanged(text)
  for (const phase of ['did', 'will'] as const) {
    const method = swiftLaunch(phase)
    if (hasReturn(text, method)) return addCallAtStart(text, method, call)
  }
  if (swiftLaunch('will').test(blanked(text))) {
    return byHand(text, `at the start of willFinishLaunchingWithOptions: add ${call}`)
  }
  const own = [
    `${isExpo ? 'public override ' : ''}func application(_ application: UIApplication, willFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]? = nil) -> Bool {`,
    `  ${call}`,
    isExpo
      ? '  return super.application(application, willFinishLaunchingWithOptions: launchOptions)'
      : '  return true',
    '}',
  ]
  return addCall(text, { method: swiftLaunch('will'), call, own }, swiftClassEnd)
}

const hasReturn = (text: string, method: RegExp): boolean => {
  const code = blanked(text)
  const found = method.exec(code)
  const body = found === null ? undefined : bracesFrom(text, found.index + found[0].length - 1)
  return body !== undefined && /\breturn\b/.test(code.slice(body.open, body.close))
}

const addToObjc = (before: string): Edit =>
  editAll(before, [
    (each) => addImport(each, /^#import [^\n]*\n/m, `#import <${iosNames.pod}/${name}.h>`),
    (each) =>
      addCallAtStart(
        each,
        /didFinishLaunchingWithOptions:\(NSDictionary \*\)launchOptions\s*\{/,
        `[${name} startWithLaunchOptions:launchOptions];`,
      ),
    ...objcCalls.map((call) => (each: string) => addCall(each, call, objcClassEnd)),
  ])

const swiftCalls = (isExpo: boolean): Call[] => {
  const func = isExpo ? 'public override func' : 'func'
  const onward = (call: string): string[] => (isExpo ? [`    super.application(${call})`] : [])
  const registered = `${name}.didRegister(deviceToken: deviceToken)`
  const failed = `${name}.didFailToRegister(error: error)`
  const received = `${name}.didReceive(userInfo: userInfo)`
  return [
    {
      method: /func application\([^{]*didRegisterForRemoteNotificationsWithDeviceToken deviceToken[^{]*\{/,
      call: registered,
      own: [
        `${func} application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data) {`,
        `  ${registered}`,
        ...onward('application, didRegisterForRemoteNotificationsWithDeviceToken: deviceToken').map((line) =>
          line.slice(2),
        ),
        '}',
      ],
    },
    {
      method: /func application\([^{]*didFailToRegisterForRemoteNotificationsWithError error[^{]*\{/,
      call: failed,
      own: [
        `${func} application(_ application: UIApplication, didFailToRegisterForRemoteNotificationsWithError error: Error) {`,
        `  ${failed}`,
        ...onward('application, didFailToRegisterForRemoteNotificationsWithError: error').map((line) =>
          line.slice(2),
        ),
        '}',
      ],
    },
    {
      method: /func application\([^{]*didReceiveRemoteNotification userInfo[^{]*\{/,
      call: received,
      own: [
        `${func} application(_ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any], fetchCompletionHandler completionHandler: @escaping (UIBackgroundFetchResult) -> Void) {`,
        `  ${received}`,
        isExpo
          ? '  super.application(application, didReceiveRemoteNotification: userInfo, fetchCompletionHandler: completionHandler)'
          : '  completionHandler(.noData)',
        '}',
      ],
    },
  ]
}

const objcCalls: readonly Call[] = [
  {
    method: /didRegisterForRemoteNotificationsWithDeviceToken:\(NSData \*\)deviceToken\s*\{/,
    call: `[${name} didRegisterWithDeviceToken:deviceToken];`,
    own: [
      '- (void)application:(UIApplication *)application didRegisterForRemoteNotificationsWithDeviceToken:(NSData *)deviceToken',
      '{',
      `  [${name} didRegisterWithDeviceToken:deviceToken];`,
      '}',
    ],
  },
  {
    method: /didFailToRegisterForRemoteNotificationsWithError:\(NSError \*\)error\s*\{/,
    call: `[${name} didFailToRegisterWithError:error];`,
    own: [
      '- (void)application:(UIApplication *)application didFailToRegisterForRemoteNotificationsWithError:(NSError *)error',
      '{',
      `  [${name} didFailToRegisterWithError:error];`,
      '}',
    ],
  },
  {
    method: /didReceiveRemoteNotification:\(NSDictionary \*\)userInfo[^{;]*\{/,
    call: `[${name} didReceiveWithUserInfo:userInfo];`,
    own: [
      '- (void)application:(UIApplication *)application didReceiveRemoteNotification:(NSDictionary *)userInfo fetchCompletionHandler:(void (^)(UIBackgroundFetchResult))completionHandler',
      '{',
      `  [${name} didReceiveWithUserInfo:userInfo];`,
      '  completionHandler(UIBackgroundFetchResultNoData);',
      '}',
    ],
  },
]

const addImport = (text: string, sign: RegExp, line: string): Edit => {
  if (new RegExp(`^[^\\S\\n]*${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'm').test(text))
    return unchanged(text)
  const found = sign.exec(text)
  return found === null
    ? byHand(text, `the top of the file: add ${line}`)
    : { text: insertLines(text, { index: found.index, indent: '' }, 'slashes', [line]), byHand: [] }
}

const addCallAtStart = (text: string, method: RegExp, call: string): Edit => {
  if (blanked(text).includes(call)) return unchanged(text)
  const found = method.exec(blanked(text))
  const place = found === null ? undefined : lineStartAfter(text, found.index + found[0].length)
  return place === undefined
    ? byHand(text, `at the start of didFinishLaunchingWithOptions: add ${call}`)
    : { text: insertLines(text, place, 'slashes', [call]), byHand: [] }
}

const addCall = (
  text: string,
  { method, call, own }: Call,
  end: (text: string) => Place | undefined,
): Edit => {
  if (method.test(blanked(text))) return addCallAtStart(text, method, call)
  const place = end(text)
  return place === undefined
    ? byHand(text, `the delegate's class: add\n${own.join('\n')}`)
    : { text: insertLines(text, place, 'slashes', own), byHand: [] }
}

const swiftClassEnd = (text: string): Place | undefined => {
  const start = blanked(text).search(/class AppDelegate\b/)
  const braces = start === -1 ? undefined : bracesFrom(text, start)
  const place = braces && lineStartBefore(text, braces.close)
  return place && { ...place, indent: `${place.indent}  ` }
}

const objcClassEnd = (text: string): Place | undefined => {
  const index = blanked(text).lastIndexOf('\n@end')
  return index === -1 ? undefined : { index: index + 1, indent: '' }
}
