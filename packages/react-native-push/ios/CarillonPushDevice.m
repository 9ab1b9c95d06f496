#import "CarillonPushDevice.h"

#import <UIKit/UIKit.h>
#import <sys/utsname.h>

/** 'iPhone17,1' and the like. */
static NSString *Model(void)
{
  struct utsname name;
  return uname(&name) == 0 ? ([NSString stringWithUTF8String:name.machine] ?: @"") : @"";
}

/**
 * The entitlement aps-environment, from the provisioning profile in the app. A build from the App Store has
 * no profile, and is production; a simulator's has none either.
 */
static NSString *ApsEnvironment(void)
{
#if TARGET_OS_SIMULATOR
  return @"development";
#else
  NSString *path = [NSBundle.mainBundle pathForResource:@"embedded" ofType:@"mobileprovision"];
  if (path == nil) {
    return @"production";
  }
  // A property list inside a signed container: Latin-1 reads any bytes.
  NSString *text = [NSString stringWithContentsOfFile:path encoding:NSISOLatin1StringEncoding error:nil] ?: @"";
  NSRange from = [text rangeOfString:@"<plist"];
  NSRange to = [text rangeOfString:@"</plist>"];
  if (from.location == NSNotFound || to.location == NSNotFound || to.location < from.location) {
    return @"";
  }
  NSString *list = [text substringWithRange:NSMakeRange(from.location, NSMaxRange(to) - from.location)];
  NSDictionary *profile =
      [NSPropertyListSerialization propertyListWithData:[list dataUsingEncoding:NSISOLatin1StringEncoding]
                                                options:NSPropertyListImmutable
                                                 format:nil
                                                  error:nil];
  if (![profile isKindOfClass:NSDictionary.class]) {
    return @"";
  }
  NSDictionary *entitlements = profile[@"Entitlements"];
  id environment = [entitlements isKindOfClass:NSDictionary.class] ? entitlements[@"aps-environment"] : nil;
  return [environment isKindOfClass:NSString.class] ? environment : @"";
#endif
}

NSDictionary *CarillonPushDeviceInfo(void)
{
  return @{
    @"system" : @"ios",
    @"systemVersion" : UIDevice.currentDevice.systemVersion,
    @"manufacturer" : @"Apple",
    @"brand" : @"Apple",
    @"model" : Model(),
    @"packageName" : NSBundle.mainBundle.bundleIdentifier ?: @"",
    @"appVersion" : [NSBundle.mainBundle objectForInfoDictionaryKey:@"CFBundleShortVersionString"] ?: @"",
    @"apsEnvironment" : ApsEnvironment(),
    @"systemProperties" : @[],
    @"vendors" : @[ @{@"vendor" : @"apns", @"isLinked" : @YES, @"isSupported" : @YES, @"reason" : @""} ],
  };
}
